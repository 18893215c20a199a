package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.CreateSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.FilterNameStringType;
import software.amazon.awssdk.services.secretsmanager.model.InvalidRequestException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceExistsException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;
import software.amazon.awssdk.services.ssm.SsmClient;

/** Secrets: by their service, judged, and in templates. */
@Tag("node")
final class SecretsTest {
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
    void theLabelsOfASecretsValuesMove() {
        CreateSecretResponse made =
                kit.secrets.createSecret(
                        r -> r.name("app/db").secretString("one").description("d"));
        assertThat(made.arn())
                .matches("arn:aws:secretsmanager:us-east-1:000000000000:secret:app/db-\\w{6}");
        String second =
                kit.secrets
                        .putSecretValue(r -> r.secretId("app/db").secretString("two"))
                        .versionId();

        assertThat(value("app/db")).isEqualTo("two");
        assertThat(value(made.arn())).isEqualTo("two");
        assertThat(value(made.arn().substring(0, made.arn().length() - 7))).isEqualTo("two");
        assertThat(
                        kit.secrets
                                .getSecretValue(
                                        r -> r.secretId("app/db").versionStage("AWSPREVIOUS"))
                                .secretString())
                .isEqualTo("one");
        assertThat(kit.secrets.describeSecret(r -> r.secretId("app/db")).versionIdsToStages())
                .isEqualTo(
                        Map.of(
                                made.versionId(),
                                List.of("AWSPREVIOUS"),
                                second,
                                List.of("AWSCURRENT")));
        kit.secrets.updateSecretVersionStage(
                r ->
                        r.secretId("app/db")
                                .versionStage("AWSCURRENT")
                                .removeFromVersionId(second)
                                .moveToVersionId(made.versionId()));
        assertThat(value("app/db")).isEqualTo("one");

        byte[] bytes = {0, 1, -1};
        kit.secrets.updateSecret(
                r -> r.secretId("app/db").secretBinary(SdkBytes.fromByteArray(bytes)));
        assertThat(
                        kit.secrets
                                .getSecretValue(r -> r.secretId("app/db"))
                                .secretBinary()
                                .asByteArray())
                .isEqualTo(bytes);
        assertThat(kit.secrets.listSecretVersionIds(r -> r.secretId("app/db")).versions())
                .hasSize(2);
    }

    @Test
    void aTokenMakesAValueOnce() {
        String token = "0123456789-0123456789-0123456789";
        kit.secrets.createSecret(r -> r.name("once").secretString("a").clientRequestToken(token));
        kit.secrets.createSecret(r -> r.name("once").secretString("a").clientRequestToken(token));
        assertThatThrownBy(
                        () ->
                                kit.secrets.putSecretValue(
                                        r ->
                                                r.secretId("once")
                                                        .secretString("b")
                                                        .clientRequestToken(token)))
                .isInstanceOf(ResourceExistsException.class)
                .hasMessageContaining("already in use");
        assertThatThrownBy(() -> kit.secrets.createSecret(r -> r.name("once")))
                .isInstanceOf(ResourceExistsException.class);
        assertThatThrownBy(
                        () ->
                                kit.secrets.createSecret(
                                        r -> r.name("once").clientRequestToken(token)))
                .isInstanceOf(ResourceExistsException.class);
    }

    @Test
    void aSecretChangesWholeOrNotAtAll() {
        kit.secrets.createSecret(r -> r.name("whole").secretString("a").description("before"));
        assertThatThrownBy(
                        () ->
                                kit.secrets.updateSecret(
                                        r ->
                                                r.secretId("whole")
                                                        .description("after")
                                                        .kmsKeyId("alias/none")
                                                        .secretString("b")))
                .hasMessageContaining("can't encrypt");
        assertThat(kit.secrets.describeSecret(r -> r.secretId("whole")))
                .satisfies(
                        kept -> {
                            assertThat(kept.description()).isEqualTo("before");
                            assertThat(kept.kmsKeyId()).isNull();
                        });
        List<String> labels = IntStream.range(0, 20).mapToObj(i -> "label" + i).toList();
        assertThatThrownBy(
                        () ->
                                kit.secrets.putSecretValue(
                                        r ->
                                                r.secretId("whole")
                                                        .secretString("c")
                                                        .versionStages(labels)))
                .hasMessageContaining("quotas");
        assertThat(value("whole")).isEqualTo("a");
    }

