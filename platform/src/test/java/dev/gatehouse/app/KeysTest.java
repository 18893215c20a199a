package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.DisabledException;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.KmsInvalidStateException;
import software.amazon.awssdk.services.kms.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.kms.model.NotFoundException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.InvalidKeyIdException;

/** The keys that encrypt secrets: by their service, judged. */
@Tag("node")
final class KeysTest {
    private static KeyRing kit;

    @BeforeAll
    static void start(@TempDir Path data) {
        kit = new KeyRing(data);
    }

    @AfterAll
    static void stop() {
        kit.close();
    }

    @Test
    void thoseWhoMayNotTagMakeNothingWithTags() {
        SecretsManagerClient fay = kit.secrets("fay", "secretsmanager:CreateSecret");
        KmsClient guy = kms("guy", "kms:CreateKey");
        fay.createSecret(r -> r.name("untagged"));
        guy.createKey();
        denied(() -> fay.createSecret(r -> r.name("tagged").tags(t -> t.key("a").value("b"))));
        denied(() -> guy.createKey(r -> r.tags(t -> t.tagKey("a").tagValue("b"))));
    }

    /** KMS Developer Guide, "Allowing users in other accounts to use a KMS key". */
    @Test
    void anotherAccountUsesAKeyThatAllowsItButDoesNotManageIt() {
        String policy =
                """
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"kms:*",
                  "Principal":{"AWS":["000000000000","111111111111"]},"Resource":"*"}]}
                """;
        String key = kit.kms.createKey(r -> r.policy(policy)).keyMetadata().arn();
        try (KmsClient other =
                kit.node.client(
                        KmsClient.builder(), AwsBasicCredentials.create("111111111111", "test"))) {
            SdkBytes text = SdkBytes.fromUtf8String("a");
            assertThat(other.encrypt(r -> r.keyId(key).plaintext(text)).keyId()).isEqualTo(key);
            for (ThrowingCallable managing :
                    List.<ThrowingCallable>of(
                            () -> other.scheduleKeyDeletion(r -> r.keyId(key)),
                            () -> other.disableKey(r -> r.keyId(key)),
                            () -> other.enableKeyRotation(r -> r.keyId(key)),
                            () -> other.getKeyPolicy(r -> r.keyId(key)),
                            () -> other.putKeyPolicy(r -> r.keyId(key).policy(policy)))) {
                assertThatThrownBy(managing).isInstanceOf(NotFoundException.class);
            }
        }
    }

    @Test
    void whatAKeyEncryptsOpensInItsContextAlone() {
        String key = kit.kms.createKey(r -> r.description("first")).keyMetadata().keyId();
        kit.kms.createAlias(r -> r.aliasName("alias/first").targetKeyId(key));
        SdkBytes text = SdkBytes.fromUtf8String("a text");
        SdkBytes blob =
                kit.kms
                        .encrypt(
                                r ->
                                        r.keyId("alias/first")
                                                .plaintext(text)
                                                .encryptionContext(Map.of("app", "one")))
                        .ciphertextBlob();

        assertThat(
                        kit.kms
                                .decrypt(
                                        r ->
                                                r.ciphertextBlob(blob)
                                                        .encryptionContext(Map.of("app", "one")))
                                .plaintext())
                .isEqualTo(text);
        assertThatThrownBy(() -> kit.kms.decrypt(r -> r.ciphertextBlob(blob)))
                .isInstanceOf(InvalidCiphertextException.class);
        assertThatThrownBy(
                        () -> kit.kms.decrypt(r -> r.ciphertextBlob(SdkBytes.fromUtf8String("no"))))
                .isInstanceOf(InvalidCiphertextException.class);

        String other = kit.kms.createKey().keyMetadata().arn();
        SdkBytes again =
                kit.kms
                        .reEncrypt(
                                r ->
                                        r.ciphertextBlob(blob)
                                                .sourceEncryptionContext(Map.of("app", "one"))
                                                .destinationKeyId(other))
                        .ciphertextBlob();
        assertThat(kit.kms.decrypt(r -> r.ciphertextBlob(again).keyId(other)).plaintext())
                .isEqualTo(text);
        assertThatThrownBy(() -> kit.kms.decrypt(r -> r.ciphertextBlob(again).keyId(key)))
                .isInstanceOf(KmsException.class)
                .hasMessageContaining("does not identify a CMK");
        GenerateDataKeyResponse dataKey =
                kit.kms.generateDataKey(r -> r.keyId(other).keySpec(DataKeySpec.AES_256));
        assertThat(dataKey.plaintext().asByteArray()).hasSize(32);
        assertThat(kit.kms.decrypt(r -> r.ciphertextBlob(dataKey.ciphertextBlob())).plaintext())
                .isEqualTo(dataKey.plaintext());
    }

