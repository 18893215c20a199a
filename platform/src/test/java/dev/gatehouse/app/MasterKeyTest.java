package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.app.settings.Config;
import dev.gatehouse.app.settings.Settings;
import dev.gatehouse.app.settings.SettingsException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/**
 * Keys that a node hands out are nowhere in its folder as they are, and survive a new master key.
 */
@Tag("node")
final class MasterKeyTest {
    private static final String ARN = "arn:aws:iam::000000000000:user/ann";

    @TempDir Path folder;
    @TempDir Path elsewhere;

    private Node start(String... settings) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        all.put("data", folder.toString());
        all.put("port", "0");
        all.put("trail", "all");
        return LiveNode.start(Config.of(new Settings(all)));
    }

    private static AccessKey user(Node node) {
        try (IamClient iam = LiveNode.of(node).client(IamClient.builder())) {
            iam.createUser(u -> u.userName("ann"));
            return iam.createAccessKey(k -> k.userName("ann")).accessKey();
        }
    }

    private static String caller(Node node, AccessKey key) {
        try (StsClient sts = sts(node, key)) {
            return sts.getCallerIdentity().arn();
        }
    }

    private static StsClient sts(Node node, AccessKey key) {
        return LiveNode.of(node)
                .client(
                        StsClient.builder(),
                        AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()));
    }

    private void assertNowhere(String... secrets) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertThat(secrets).as(file.toString()).noneMatch(text::contains);
            }
        }
    }

    @Test
    void secretsAreEncryptedWhereverTheyAreKept() throws Exception {
        try (Node node = start()) {
            AccessKey key = user(node);
            Credentials session;
            try (StsClient sts = sts(node, key)) {
                session = sts.getSessionToken().credentials();
            }
            String[] secrets = {
                key.secretAccessKey(), session.secretAccessKey(), session.sessionToken()
            };
            assertNowhere(secrets);
            node.close();
            assertNowhere(secrets);
        }
    }

    @Test
    void keysSurviveANewMasterKey() throws Exception {
        String next = "file:" + elsewhere.resolve("next");
        AccessKey key;
        try (Node node = start()) {
            key = user(node);
        }
        assertThatThrownBy(() -> start("master-key", next))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("the store has secrets, and their master key is not at");
        try (Node node = start("master-key", next, "previous-master-key", "file")) {
            assertThat(caller(node, key)).isEqualTo(ARN);
        }
        Files.delete(folder.resolve("master-key"));
        try (Node node = start("master-key", next)) {
            assertThat(caller(node, key)).isEqualTo(ARN);
        }
        assertThatThrownBy(this::start)
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("put it back");
    }

    @Test
    void aKeyManagementServiceHoldsTheMasterKey() throws Exception {
        List<String> calls = new ArrayList<>();
        HttpServer kms = kms(calls);
        try {
            String url = "http://127.0.0.1:" + kms.getAddress().getPort();
            AccessKey key;
            try (Node node = start("master-key", "kms:alias/node", "endpoint.kms", url)) {
                key = user(node);
            }
            try (Node node = start("master-key", "kms:alias/node", "endpoint.kms", url)) {
                assertThat(caller(node, key)).isEqualTo(ARN);
            }
            assertThat(calls)
                    .containsExactly(
                            "TrentService.Encrypt alias/node",
                            "TrentService.Decrypt alias/node",
                            "TrentService.Decrypt alias/node");
            assertThat(folder.resolve("master-key")).doesNotExist();
        } finally {
            kms.stop(0);
        }
    }

    /** What it encrypts it turns around. */
    private static HttpServer kms(List<String> calls) throws IOException {
        ObjectMapper json = new ObjectMapper();
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    JsonNode in = json.readTree(exchange.getRequestBody());
                    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
                    calls.add(target + " " + in.path("KeyId").asText());
                    boolean encrypts = target.endsWith("Encrypt");
                    byte[] value = in.path(encrypts ? "Plaintext" : "CiphertextBlob").binaryValue();
                    byte[] turned = new byte[value.length];
                    for (int i = 0; i < value.length; i++) {
                        turned[i] = value[value.length - 1 - i];
                    }
                    byte[] out =
                            json.writeValueAsBytes(
                                    json.createObjectNode()
                                            .put(
                                                    encrypts ? "CiphertextBlob" : "Plaintext",
                                                    turned));
                    exchange.sendResponseHeaders(200, out.length);
                    exchange.getResponseBody().write(out);
                    exchange.close();
                });
        server.start();
        return server;
    }
}
