package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.cli.node.NodeClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** What users and functions may do on a whole node: what their policies allow, however they ask. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("node")
final class EnforcedNodeTest {
    private EnforcedNode kit;
    private LiveNode node;
    private LambdaClient lambda;
    private IamClient iam;
    private String allowed;
    private String role;

    @BeforeAll
    void start(@TempDir Path data) {
        kit = new EnforcedNode(data);
        node = kit.node;
        lambda = kit.lambda;
        iam = kit.iam;
        allowed = kit.allowed;
        role = kit.role;
    }

    @AfterAll
    void stop() {
        kit.close();
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
                                .policyDocument(EnforcedNode.allow("lambda:ListFunctions", "*")));
        assertThat(LiveNode.invoke(lambda, "allowed", "{}")).contains("\"other\"");
    }

    @Test
    void aRolesPolicyMayNameTheFunctionThatCalls() {
        String shared = node.role("shared");
        String named = node.python(lambda, "named", shared, EnforcedNode.CODE).functionArn();
        node.python(lambda, "unnamed", shared, EnforcedNode.CODE);
        iam.putRolePolicy(
                p ->
                        p.roleName("shared")
                                .policyName("p")
                                .policyDocument(
                                        EnforcedNode.allow("lambda:ListFunctions", "*")
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
        LambdaClient ann =
                kit.lambdaOf(kit.user("ann", EnforcedNode.allow("lambda:InvokeFunction", allowed)));
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
            EnforcedNode.denied(
                    () -> ann.invoke(r -> r.functionName(name)), "lambda:InvokeFunction");
        }
        EnforcedNode.denied(
                () -> ann.getFunction(r -> r.functionName("allowed")), "lambda:GetFunction");
        lambda.addPermission(
                p ->
                        p.functionName("other")
                                .statementId("ann")
                                .action("lambda:InvokeFunction")
                                .principal("arn:aws:iam::000000000000:user/ann"));
        ann.invoke(r -> r.functionName("other"));
    }

    @Test
    void conditionsAskForTagsOfResourcesAndMembersOfRequests() {
        lambda.tagResource(
                r -> r.resource(allowed).tags(java.util.Map.of("team", "blue", "owner", "ida")));
        AwsCredentials keys =
                kit.user(
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
        LambdaClient ida = kit.lambdaOf(keys);

        ida.getFunction(r -> r.functionName("allowed"));
        EnforcedNode.denied(
                () -> ida.getFunction(r -> r.functionName("other")), "lambda:GetFunction");
        EnforcedNode.denied(
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
        try (ApiGatewayClient apis = kit.patching(ApiGatewayClient.builder(), keys)) {
            String id = apis.createRestApi(r -> r.name("ida-1")).id();
            EnforcedNode.denied(() -> apis.createRestApi(r -> r.name("other")), "apigateway:POST");
            apis.importRestApi(r -> r.body(titled("ida-2")));
            EnforcedNode.denied(
                    () -> apis.importRestApi(r -> r.body(titled("other"))), "apigateway:POST");
            EnforcedNode.denied(
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
                kit.user(
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
            EnforcedNode.denied(
                    () -> apis.deleteRestApi(r -> r.restApiId(other)), "apigateway:DELETE");
            apis.deleteRestApi(r -> r.restApiId(hers));
        }
        try (CloudWatchClient metrics = node.client(CloudWatchClient.builder(), keys)) {
            metrics.putMetricData(
                    r -> r.namespace("Eve").metricData(m -> m.metricName("m").value(1.0)));
            EnforcedNode.denied(
                    () ->
                            metrics.putMetricData(
                                    r -> r.namespace("Ida").metricData(m -> m.metricName("m"))),
                    "cloudwatch:PutMetricData");
        }
        try (EventBridgeClient events = node.client(EventBridgeClient.builder(), keys)) {
            events.putEvents(r -> r.entries(e -> e.source("eve").detailType("t").detail("{}")));
            EnforcedNode.denied(
                    () -> events.putEvents(r -> r.entries(e -> e.source("ida").detailType("t"))),
                    "events:PutEvents");
            events.putRule(r -> r.name("eve").eventPattern("{\"source\": [\"eve\"]}"));
            EnforcedNode.denied(
                    () ->
                            events.putRule(
                                    r ->
                                            r.name("any")
                                                    .eventPattern(
                                                            "{\"source\": [{\"prefix\": \"\"}]}")),
                    "events:PutRule");
            EnforcedNode.denied(
                    () -> events.putRule(r -> r.name("daily").scheduleExpression("rate(1 day)")),
                    "events:PutRule");
        }
    }

    @Test
    void tagsOfAlarmsRulesAndStacksAreKnown() {
        AwsCredentials keys =
                kit.user(
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
            EnforcedNode.denied(
                    () -> alarms.deleteAlarms(r -> r.alarmNames("others")), "DeleteAlarms");
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
            EnforcedNode.denied(() -> rules.deleteRule(r -> r.name("others")), "events:DeleteRule");
            rules.deleteRule(r -> r.name("tims"));
        }
        NodeClient schedules = kit.plain(AwsBasicCredentials.create("test", "test"));
        for (String team : new String[] {"tims", "others"}) {
            List<?> tags = List.of(Map.of("Key", "team", "Value", team));
            schedules.call("scheduler", "CreateScheduleGroup", Map.of("Name", team, "Tags", tags));
        }
        Map<String, Object> others = Map.of("Name", "others");
        assertThatThrownBy(() -> kit.plain(keys).call("scheduler", "DeleteScheduleGroup", others))
                .hasMessageContaining("scheduler:DeleteScheduleGroup");
        kit.plain(keys).call("scheduler", "DeleteScheduleGroup", Map.of("Name", "tims"));
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
            EnforcedNode.denied(
                    () -> tim.describeStacks(r -> r.stackName("others")), "DescribeStacks");
        }
    }

    /** Both accounts have a say: the function's policy, and the policies of who calls. */
    @Test
    void aFunctionIsInvokedFromAnotherAccountByThoseWhomItsPolicyAllows() {
        AwsCredentials root = AwsBasicCredentials.create("111111111111", "test");
        LambdaClient stranger = kit.lambdaOf(root);
        IamClient theirs = node.client(IamClient.builder(), root);
        theirs.createUser(u -> u.userName("bob"));
        AccessKey key = theirs.createAccessKey(u -> u.userName("bob")).accessKey();
        LambdaClient bob =
                kit.lambdaOf(AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()));
        String other = allowed.replace("function:allowed", "function:other");
        EnforcedNode.denied(
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
        EnforcedNode.denied(
                () -> stranger.getFunction(r -> r.functionName(other)), "lambda:GetFunction");
        EnforcedNode.denied(
                () -> bob.invoke(r -> r.functionName(other)),
                "because no identity-based policy allows");
        theirs.putUserPolicy(
                r ->
                        r.userName("bob")
                                .policyName("p")
                                .policyDocument(
                                        EnforcedNode.allow("lambda:InvokeFunction", other)));
        assertThat(bob.invoke(r -> r.functionName(other)).statusCode()).isEqualTo(200);
        lambda.removePermission(p -> p.functionName("other").statementId("theirs"));
        EnforcedNode.denied(
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
                    kit.user(
                            "cat",
                            EnforcedNode.allow(
                                    "apigateway:GET",
                                    "arn:aws:apigateway:us-east-1::/restapis/" + id));
            try (ApiGatewayClient cat = node.client(ApiGatewayClient.builder(), keys)) {
                assertThat(cat.getRestApi(r -> r.restApiId(id)).name()).isEqualTo("mine");
                EnforcedNode.denied(
                        () -> cat.getRestApi(r -> r.restApiId(other)),
                        "apigateway:GET on resource: arn:aws:apigateway:us-east-1::/restapis/"
                                + other);
                EnforcedNode.denied(
                        () -> cat.deleteRestApi(r -> r.restApiId(id)), "apigateway:DELETE");
                EnforcedNode.denied(() -> cat.getResources(r -> r.restApiId(id)), "/resources");
            }
        }
    }

    @Test
    void aStackMayDoWhatWhoeverMadeItMayDo() {
        AwsCredentials keys = kit.user("dan", EnforcedNode.allow("cloudformation:*", "*"));
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

    private static SdkBytes titled(String name) {
        return SdkBytes.fromUtf8String(
                "{\"openapi\": \"3.0.1\", \"info\": {\"title\": \"" + name + "\"}, \"paths\": {}}");
    }
}
