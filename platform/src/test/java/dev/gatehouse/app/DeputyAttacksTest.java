package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * A service that may do something is talked into doing it for somebody who may not (IAM User Guide,
 * "The confused deputy problem"), and a function is called by other names than the one allowed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("node")
final class DeputyAttacksTest {
    private static final AwsBasicCredentials STRANGER =
            AwsBasicCredentials.create("111111111111", "test");

    private static final String LAMBDA =
            """
            {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sts:AssumeRole",
             "Principal": {"Service": "lambda.amazonaws.com"}}}
            """;

    private Node started;
    private LiveNode node;
    private IamClient iam;
    private LambdaClient root;
    private LambdaClient narrow;
    private String arn;

    @BeforeAll
    void start(@TempDir Path data) {
        started = LiveNode.start(data);
        node = LiveNode.of(started);
        iam = node.client(IamClient.builder());
        root = node.lambda();
        String role = node.role("plain");
        arn = node.python(root, "mine", role, "def handler(e, c): return 'hi'").functionArn();
        node.python(root, "other", role, "def handler(e, c): return 'secret'");
        iam.createUser(u -> u.userName("narrow"));
        iam.putUserPolicy(
                p ->
                        p.userName("narrow")
                                .policyName("p")
                                .policyDocument(allow("lambda:InvokeFunction", arn)));
        AccessKey key = iam.createAccessKey(k -> k.userName("narrow")).accessKey();
        narrow =
                node.client(
                        LambdaClient.builder(),
                        AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()));
    }

    @AfterAll
    void stop() {
        narrow.close();
        root.close();
        iam.close();
        started.close();
    }

    @Test
    void theOneFunctionIsCalledByItsOwnNames() {
        for (String name : new String[] {"mine", "000000000000:mine", arn, arn + ":$LATEST"}) {
            if (name.equals(arn + ":$LATEST")) {
                // A policy on the function's own ARN is none on its versions.
                assertThatThrownBy(() -> call(name)).hasMessageContaining("not authorized");
            } else {
                assertThat(call(name)).isEqualTo(204);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "other",
                "MINE",
                "*",
                "m*",
                "min?",
                "mine/../other",
                "../other",
                "mine%2F..%2Fother",
                "mine:../other",
                "mine:other",
                "function:other",
                "000000000000:other",
                "000000000000:function:other",
                "arn:aws:lambda:us-east-1:000000000000:function:other",
                "arn:aws:lambda:us-east-1:000000000000:function:mine:other",
                "arn:aws:lambda:us-east-1:000000000000:function:*",
                "arn:aws:lambda:eu-west-1:000000000000:function:mine",
                "arn:aws:lambda:us-east-1:111111111111:function:mine",
                "ARN:AWS:LAMBDA:US-EAST-1:000000000000:FUNCTION:MINE",
                "mine\u0000",
                "mine "
            })
    void noOtherNameLeadsPastThePolicy(String name) {
        assertThatThrownBy(() -> call(name))
                .isInstanceOfSatisfying(
                        AwsServiceException.class,
                        e -> assertThat(e.statusCode()).isBetween(400, 404));
    }

    /** The function trusts API Gateway, for APIs of its own account. */
    @Test
    void anApiOfAnotherAccountDoesNotReachAFunctionThatTrustsApiGateway() throws Exception {
        root.addPermission(
                p ->
                        p.functionName("mine")
                                .statementId("apis")
                                .action("lambda:InvokeFunction")
                                .principal("apigateway.amazonaws.com")
                                .sourceAccount("000000000000"));
        try (ApiGatewayV2Client own = node.client(ApiGatewayV2Client.builder());
                ApiGatewayV2Client others = node.client(ApiGatewayV2Client.builder(), STRANGER)) {
            String allowed = api(own);
            String confused = api(others);
            assertThat(node.http("GET", "/_aws/execute-api/" + allowed + "/").body())
                    .contains("hi");
            assertThat(node.http("GET", "/_aws/execute-api/" + confused + "/").statusCode())
                    .isEqualTo(500);
        }
    }

    /** And a single API of them, by its ARN. */
    @Test
    void anotherApiOfTheAccountDoesNotReachAFunctionThatTrustsOne() throws Exception {
        node.python(root, "single", node.role("single"), "def handler(e, c): return 'hi'");
        try (ApiGatewayV2Client apis = node.client(ApiGatewayV2Client.builder())) {
            String single = arn.replace(":mine", ":single");
            String trusted = api(apis, single);
            String confused = api(apis, single);
            root.addPermission(
                    p ->
                            p.functionName("single")
                                    .statementId("one")
                                    .action("lambda:InvokeFunction")
                                    .principal("apigateway.amazonaws.com")
                                    .sourceArn(
                                            "arn:aws:execute-api:us-east-1:000000000000:"
                                                    + trusted
                                                    + "/*/$default"));
            assertThat(node.http("GET", "/_aws/execute-api/" + trusted + "/").body())
                    .contains("hi");
            assertThat(node.http("GET", "/_aws/execute-api/" + confused + "/").statusCode())
                    .isEqualTo(500);
        }
    }

    @Test
    void cloudFormationActsByNoRoleOfAnotherAccountNorByOneThatTrustsItForAnother() {
        role("elsewhere", "\"aws:SourceAccount\": \"111111111111\"");
        String[] roles = {
            "arn:aws:iam::000000000000:role/elsewhere",
            "arn:aws:iam::000000000000:role/plain",
            "arn:aws:iam::000000000000:role/none"
        };
        String foreign = "arn:aws:iam::111111111111:role/plain";
        try (CloudFormationClient stacks = node.client(CloudFormationClient.builder())) {
            for (String role : roles) {
                assertThatThrownBy(
                                () ->
                                        stacks.createStack(
                                                s ->
                                                        s.stackName("confused")
                                                                .roleARN(role)
                                                                .templateBody(
                                                                        "Resources: {G: {Type:"
                                                                            + " 'AWS::Logs::LogGroup'}}")))
                        .as(role)
                        .hasMessageContaining("is invalid or cannot be assumed");
            }
            assertThatThrownBy(() -> stacks.deleteStack(s -> s.stackName("any").roleARN(foreign)))
                    .as("by the root")
                    .hasMessageContaining("Cross-account pass role is not allowed.");
        }
        try (CloudFormationClient admins = node.client(CloudFormationClient.builder(), admin())) {
            assertThatThrownBy(() -> admins.deleteStack(s -> s.stackName("any").roleARN(foreign)))
                    .hasMessageContaining("Cross-account pass role is not allowed.");
        }
    }

    private AwsBasicCredentials admin() {
        iam.createUser(u -> u.userName("admin"));
        iam.putUserPolicy(
                p -> p.userName("admin").policyName("all").policyDocument(allow("*", "*")));
        AccessKey key = iam.createAccessKey(k -> k.userName("admin")).accessKey();
        return AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey());
    }

    /** Not even by the root of the other account, whom no policy is asked about. */
    @Test
    void noAccountsFunctionRunsByARoleOfAnother() {
        String foreign = node.role("coveted");
        try (LambdaClient stranger = node.client(LambdaClient.builder(), STRANGER);
                IamClient own = node.client(IamClient.builder(), STRANGER)) {
            own.createRole(r -> r.roleName("own").assumeRolePolicyDocument(LAMBDA));
            String role = "arn:aws:iam::111111111111:role/own";
            assertThatThrownBy(() -> node.python(stranger, "taken", foreign, "handler = print"))
                    .hasMessageContaining("Cross-account pass role is not allowed.");
            node.python(stranger, "honest", role, "handler = print");
            assertThatThrownBy(
                            () ->
                                    stranger.updateFunctionConfiguration(
                                            f -> f.functionName("honest").role(foreign)))
                    .hasMessageContaining("Cross-account pass role is not allowed.");
        }
    }

    /** Buckets, rules and buses act for their account: nothing of another's lets them. */
    @Test
    void servicesOfOneAccountReachNothingOfAnother() {
        root.addPermission(
                p ->
                        p.functionName(arn)
                                .statementId("own-buckets")
                                .action("lambda:InvokeFunction")
                                .principal("s3.amazonaws.com")
                                .sourceAccount("000000000000"));
        String bus = "arn:aws:events:us-east-1:000000000000:event-bus/default";
        try (S3Client buckets = node.client(S3Client.builder().forcePathStyle(true), STRANGER);
                EventBridgeClient events = node.client(EventBridgeClient.builder(), STRANGER)) {
            buckets.createBucket(r -> r.bucket("of-a-stranger"));
            assertThatThrownBy(
                            () ->
                                    buckets.putBucketNotificationConfiguration(
                                            r ->
                                                    r.bucket("of-a-stranger")
                                                            .notificationConfiguration(
                                                                    n ->
                                                                            n
                                                                                    .lambdaFunctionConfigurations(
                                                                                            f ->
                                                                                                    f.lambdaFunctionArn(
                                                                                                                    arn)
                                                                                                            .eventsWithStrings(
                                                                                                                    "s3:ObjectCreated:*")))))
                    .hasMessageContaining("Unable to validate");
            assertThatThrownBy(
                            () ->
                                    events.putEvents(
                                            r ->
                                                    r.entries(
                                                            e ->
                                                                    e.source("s")
                                                                            .detailType("d")
                                                                            .detail("{}")
                                                                            .eventBusName(bus))))
                    .hasMessageContaining("because no resource-based policy allows");
            events.putRule(r -> r.name("r").scheduleExpression("rate(1 day)"));
            String role = node.role("of-events");
            assertThatThrownBy(
                            () ->
                                    events.putTargets(
                                            r ->
                                                    r.rule("r")
                                                            .targets(
                                                                    x ->
                                                                            x.id("1")
                                                                                    .arn(arn)
                                                                                    .roleArn(
                                                                                            role))))
                    .hasMessageContaining("Cross-account pass role is not allowed.");
        }
        root.removePermission(p -> p.functionName(arn).statementId("own-buckets"));
    }

    /** What a third party is told to name, so that it acts for the right one of its customers. */
    @Test
    void aRoleWithAnExternalIdIsAssumedByThoseWhoNameIt() {
        iam.createRole(
                r ->
                        r.roleName("shared")
                                .assumeRolePolicyDocument(
                                        """
                                        {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
                                         "Action": "sts:AssumeRole",
                                         "Principal": {"AWS": "111111111111"},
                                         "Condition": {"StringEquals": {"sts:ExternalId": "c-17"}}}}
                                        """));
        String role = "arn:aws:iam::000000000000:role/shared";
        try (StsClient sts = node.client(StsClient.builder(), STRANGER)) {
            for (String id : new String[] {null, "c-18", "C-17", "*"}) {
                assertThatThrownBy(
                                () ->
                                        sts.assumeRole(
                                                r ->
                                                        r.roleArn(role)
                                                                .roleSessionName("me")
                                                                .externalId(id)))
                        .isInstanceOf(AwsServiceException.class);
            }
            assertThat(
                            sts.assumeRole(
                                            r ->
                                                    r.roleArn(role)
                                                            .roleSessionName("me")
                                                            .externalId("c-17"))
                                    .assumedRoleUser()
                                    .arn())
                    .endsWith("assumed-role/shared/me");
        }
    }

    private int call(String name) {
        return narrow.invoke(r -> r.functionName(name).invocationType(InvocationType.DRY_RUN))
                .statusCode();
    }

    private void role(String name, String condition) {
        iam.createRole(
                r ->
                        r.roleName(name)
                                .assumeRolePolicyDocument(
                                        """
                                        {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
                                         "Action": "sts:AssumeRole",
                                         "Principal": {"Service": "cloudformation.amazonaws.com"},
                                         "Condition": {"StringEquals": {%s}}}}
                                        """
                                                .formatted(condition)));
    }

    private String api(ApiGatewayV2Client apis) {
        return api(apis, arn);
    }

    private static String api(ApiGatewayV2Client apis, String function) {
        return apis.createApi(a -> a.name("a").protocolType("HTTP").target(function)).apiId();
    }

    private static String allow(String action, String resource) {
        return """
        {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "%s",
         "Resource": "%s"}}\
        """
                .formatted(action, resource);
    }
}