    /** Whose region is none, or whose service is another. */
    @ParameterizedTest
    @ValueSource(strings = {"", "nowhere", "us east 1", "US-EAST-1"})
    void arnsOfNoRegionNameNothing(String region) {
        String arn = "arn:aws:%s:" + region + ":000000000000:%s";
        assertThatThrownBy(() -> value(arn.formatted("secretsmanager", "secret:x-abcdef")))
                .isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> kit.kms.describeKey(r -> r.keyId(arn.formatted("kms", "key/x"))))
                .hasMessageContaining("Invalid arn");
    }

    @Test
    void aSecretThatWasDeletedCanBeRestoredWhileItWaits() {
        kit.secrets.createSecret(r -> r.name("going").secretString("v"));
        kit.secrets.deleteSecret(r -> r.secretId("going").recoveryWindowInDays(7L));
        assertThatThrownBy(() -> value("going"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("marked for deletion");
        assertThatThrownBy(() -> kit.secrets.createSecret(r -> r.name("going")))
                .hasMessageContaining("already scheduled for deletion");
        assertThat(
                        kit.secrets
                                .listSecrets(
                                        r ->
                                                r.filters(
                                                        f ->
                                                                f.key(FilterNameStringType.NAME)
                                                                        .values("goi")))
                                .secretList())
                .isEmpty();
        kit.secrets.restoreSecret(r -> r.secretId("going"));
        assertThat(value("going")).isEqualTo("v");
        kit.secrets.deleteSecret(r -> r.secretId("going").forceDeleteWithoutRecovery(true));
        assertThatThrownBy(() -> value("going")).isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void passwordsHaveEverySortOfCharacterThatIsAskedFor() {
        String password =
                kit.secrets
                        .getRandomPassword(
                                r ->
                                        r.passwordLength(4L)
                                                .excludeCharacters("a")
                                                .excludeNumbers(true))
                        .randomPassword();
        assertThat(password).hasSize(4).doesNotContain("a").doesNotContainPattern("\\d");
        assertThat(password).containsPattern("[b-z]").containsPattern("[A-Z]");
        assertThatThrownBy(() -> kit.secrets.getRandomPassword(r -> r.passwordLength(3L)))
                .isInstanceOf(SecretsManagerException.class);
    }

    @Test
    void aPolicyThatOpensASecretToEverybodyIsRejectedWhereThatIsAsked() {
        String arn = kit.secrets.createSecret(r -> r.name("closed").secretString("s")).arn();
        String policy =
                """
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":%s,
                 "Action":"secretsmanager:GetSecretValue","Resource":"*"}]}
                """;
        String everybody = policy.formatted("\"*\"");
        String theirs = policy.formatted("{\"AWS\":\"arn:aws:iam::111111111111:root\"}");
        assertThatThrownBy(
                        () ->
                                kit.secrets.putResourcePolicy(
                                        r ->
                                                r.secretId(arn)
                                                        .resourcePolicy(everybody)
                                                        .blockPublicPolicy(true)))
                .hasMessageContaining("did not prevent broad access to the secret");
        kit.secrets.putResourcePolicy(
                r -> r.secretId(arn).resourcePolicy(theirs).blockPublicPolicy(true));
        kit.secrets.putResourcePolicy(r -> r.secretId(arn).resourcePolicy(everybody));
    }

    @Test
    void aSecretUnderAKeyIsReadByThoseWhoMayUseTheKey() throws Exception {
        String key = kit.kms.createKey().keyMetadata().arn();
        String arn =
                kit.secrets
                        .createSecret(
                                r ->
                                        r.name("keyed")
                                                .kmsKeyId(key)
                                                .secretString("nobody may read this"))
                        .arn();
        SecretsManagerClient cat = kit.secrets("cat", "secretsmanager:*");
        SecretsManagerClient dan = kit.secrets("dan", "*");

        assertThat(dan.getSecretValue(r -> r.secretId("keyed")).secretString())
                .isEqualTo("nobody may read this");
        assertThatThrownBy(() -> cat.getSecretValue(r -> r.secretId("keyed")))
                .hasMessageContaining("kms:Decrypt");
        kit.kms.disableKey(r -> r.keyId(key));
        assertThatThrownBy(() -> value("keyed"))
                .hasMessageContaining("can't decrypt the protected secret text");

        kit.secrets.putResourcePolicy(
                r ->
                        r.secretId("keyed")
                                .resourcePolicy(
                                        """
                                        {"Version":"2012-10-17","Statement":[{"Effect":"Deny",
                                         "Principal":"*","Action":"secretsmanager:GetSecretValue",
                                         "Resource":"*"}]}
                                        """));
        assertThatThrownBy(() -> dan.getSecretValue(r -> r.secretId(arn)))
                .hasMessageContaining("explicit deny");
        for (Path file : Files.list(kit.data).filter(Files::isRegularFile).toList()) {
            assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                    .doesNotContain("nobody may read this");
        }
    }

    @Test
    void templatesMakeSecretsAndKeysAndReadThem() {
        String template =
                """
                Resources:
                  Key:
                    Type: AWS::KMS::Key
                    Properties:
                      Description: %1$s
                      EnableKeyRotation: true
                      PendingWindowInDays: 7
                      KeyPolicy:
                        Version: '2012-10-17'
                        Statement:
                          - Effect: Allow
                            Principal: {AWS: !Sub 'arn:aws:iam::${AWS::AccountId}:root'}
                            Action: 'kms:*'
                            Resource: '*'
                  Alias:
                    Type: AWS::KMS::Alias
                    Properties: {AliasName: alias/stacked, TargetKeyId: !GetAtt Key.Arn}
                  Secret:
                    Type: AWS::SecretsManager::Secret
                    Properties:
                      KmsKeyId: !Ref Alias
                      GenerateSecretString:
                        SecretStringTemplate: '{"user": "%1$s"}'
                        GenerateStringKey: password
                        PasswordLength: 12
                        ExcludePunctuation: true
                      Tags: [{Key: team, Value: %1$s}]
                  Copy:
                    Type: AWS::SSM::Parameter
                    Properties:
                      Name: /stacked/user
                      Type: String
                      Value: !Sub '{{resolve:secretsmanager:${Secret}:SecretString:user}}'
                Outputs:
                  Secret: {Value: !Ref Secret}
                  Key: {Value: !Ref Key}
                """;
        LiveStacks stacks = LiveStacks.of(kit.node);
        Stack made = stacks.created("secretive", template.formatted("red"));
        String secret = LiveStacks.outputs(made).get("Secret");
        String key = LiveStacks.outputs(made).get("Key");
        assertThat(value(secret)).matches("\\{\"user\":\"red\",\"password\":\"\\w{12}\"}");
        assertThat(kit.kms.getKeyRotationStatus(r -> r.keyId(key)).keyRotationEnabled()).isTrue();
        try (SsmClient ssm = kit.node.client(SsmClient.builder())) {
            assertThat(ssm.getParameter(r -> r.name("/stacked/user")).parameter().value())
                    .isEqualTo("red");
        }

        Stack changed = stacks.updated("secretive", template.formatted("blue"));
        assertThat(LiveStacks.outputs(changed)).containsEntry("Secret", secret);
        assertThat(value(secret)).contains("blue");
        assertThat(kit.kms.describeKey(r -> r.keyId("alias/stacked")).keyMetadata().description())
                .isEqualTo("blue");

        stacks.deleted("secretive");
        assertThatThrownBy(() -> value(secret)).isInstanceOf(ResourceNotFoundException.class);
        assertThat(kit.kms.describeKey(r -> r.keyId(key)).keyMetadata().keyState())
                .isEqualTo(KeyState.PENDING_DELETION);
    }

    private static String value(String id) {
        return kit.secrets.getSecretValue(r -> r.secretId(id)).secretString();
    }
}
