package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.app.settings.Config;
import dev.gatehouse.app.settings.Settings;
import dev.gatehouse.app.settings.SettingsException;
import dev.gatehouse.identity.AccessKey;
import dev.gatehouse.identity.RootKeyFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKeyLastUsed;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.StsException;

/** The root has a key pair of its own from the first start on; the well-known one is a courtesy. */
@Tag("node")
final class RootKeysTest {
    @TempDir Path folder;

    private Node start(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("data", folder.toString());
        all.put("port", "0");
        return Node.start(Config.of(new Settings(all)));
    }

    private static String caller(Node node, String id, String secret) {
        try (StsClient sts =
                LiveNode.of(node)
                        .client(StsClient.builder(), AwsBasicCredentials.create(id, secret))) {
            return sts.getCallerIdentity().arn();
        }
    }

    @Test
    void theFirstStartMakesAPairThatOnlyItsOwnerReads() throws Exception {
        AccessKey root;
        try (Node node = start(Map.of())) {
            root = RootKeyFile.read(folder).orElseThrow();
            assertThat(caller(node, root.id(), root.secret()))
                    .isEqualTo(caller(node, "test", "test"))
                    .isEqualTo("arn:aws:iam::000000000000:root");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        try (Node node = start(Map.of("well-known-keys", "false"))) {
            assertThat(RootKeyFile.read(folder)).contains(root);
            assertThat(caller(node, root.id(), root.secret())).endsWith(":root");
            assertNoKey(node, "test");
            assertNoKey(node, "111111111111");
        }
    }

    private Path file() {
        return RootKeyFile.in(folder);
    }

    private static void assertNoKey(Node node, String id) {
        assertThatThrownBy(() -> caller(node, id, "test"))
                .isInstanceOf(StsException.class)
                .hasMessageContaining("The security token included in the request is invalid");
    }

    @Test
    void itIsKnownWhenAUsersKeyWasUsedLast() throws Exception {
        software.amazon.awssdk.services.iam.model.AccessKey key;
        try (Node node = start(Map.of());
                IamClient iam = LiveNode.of(node).client(IamClient.builder())) {
            iam.createUser(u -> u.userName("ann"));
            key = iam.createAccessKey(k -> k.userName("ann")).accessKey();
            AccessKeyLastUsed never = lastUse(iam, key.accessKeyId());
            assertThat(never.lastUsedDate()).isNull();
            assertThat(never.serviceName()).isEqualTo("N/A");
            assertThatThrownBy(() -> caller(node, key.accessKeyId(), "wrong"))
                    .isInstanceOf(StsException.class);
            assertThat(lastUse(iam, key.accessKeyId()).serviceName()).isEqualTo("N/A");
            caller(node, key.accessKeyId(), key.secretAccessKey());
            assertThat(lastUse(iam, key.accessKeyId()).serviceName()).isEqualTo("sts");
        }
        try (Node node = start(Map.of());
                IamClient iam = LiveNode.of(node).client(IamClient.builder())) {
            AccessKeyLastUsed kept = lastUse(iam, key.accessKeyId());
            assertThat(kept.region()).isEqualTo("us-east-1");
            assertThat(kept.lastUsedDate()).isNotNull();
            assertThat(iam.getCredentialReport().content().asUtf8String())
                    .contains(kept.lastUsedDate() + ",us-east-1,sts");
        }
    }

    private static AccessKeyLastUsed lastUse(IamClient iam, String id) {
        return iam.getAccessKeyLastUsed(k -> k.accessKeyId(id)).accessKeyLastUsed();
    }

    @Test
    void whatWillNotBeServedSaysWhy() {
        try (Node node = start(Map.of());
                IamClient iam = LiveNode.of(node).client(IamClient.builder())) {
            iam.createUser(u -> u.userName("bob"));
            assertThatThrownBy(() -> iam.createLoginProfile(u -> u.userName("bob").password("x")))
                    .hasMessageContaining(
                            "Could not find operation CreateLoginProfile for version 2010-05-08:"
                                    + " users have no passwords");
        }
    }

    @Test
    void otherMachinesFindNoWellKnownPair() {
        try (Node node = start(Map.of("host", "0.0.0.0"))) {
            AccessKey root = RootKeyFile.read(folder).orElseThrow();
            assertThat(caller(node, root.id(), root.secret())).endsWith(":root");
            assertNoKey(node, "test");
        }
    }

    @Test
    void aPairThatOthersMayReadIsNotTaken() throws Exception {
        start(Map.of()).close();
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> start(Map.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("chmod 600");
    }
}