    @Test
    void aKeyThatIsDisabledOrWaitsForItsEndEncryptsNothing() {
        KeyMetadata key = kit.kms.createKey().keyMetadata();
        assertThat(key.keyState()).isEqualTo(KeyState.ENABLED);
        kit.kms.enableKeyRotation(r -> r.keyId(key.keyId()).rotationPeriodInDays(90));
        assertThat(kit.kms.getKeyRotationStatus(r -> r.keyId(key.keyId())).rotationPeriodInDays())
                .isEqualTo(90);
        kit.kms.disableKey(r -> r.keyId(key.keyId()));
        SdkBytes text = SdkBytes.fromUtf8String("a");
        assertThatThrownBy(() -> kit.kms.encrypt(r -> r.keyId(key.arn()).plaintext(text)))
                .isInstanceOf(DisabledException.class);
        kit.kms.scheduleKeyDeletion(r -> r.keyId(key.keyId()).pendingWindowInDays(7));
        assertThatThrownBy(() -> kit.kms.encrypt(r -> r.keyId(key.arn()).plaintext(text)))
                .isInstanceOf(KmsInvalidStateException.class)
                .hasMessageContaining("is pending deletion");
        kit.kms.cancelKeyDeletion(r -> r.keyId(key.keyId()));
        assertThat(kit.kms.describeKey(r -> r.keyId(key.keyId())).keyMetadata().keyState())
                .isEqualTo(KeyState.DISABLED);
        assertThatThrownBy(() -> kit.kms.describeKey(r -> r.keyId("alias/none")))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("alias/none is not found");
        assertThatThrownBy(() -> kit.kms.createKey(r -> r.keySpec(KeySpec.RSA_2048)))
                .hasMessageContaining("KeySpec RSA_2048 is not supported");
    }

    @Test
    void aKeysPolicyDecidesWhoMayUseIt() {
        KmsClient ada = kms("ada", "kms:*");
        KmsClient bob = kms("bob", "logs:*");
        String account = kit.kms.createKey().keyMetadata().arn();
        String bobs = kit.kms.createKey(r -> r.policy(allowing("bob", "root"))).keyMetadata().arn();
        String closed =
                kit.kms
                        .createKey(
                                r -> r.policy(allowing("bob")).bypassPolicyLockoutSafetyCheck(true))
                        .keyMetadata()
                        .arn();
        assertThatThrownBy(() -> kit.kms.createKey(r -> r.policy(allowing("bob"))))
                .isInstanceOf(MalformedPolicyDocumentException.class)
                .hasMessageContaining("will not allow you to update the key policy");

        SdkBytes text = SdkBytes.fromUtf8String("a");
        assertThat(ada.encrypt(r -> r.keyId(account).plaintext(text)).keyId()).isEqualTo(account);
        assertThat(bob.encrypt(r -> r.keyId(closed).plaintext(text)).keyId()).isEqualTo(closed);
        assertThat(bob.encrypt(r -> r.keyId(bobs).plaintext(text)).keyId()).isEqualTo(bobs);
        denied(() -> bob.encrypt(r -> r.keyId(account).plaintext(text)));
        denied(() -> ada.encrypt(r -> r.keyId(closed).plaintext(text)));
        denied(() -> kit.kms.encrypt(r -> r.keyId(closed).plaintext(text)));
    }

