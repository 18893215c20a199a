package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.cli.node.NodeClient;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.testkit.Eventually;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiClient;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * What is one account's is reached from another where both allow it: the resource's policy, and
 * those of the caller (IAM User Guide, "Cross-account policy evaluation logic").
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("node")
final class CrossAccountTest {
    private static final AwsBasicCredentials OTHER =
            AwsBasicCredentials.create("111111111111", "test");

    private Node started;
    private LiveNode node;
    private IamClient others;

    /** A user of the other account. */
    private AwsBasicCredentials bob;

    @BeforeAll
    void start(@TempDir Path data) {
        started = LiveNode.start(data);
        node = LiveNode.of(started);
        others = node.client(IamClient.builder(), OTHER);
        others.createUser(u -> u.userName("bob"));
        AccessKey key = others.createAccessKey(k -> k.userName("bob")).accessKey();
        bob = AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey());
    }

    @AfterAll
    void stop() {
        others.close();
        started.close();
    }

    @Test
    void objectsAreReadWhereTheBucketsPolicyAndTheReadersAllowIt() {
        try (S3Client own = node.client(S3Client.builder().forcePathStyle(true));
                S3Client his = node.client(S3Client.builder().forcePathStyle(true), bob)) {
            own.createBucket(b -> b.bucket("shared"));
            own.putObject(o -> o.bucket("shared").key("k"), RequestBody.fromString("v"));
            bothSides(
                    "s3:GetObject",
                    "arn:aws:s3:::shared/*",
                    () -> his.getObjectAsBytes(o -> o.bucket("shared").key("k")),
                    policy -> own.putBucketPolicy(b -> b.bucket("shared").policy(policy)));
        }
    }

    @Test
    void keysAreUsedAndSecretsReadWhereTheirPoliciesAndTheReadersAllowIt() {
        try (KmsClient own = node.client(KmsClient.builder());
                KmsClient his = node.client(KmsClient.builder(), bob);
                SecretsManagerClient secrets = node.client(SecretsManagerClient.builder());
                SecretsManagerClient hisSecrets =
                        node.client(SecretsManagerClient.builder(), bob)) {
            String key = own.createKey().keyMetadata().arn();
            String owners = own.getKeyPolicy(k -> k.keyId(key)).policy();
            SdkBytes sealed =
                    own.encrypt(e -> e.keyId(key).plaintext(SdkBytes.fromUtf8String("s")))
                            .ciphertextBlob();
            String secret =
                    secrets.createSecret(s -> s.name("shared").kmsKeyId(key).secretString("v"))
                            .arn();
            assertThatThrownBy(() -> hisSecrets.getSecretValue(s -> s.secretId(secret)))
                    .hasMessageContaining("not authorized");
            bothSides(
                    "kms:Decrypt",
                    key,
                    () -> his.decrypt(d -> d.ciphertextBlob(sealed)),
                    policy -> own.putKeyPolicy(k -> k.keyId(key).policy(with(owners, policy))));
            bothSides(
                    "secretsmanager:GetSecretValue",
                    secret,
                    () -> hisSecrets.getSecretValue(s -> s.secretId(secret)),
                    policy ->
                            secrets.putResourcePolicy(
                                    s -> s.secretId(secret).resourcePolicy(policy)));
            assertThatThrownBy(
                            () ->
                                    hisSecrets.putResourcePolicy(
                                            s -> s.secretId(secret).resourcePolicy(owners)))
                    .as("reading is not sharing")
                    .hasMessageContaining("not authorized");
        }
    }

    /** The statement of one policy beside those of another. */
    private static String with(String policy, String more) {
        String statement = more.substring(more.indexOf("[{") + 1, more.lastIndexOf("]}"));
        int at = policy.indexOf('{', policy.indexOf("\"Statement\""));
        return policy.substring(0, at) + statement + ", " + policy.substring(at);
    }

    @Test
    void connectionsOfAnApiArePostedToByNoOtherAccount() {
        allow("execute-api:*", "*");
        try (ApiGatewayV2Client own = node.client(ApiGatewayV2Client.builder())) {
            String api =
                    own.createApi(
                                    a ->
                                            a.name("chat")
                                                    .protocolType("WEBSOCKET")
                                                    .routeSelectionExpression("$request.body.a"))
                            .apiId();
            own.createStage(s -> s.apiId(api).stageName("v1"));
            try (ApiGatewayManagementApiClient his =
                    new LiveNode(node.endpoint().resolve("/_aws/execute-api/" + api + "/v1"))
                            .client(ApiGatewayManagementApiClient.builder(), bob)) {
                assertThatThrownBy(
                                () ->
                                        his.postToConnection(
                                                p ->
                                                        p.connectionId("L0SM9cOFvHcCIhw=")
                                                                .data(
                                                                        SdkBytes.fromUtf8String(
                                                                                "m"))))
                        .hasMessageContaining("Status Code: 403");
            }
        }
    }

    @Test
    void aTokenOfARegistryOpensThatRegistryAlone() throws Exception {
        allow("ecr:*", "*");
        try (EcrClient own = node.client(EcrClient.builder());
                EcrClient his = node.client(EcrClient.builder(), bob)) {
            own.createRepository(r -> r.repositoryName("app"));
            String token =
                    "Basic "
                            + his.getAuthorizationToken(r -> {})
                                    .authorizationData()
                                    .getFirst()
                                    .authorizationToken();
            assertThat(node.http("GET", "/v2/app/tags/list", "Authorization", token).statusCode())
                    .isEqualTo(404);
            String uploads = "/v2/app/blobs/uploads/";
            assertThat(node.http("POST", uploads, "Authorization", token).statusCode())
                    .isEqualTo(404);
            assertThatThrownBy(
                            () ->
                                    his.describeImages(
                                            i ->
                                                    i.registryId("000000000000")
                                                            .repositoryName("app")))
                    .isInstanceOf(Exception.class);
        }
    }

    /**
     * An alarm acts for its account; a function that trusts CloudWatch for its own is not called.
     */
    @Test
    void alarmsOfAnotherAccountCallNoFunction() {
        allow("cloudwatch:*", "*");
        try (LambdaClient own = node.lambda();
                CloudWatchClient his = node.client(CloudWatchClient.builder(), bob)) {
            String arn =
                    node.python(own, "woken", node.role("woken"), "def handler(e, c): return 1")
                            .functionArn();
            own.addPermission(
                    p ->
                            p.functionName("woken")
                                    .statementId("alarms")
                                    .action("lambda:InvokeFunction")
                                    .principal("lambda.alarms.cloudwatch.amazonaws.com")
                                    .sourceAccount("000000000000"));
            his.putMetricAlarm(
                    a ->
                            a.alarmName("deputy")
                                    .alarmActions(arn)
                                    .namespace("N")
                                    .metricName("M")
                                    .statistic("Sum")
                                    .period(60)
                                    .evaluationPeriods(1)
                                    .threshold(1.0)
                                    .comparisonOperator("GreaterThanThreshold"));
            his.setAlarmState(s -> s.alarmName("deputy").stateValue("ALARM").stateReason("r"));
            String told =
                    Eventually.value(
                            () ->
                                    his.describeAlarmHistory(
                                                    h ->
                                                            h.alarmName("deputy")
                                                                    .historyItemType("Action"))
                                            .alarmHistoryItems()
                                            .toString(),
                            text -> text.contains("woken"));
            assertThat(told).contains("Failed");
        }
    }

    @Test
    void noScheduleRunsByARoleOfAnotherAccountNorOneThatMayNotBePassed() {
        String foreign = node.role("coveted");
        allow("scheduler:*", "*");
        NodeClient his =
                new NodeClient(
                        node.endpoint(),
                        Region.DEFAULT,
                        new dev.gatehouse.identity.AccessKey(
                                bob.accessKeyId(), bob.secretAccessKey(), null));
        for (Map.Entry<String, String> each :
                Map.of(
                                foreign,
                                "Cross-account pass role is not allowed.",
                                "arn:aws:iam::111111111111:role/his",
                                "iam:PassRole")
                        .entrySet()) {
            Map<String, Object> schedule =
                    Map.of(
                            "Name",
                            "s",
                            "ScheduleExpression",
                            "rate(1 day)",
                            "FlexibleTimeWindow",
                            Map.of("Mode", "OFF"),
                            "Target",
                            Map.of(
                                    "Arn",
                                    "arn:aws:lambda:us-east-1:111111111111:function:f",
                                    "RoleArn",
                                    each.getKey()));
            assertThatThrownBy(() -> his.call("scheduler", "CreateSchedule", schedule))
                    .hasMessageContaining(each.getValue());
        }
    }

    /** Denied by either side alone, allowed by both. */
    private void bothSides(
            String action, String resource, ThrowingCallable call, Consumer<String> policies) {
        assertThatThrownBy(call).as("by none").isInstanceOf(Exception.class);
        allow(action, resource);
        assertThatThrownBy(call).as("by his own alone").isInstanceOf(Exception.class);
        others.deleteUserPolicy(p -> p.userName("bob").policyName("p"));
        policies.accept(
                """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "%s",
                 "Principal": {"AWS": "arn:aws:iam::111111111111:root"}, "Resource": "%s"}]}\
                """
                        .formatted(action, action.startsWith("s3:") ? resource : "*"));
        assertThatThrownBy(call).as("by the resource's alone").isInstanceOf(Exception.class);
        others.putUserPolicy(
                p ->
                        p.userName("bob")
                                .policyName("p")
                                .policyDocument(
                                        """
                                        {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
                                         "Action": ["%s", "kms:Decrypt"], "Resource": "*"}}
                                        """
                                                .formatted(action)));
        try {
            call.call();
        } catch (Throwable denied) {
            throw new AssertionError(action + " is allowed by both", denied);
        }
        others.deleteUserPolicy(p -> p.userName("bob").policyName("p"));
    }

    private void allow(String action, String resource) {
        others.putUserPolicy(
                p ->
                        p.userName("bob")
                                .policyName("p")
                                .policyDocument(
                                        """
                                        {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
                                         "Action": "%s", "Resource": "%s"}}
                                        """
                                                .formatted(action, resource)));
    }
}
