package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.cli.node.NodeClient;
import java.nio.file.Path;
import java.util.List;
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
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.PutIntegrationRequest;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.CreateIntegrationRequest;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionCode;

/** What users and functions may do on a whole node: what their policies allow, however they ask. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("node")
final class EnforcedNodeTest {
    private static final String CODE =
            """
            import boto3

            def handler(event, context):
                try:
                    return [f["FunctionName"] for f in boto3.client("lambda").list_functions()["Functions"]]
                except Exception as rejection:
                    return str(rejection)
            """;

    private Node started;
    private LiveNode node;
    private LambdaClient lambda;
    private IamClient iam;
    private String allowed;
    private String role;

    @BeforeAll
    void start(@TempDir Path data) {
        started = LiveNode.start(data);
        node = LiveNode.of(started);
        lambda = node.lambda();
        iam = node.client(IamClient.builder());
        role = node.role("lists");
        allowed = node.python(lambda, "allowed", role, CODE).functionArn();
        node.python(lambda, "other", role, CODE);
    }

    @AfterAll
    void stop() {
        started.close();
    }

    @Test
    void aFunctionMayDoWhatItsRoleAllows() {
        assertThat(LiveNode.invoke(lambda, "allowed", "{}"))
                .contains(
                        "User: arn:aws:sts::000000000000:assumed-role/lists/allowed is not"
                                + " authorized to perform: lambda:ListFunctions on resource: *"
                                + " because no identity-based policy allows the"
                                + " lambda:ListFunctions action");
        iam.putRolePolicy(
                p ->
                        p.roleName("lists")
                                .policyName("p")
                                .policyDocument(allow("lambda:ListFunctions", "*")));
        assertThat(LiveNode.invoke(lambda, "allowed", "{}")).contains("\"other\"");
    }

    @Test
    void aRolesPolicyMayNameTheFunctionThatCalls() {
        String shared = node.role("shared");
        String named = node.python(lambda, "named", shared, CODE).functionArn();
        node.python(lambda, "unnamed", shared, CODE);
        iam.putRolePolicy(
                p ->
                        p.roleName("shared")
                                .policyName("p")
                                .policyDocument(
                                        allow("lambda:ListFunctions", "*")
                                                .replace(
                                                        "\"Resource\"",
                                                        "\"Condition\": {\"ArnEquals\":"
                                                            + " {\"lambda:SourceFunctionArn\": \""
                                                                + named
                                                                + "\"}}, \"Resource\"")));

        assertThat(LiveNode.invoke(lambda, "named", "{}")).contains("\"unnamed\"");
        assertThat(LiveNode.invoke(lambda, "unnamed", "{}"))
                .contains("no identity-based policy allows the lambda:ListFunctions action");
    }

    @Test
    void aUserCallsTheFunctionsItMayCallAndNoOther() {
        LambdaClient ann = lambdaOf(user("ann", allow("lambda:InvokeFunction", allowed)));
        String account = "000000000000:function:";

        for (String name : new String[] {"allowed", account + "allowed", allowed}) {
            ann.invoke(r -> r.functionName(name));
        }
        String[] others = {
            "other",
            account + "other",
            allowed.replace("allowed", "other"),
            "function:other",
            "us-east-1:" + account + "other",
            "other:$LATEST",
            "allowed:$LATEST"
        };
        for (String name : others) {
            denied(() -> ann.invoke(r -> r.functionName(name)), "lambda:InvokeFunction");
        }
        denied(() -> ann.getFunction(r -> r.functionName("allowed")), "lambda:GetFunction");
        lambda.addPermission(
                p ->
                        p.functionName("other")
                                .statementId("ann")
                                .action("lambda:InvokeFunction")
                                .principal("arn:aws:iam::000000000000:user/ann"));
        ann.invoke(r -> r.functionName("other"));
    }

    @Test
    void nobodyPassesARoleThatHeMayNotPass() {
        LambdaClient bob = lambdaOf(user("bob", allow("lambda:*", "*")));
        FunctionCode code = FunctionCode.builder().s3Bucket("bbb").s3Key("k").build();

        denied(
                () ->
                        bob.createFunction(
                                r ->
                                        r.functionName("his")
                                                .runtime("python3.11")
                                                .handler("a.b")
                                                .role(role)
                                                .code(code)),
                "iam:PassRole on resource: " + role);
        denied(
                () -> bob.updateFunctionConfiguration(r -> r.functionName("other").role(role)),
                "iam:PassRole on resource: " + role);
        bob.updateFunctionConfiguration(r -> r.functionName("other").description("his"));
    }

    @Test
    void nobodyPassesARoleInADocumentThatHeMayNotPass() {
        AwsCredentials keys = user("ivy", allow("apigateway:*", "*"));
        String says = "iam:PassRole on resource: " + role;
        String document =
                """
                openapi: 3.0.1
                info: {title: passed, version: '1'}
                paths:
                  /a:
                    get:
                      responses: {}
                      x-amazon-apigateway-integration:
                        {type: mock, credentials: %s, requestTemplates: {application/json: '{}'}}
                """;
        try (ApiGatewayClient ivy = patching(ApiGatewayClient.builder(), keys)) {
            SdkBytes passing = SdkBytes.fromUtf8String(document.formatted(role));
            SdkBytes calling = SdkBytes.fromUtf8String(document.formatted("arn:aws:iam::*:user/*"));
            denied(() -> ivy.importRestApi(r -> r.body(passing)), says);
            String id = ivy.importRestApi(r -> r.body(calling)).id();
            denied(() -> ivy.putRestApi(r -> r.restApiId(id).body(passing)), says);
            ivy.createRestApi(r -> r.name("c").cloneFrom(id));
            String another =
                    node.client(ApiGatewayClient.builder())
                            .importRestApi(r -> r.body(passing))
                            .id();
            denied(() -> ivy.createRestApi(r -> r.name("c").cloneFrom(another)), says);
        }
    }

    @Test
    void nobodyPassesARoleToAWayBackThatHeMayNotPass() {
        AwsCredentials keys = user("jan", allow("cloudformation:*", "*"));
        String says = "iam:PassRole on resource: " + role;
        try (CloudFormationClient jan = node.client(CloudFormationClient.builder(), keys)) {
            denied(() -> jan.rollbackStack(r -> r.stackName("s").roleARN(role)), says);
            denied(() -> jan.continueUpdateRollback(r -> r.stackName("s").roleARN(role)), says);
        }
    }

    @Test
    void nobodyPassesARoleToAnApiThatHeMayNotPass() {
        AwsCredentials keys = user("hal", allow("apigateway:*", "*"));
        try (ApiGatewayV2Client hal = patching(ApiGatewayV2Client.builder(), keys);
                ApiGatewayClient rest = patching(ApiGatewayClient.builder(), keys)) {
            String api = hal.createApi(r -> r.name("a").protocolType("HTTP")).apiId();
            Consumer<CreateIntegrationRequest.Builder> proxy =
                    r ->
                            r.apiId(api)
                                    .integrationType("AWS_PROXY")
                                    .payloadFormatVersion("2.0")
                                    .integrationUri(allowed);
            String made = hal.createIntegration(proxy).integrationId();
            String says = "iam:PassRole on resource: " + role;
            denied(() -> hal.createIntegration(proxy.andThen(r -> r.credentialsArn(role))), says);
            denied(
                    () ->
                            hal.updateIntegration(
                                    r -> r.apiId(api).integrationId(made).credentialsArn(role)),
                    says);

            String id = rest.createRestApi(r -> r.name("r")).id();
            String root = rest.getResources(r -> r.restApiId(id)).items().getFirst().id();
            rest.putMethod(
                    r ->
                            r.restApiId(id)
                                    .resourceId(root)
                                    .httpMethod("GET")
                                    .authorizationType("NONE"));
            Consumer<PutIntegrationRequest.Builder> mock =
                    r -> r.restApiId(id).resourceId(root).httpMethod("GET").type("MOCK");
            rest.putIntegration(mock);
            denied(() -> rest.putIntegration(mock.andThen(r -> r.credentials(role))), says);
            denied(
                    () ->
                            rest.updateIntegration(
                                    r ->
                                            r.restApiId(id)
                                                    .resourceId(root)
                                                    .httpMethod("GET")
                                                    .patchOperations(
                                                            p ->
                                                                    p.op("replace")
                                                                            .path("/credentials")
                                                                            .value(role))),
                    says);
        }
    }

    @Test
    void whoScalesAFunctionNeedsLambdasPermissionForIt() {
        AwsCredentials keys = user("scaler", allow("application-autoscaling:*", "*"));
        NodeClient client = plain(keys);
        Map<String, Object> target =
                Map.of(
                        "ServiceNamespace",
                        "lambda",
                        "ResourceId",
                        "function:allowed:1",
                        "ScalableDimension",
                        "lambda:function:ProvisionedConcurrency",
                        "MinCapacity",
                        0,
                        "MaxCapacity",
                        1);
        assertThatThrownBy(
                        () ->
                                client.json(
                                        "applicationautoscaling", "RegisterScalableTarget", target))
                .hasMessageContaining("lambda:GetProvisionedConcurrencyConfig");
    }

    @Test
    void rulesHaveTheirBusInTheirArnsAndTheirRolesArePassed() {
        AwsCredentials keys =
                user("ruler", allow("events:*", "arn:aws:events:us-east-1:000000000000:rule/mine"));
        try (EventBridgeClient events = node.client(EventBridgeClient.builder(), keys)) {
            events.putRule(r -> r.name("mine").scheduleExpression("rate(1 day)"));
            denied(
                    () -> events.putRule(r -> r.name("other").scheduleExpression("rate(1 day)")),
                    "events:PutRule on resource: arn:aws:events:us-east-1:000000000000:rule/other");
            denied(() -> events.putRule(r -> r.name("mine").eventBusName("own")), "rule/own/mine");
            denied(
                    () ->
                            events.putRule(
                                    r ->
                                            r.name("mine")
                                                    .scheduleExpression("rate(1 day)")
                                                    .roleArn(role)),
                    "iam:PassRole");
            events.deleteRule(r -> r.name("mine").eventBusName("default"));
        }
    }

    @Test
    void conditionsAskForTagsOfResourcesAndMembersOfRequests() {
        lambda.tagResource(
                r -> r.resource(allowed).tags(java.util.Map.of("team", "blue", "owner", "ida")));
        AwsCredentials keys =
                user(
                        "ida",
                        """
                        {"Version": "2012-10-17", "Statement": [
                         {"Effect": "Allow", "Action": "lambda:GetFunction", "Resource": "*",
                          "Condition": {"StringEquals":
                           {"aws:ResourceTag/Owner": "${aws:username}"}}},
                         {"Effect": "Allow", "Action": "lambda:AddPermission", "Resource": "*",
                          "Condition": {"StringEquals": {"lambda:Principal": "s3.amazonaws.com"}}},
                         {"Effect": "Allow", "Action": "apigateway:*", "Resource": "*",
                          "Condition": {"StringLike": {"apigateway:Request/ApiName": "ida-*"},
                           "Null": {"aws:ResourceTag/team": "true"}}}]}\
                        """);
        LambdaClient ida = lambdaOf(keys);

        ida.getFunction(r -> r.functionName("allowed"));
        denied(() -> ida.getFunction(r -> r.functionName("other")), "lambda:GetFunction");
        denied(
                () ->
                        ida.addPermission(
                                p ->
                                        p.functionName("other")
                                                .statementId("n")
                                                .action("lambda:InvokeFunction")
                                                .principal("sns.amazonaws.com")),
                "lambda:AddPermission");
        ida.addPermission(
                p ->
                        p.functionName("other")
                                .statementId("s")
                                .action("lambda:InvokeFunction")
                                .principal("s3.amazonaws.com"));
        try (ApiGatewayClient apis = patching(ApiGatewayClient.builder(), keys)) {
            String id = apis.createRestApi(r -> r.name("ida-1")).id();
            denied(() -> apis.createRestApi(r -> r.name("other")), "apigateway:POST");
            apis.importRestApi(r -> r.body(titled("ida-2")));
            denied(() -> apis.importRestApi(r -> r.body(titled("other"))), "apigateway:POST");
            denied(
                    () ->
                            apis.updateRestApi(
                                    r ->
                                            r.restApiId(id)
                                                    .patchOperations(
                                                            p ->
                                                                    p.op("replace")
                                                                            .path("/name")
                                                                            .value("other"))),
                    "apigateway:PATCH");
        }
    }

    @Test
    void conditionsAskForWhatIsThereAndForMembersOfMembers() {
        AwsCredentials keys =
                user(
                        "eve",
                        """
                        {"Version": "2012-10-17", "Statement": [
                         {"Effect": "Allow", "Action": "apigateway:*", "Resource": "*",
                          "Condition": {"StringLike": {"apigateway:Resource/ApiName": "eve-*"}}},
                         {"Effect": "Allow", "Action": "cloudwatch:PutMetricData", "Resource": "*",
                          "Condition": {"StringEquals": {"cloudwatch:namespace": "Eve"}}},
                         {"Effect": "Allow", "Action": "events:PutEvents", "Resource": "*",
                          "Condition": {"ForAllValues:StringEquals": {"events:source": "eve"}}},
                         {"Effect": "Allow", "Action": "events:PutRule", "Resource": "*",
                          "Condition": {"ForAllValues:StringEquals": {"events:source": "eve"},
                           "Null": {"events:source": "false"}}}]}\
                        """);
        try (ApiGatewayClient root = node.client(ApiGatewayClient.builder());
                ApiGatewayClient apis = node.client(ApiGatewayClient.builder(), keys)) {
            String hers = root.createRestApi(r -> r.name("eve-1")).id();
            String other = root.createRestApi(r -> r.name("other")).id();
            denied(() -> apis.deleteRestApi(r -> r.restApiId(other)), "apigateway:DELETE");
            apis.deleteRestApi(r -> r.restApiId(hers));
        }
        try (CloudWatchClient metrics = node.client(CloudWatchClient.builder(), keys)) {
            metrics.putMetricData(
                    r -> r.namespace("Eve").metricData(m -> m.metricName("m").value(1.0)));
            denied(
                    () ->
                            metrics.putMetricData(
                                    r -> r.namespace("Ida").metricData(m -> m.metricName("m"))),
                    "cloudwatch:PutMetricData");
        }
        try (EventBridgeClient events = node.client(EventBridgeClient.builder(), keys)) {
            events.putEvents(r -> r.entries(e -> e.source("eve").detailType("t").detail("{}")));
            denied(
                    () -> events.putEvents(r -> r.entries(e -> e.source("ida").detailType("t"))),
                    "events:PutEvents");
            events.putRule(r -> r.name("eve").eventPattern("{\"source\": [\"eve\"]}"));
            denied(
                    () ->
                            events.putRule(
                                    r ->
                                            r.name("any")
                                                    .eventPattern(
                                                            "{\"source\": [{\"prefix\": \"\"}]}")),
                    "events:PutRule");
            denied(
                    () -> events.putRule(r -> r.name("daily").scheduleExpression("rate(1 day)")),
                    "events:PutRule");
        }
    }

    @Test
    void tagsOfAlarmsRulesAndStacksAreKnown() {
        AwsCredentials keys =
                user(
                        "tim",
                        """
                        {"Version": "2012-10-17", "Statement": [
                         {"Effect": "Allow", "Action": ["cloudwatch:*", "events:*", "cloudformation:*", "scheduler:*"],
                          "Resource": "*", "Condition": {"StringEquals": {"aws:ResourceTag/team": "tims"}}}]}\
                        """);
        try (CloudWatchClient root = node.client(CloudWatchClient.builder());
                CloudWatchClient alarms = node.client(CloudWatchClient.builder(), keys)) {
            for (String team : new String[] {"tims", "others"}) {
                root.putCompositeAlarm(
                        r ->
                                r.alarmName(team)
                                        .alarmRule("FALSE")
                                        .tags(t -> t.key("team").value(team)));
            }
            denied(() -> alarms.deleteAlarms(r -> r.alarmNames("others")), "DeleteAlarms");
            alarms.deleteAlarms(r -> r.alarmNames("tims"));
        }
        try (EventBridgeClient root = node.client(EventBridgeClient.builder());
                EventBridgeClient rules = node.client(EventBridgeClient.builder(), keys)) {
            for (String team : new String[] {"tims", "others"}) {
                root.putRule(
                        r ->
                                r.name(team)
                                        .scheduleExpression("rate(1 day)")
                                        .tags(t -> t.key("team").value(team)));
            }
            denied(() -> rules.deleteRule(r -> r.name("others")), "events:DeleteRule");
            rules.deleteRule(r -> r.name("tims"));
        }
        NodeClient schedules = plain(AwsBasicCredentials.create("test", "test"));
        for (String team : new String[] {"tims", "others"}) {
            List<?> tags = List.of(Map.of("Key", "team", "Value", team));
            schedules.call("scheduler", "CreateScheduleGroup", Map.of("Name", team, "Tags", tags));
        }
        Map<String, Object> others = Map.of("Name", "others");
        assertThatThrownBy(() -> plain(keys).call("scheduler", "DeleteScheduleGroup", others))
                .hasMessageContaining("scheduler:DeleteScheduleGroup");
        plain(keys).call("scheduler", "DeleteScheduleGroup", Map.of("Name", "tims"));
        LiveStacks stacks = LiveStacks.of(node);
        for (String team : new String[] {"tims", "others"}) {
            stacks.client()
                    .createStack(
                            r ->
                                    r.stackName(team)
                                            .tags(t -> t.key("team").value(team))
                                            .templateBody(
                                                    "{\"Resources\": {\"G\": {\"Type\":"
                                                            + " \"AWS::Logs::LogGroup\"}}}"));
        }
        try (CloudFormationClient tim = node.client(CloudFormationClient.builder(), keys)) {
            tim.describeStacks(r -> r.stackName("tims"));
            denied(() -> tim.describeStacks(r -> r.stackName("others")), "DescribeStacks");
        }
    }

    /** Both accounts have a say: the function's policy, and the policies of who calls. */
    @Test
    void aFunctionIsInvokedFromAnotherAccountByThoseWhomItsPolicyAllows() {
        AwsCredentials root = AwsBasicCredentials.create("111111111111", "test");
        LambdaClient stranger = lambdaOf(root);
        IamClient theirs = node.client(IamClient.builder(), root);
        theirs.createUser(u -> u.userName("bob"));
        AccessKey key = theirs.createAccessKey(u -> u.userName("bob")).accessKey();
        LambdaClient bob =
                lambdaOf(AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()));
        String other = allowed.replace("function:allowed", "function:other");
        denied(
                () -> stranger.invoke(r -> r.functionName(other)),
                "User: arn:aws:iam::111111111111:root is not authorized to perform:"
                        + " lambda:InvokeFunction on resource: "
                        + other
                        + " because no resource-based policy allows the lambda:InvokeFunction"
                        + " action");
        lambda.addPermission(
                p ->
                        p.functionName("other")
                                .statementId("theirs")
                                .action("lambda:InvokeFunction")
                                .principal("111111111111"));

        assertThat(stranger.invoke(r -> r.functionName(other)).statusCode()).isEqualTo(200);
        denied(() -> stranger.getFunction(r -> r.functionName(other)), "lambda:GetFunction");
        denied(
                () -> bob.invoke(r -> r.functionName(other)),
                "because no identity-based policy allows");
        theirs.putUserPolicy(
                r ->
                        r.userName("bob")
                                .policyName("p")
                                .policyDocument(allow("lambda:InvokeFunction", other)));
        assertThat(bob.invoke(r -> r.functionName(other)).statusCode()).isEqualTo(200);
        lambda.removePermission(p -> p.functionName("other").statementId("theirs"));
        denied(
                () -> bob.invoke(r -> r.functionName(other)),
                "because no resource-based policy allows");
    }

    @Test
    void apisArePathsAndTheirActionsAreMethods() {
        String id;
        try (ApiGatewayClient root = node.client(ApiGatewayClient.builder())) {
            id = root.createRestApi(r -> r.name("mine")).id();
            String other = root.createRestApi(r -> r.name("other")).id();
            AwsCredentials keys =
                    user(
                            "cat",
                            allow(
                                    "apigateway:GET",
                                    "arn:aws:apigateway:us-east-1::/restapis/" + id));
            try (ApiGatewayClient cat = node.client(ApiGatewayClient.builder(), keys)) {
                assertThat(cat.getRestApi(r -> r.restApiId(id)).name()).isEqualTo("mine");
                denied(
                        () -> cat.getRestApi(r -> r.restApiId(other)),
                        "apigateway:GET on resource: arn:aws:apigateway:us-east-1::/restapis/"
                                + other);
                denied(() -> cat.deleteRestApi(r -> r.restApiId(id)), "apigateway:DELETE");
                denied(() -> cat.getResources(r -> r.restApiId(id)), "/resources");
            }
        }
    }

    @Test
    void aStackMayDoWhatWhoeverMadeItMayDo() {
        AwsCredentials keys = user("dan", allow("cloudformation:*", "*"));
        try (CloudFormationClient dan = node.client(CloudFormationClient.builder(), keys)) {
            dan.createStack(
                    r ->
                            r.stackName("dans")
                                    .templateBody(
                                            """
                                            Resources:
                                              G:
                                                Type: AWS::Logs::LogGroup
                                                Properties: {LogGroupName: /dans}
                                            """));
        }
        LiveStacks stacks = LiveStacks.of(node);
        stacks.await("dans", "ROLLBACK_COMPLETE");
        assertThat(stacks.client().describeStackEvents(r -> r.stackName("dans")).stackEvents())
                .anyMatch(
                        event ->
                                String.valueOf(event.resourceStatusReason())
                                        .contains(
                                                "user/dan is not authorized to perform:"
                                                        + " logs:"));
    }

    private AwsCredentials user(String name, String policy) {
        iam.createUser(u -> u.userName(name));
        iam.putUserPolicy(p -> p.userName(name).policyName("p").policyDocument(policy));
        AccessKey key = iam.createAccessKey(k -> k.userName(name)).accessKey();
        return AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey());
    }

    /** With a client that knows PATCH. */
    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C patching(
            B builder, AwsCredentials keys) {
        return builder.endpointOverride(node.endpoint())
                .httpClientBuilder(ApacheHttpClient.builder())
                .region(Region.US_EAST_1)
                .overrideConfiguration(c -> c.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .credentialsProvider(StaticCredentialsProvider.create(keys))
                .build();
    }

    private LambdaClient lambdaOf(AwsCredentials keys) {
        return node.client(LambdaClient.builder(), keys);
    }

    private static String allow(String action, String resource) {
        return """
        {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "%s",
         "Resource": "%s"}}\
        """
                .formatted(action, resource);
    }

    private NodeClient plain(AwsCredentials keys) {
        return new NodeClient(
                node.endpoint(),
                dev.gatehouse.kernel.Region.DEFAULT,
                new dev.gatehouse.identity.AccessKey(
                        keys.accessKeyId(), keys.secretAccessKey(), null));
    }

    private static void denied(ThrowingCallable call, String says) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AwsServiceException.class,
                        e -> {
                            assertThat(e.awsErrorDetails().errorCode()).startsWith("AccessDenied");
                            assertThat(e.awsErrorDetails().errorMessage()).contains(says);
                        });
    }

    private static SdkBytes titled(String name) {
        return SdkBytes.fromUtf8String(
                "{\"openapi\": \"3.0.1\", \"info\": {\"title\": \"" + name + "\"}, \"paths\": {}}");
    }
}