    @Test
    void aKeyIsKnownByItsAliases() {
        KmsClient cleo = kms("cleo", "logs:*");
        kit.iam.putUserPolicy(
                r ->
                        r.userName("cleo")
                                .policyName("all")
                                .policyDocument(
                                        """
                                        {"Version":"2012-10-17","Statement":
                                          [{"Effect":"Allow","Action":"kms:*","Resource":"*",
                                            "Condition":{"ForAnyValue:StringEquals":
                                              {"kms:ResourceAliases":"alias/of-cleo"}}}]}
                                        """));
        String hers = kit.kms.createKey().keyMetadata().keyId();
        String other = kit.kms.createKey().keyMetadata().keyId();
        kit.kms.createAlias(r -> r.aliasName("alias/of-cleo").targetKeyId(hers));
        SdkBytes text = SdkBytes.fromUtf8String("a");

        SdkBytes sealed = cleo.encrypt(r -> r.keyId(hers).plaintext(text)).ciphertextBlob();
        assertThat(cleo.decrypt(r -> r.ciphertextBlob(sealed)).plaintext()).isEqualTo(text);
        denied(() -> cleo.encrypt(r -> r.keyId(other).plaintext(text)));
        SdkBytes others = kit.kms.encrypt(r -> r.keyId(other).plaintext(text)).ciphertextBlob();
        denied(() -> cleo.decrypt(r -> r.ciphertextBlob(others)));
    }

    @Test
    void aSecureStringUnderAKeyIsReadByThoseWhoMayUseTheKey() {
        kit.kms.createAlias(
                r ->
                        r.aliasName("alias/parameters")
                                .targetKeyId(kit.kms.createKey().keyMetadata().keyId()));
        try (SsmClient ssm = kit.node.client(SsmClient.builder());
                SsmClient eve = kit.node.client(SsmClient.builder(), kit.user("eve", "ssm:*"))) {
            ssm.putParameter(
                    r ->
                            r.name("/keyed")
                                    .type("SecureString")
                                    .value("hidden")
                                    .keyId("alias/parameters"));
            assertThat(
                            ssm.getParameter(r -> r.name("/keyed").withDecryption(true))
                                    .parameter()
                                    .value())
                    .isEqualTo("hidden");
            ssm.putParameter(
                    r ->
                            r.name("/keyed")
                                    .value("hidden again")
                                    .overwrite(true)
                                    .keyId("alias/parameters"));
            assertThat(
                            ssm.getParameter(r -> r.name("/keyed").withDecryption(true))
                                    .parameter()
                                    .value())
                    .isEqualTo("hidden again");
            assertThat(ssm.describeParameters().parameters())
                    .anyMatch(each -> "alias/parameters".equals(each.keyId()));
            assertThatThrownBy(() -> eve.getParameter(r -> r.name("/keyed").withDecryption(true)))
                    .hasMessageContaining("kms:Decrypt");
            assertThatThrownBy(
                            () ->
                                    ssm.putParameter(
                                            r ->
                                                    r.name("/none")
                                                            .type("SecureString")
                                                            .value("x")
                                                            .keyId("alias/none")))
                    .isInstanceOf(InvalidKeyIdException.class);
        }
    }

    private static void denied(ThrowingCallable call) {
        assertThatThrownBy(call).hasMessageContaining("is not authorized to perform");
    }

    private static String allowing(String... principals) {
        List<String> arns =
                List.of(principals).stream()
                        .map(
                                name ->
                                        name.equals("root")
                                                ? "\"arn:aws:iam::000000000000:root\""
                                                : "\"arn:aws:iam::000000000000:user/" + name + "\"")
                        .toList();
        return """
        {"Version":"2012-10-17","Statement":
          [{"Effect":"Allow","Principal":{"AWS":%s},"Action":"kms:*","Resource":"*"}]}
        """
                .formatted(arns);
    }

    private static KmsClient kms(String user, String action) {
        return kit.node.client(KmsClient.builder(), kit.user(user, action));
    }
}
