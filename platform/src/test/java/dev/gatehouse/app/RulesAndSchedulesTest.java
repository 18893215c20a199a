package dev.gatehouse.app;

import static java.time.format.DateTimeFormatter.ISO_LOCAL_DATE_TIME;
import static java.time.temporal.ChronoUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.cli.node.NodeClient;
import dev.gatehouse.identity.AccessKey;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.testkit.Eventually;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;
import software.amazon.awssdk.services.iam.IamClient;

/** Rules of EventBridge and schedules call functions and queues. */
@Tag("node")
final class RulesAndSchedulesTest {
    private static final String DURABLE =
            "def handler(event, context): return {'Status': 'SUCCEEDED', 'Result': '7'}\n";
    private static SeenCalls kit;

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        kit = new SeenCalls(data);
    }

    @AfterAll
    static void stop() {
        kit.close();
    }

    /** What the function got that has a text in it. */
    private static JsonNode got(String text) {
        return Eventually.value(
                        () ->
                                kit.neighbour.taken().stream()
                                        .filter(each -> each.contains("SendMessage"))
                                        .map(SeenCalls::payload)
                                        .filter(each -> each.toString().contains(text))
                                        .toList(),
                        found -> !found.isEmpty())
                .getFirst();
    }

    @Test
    void aRuleSendsTheEventsThatItsPatternMatchesToAFunction() {
        try (EventBridgeClient events = kit.node.client(EventBridgeClient.builder())) {
            String rule =
                    events.putRule(
                                    r ->
                                            r.name("orders")
                                                    .eventPattern(
                                                            "{\"source\": [\"shop\"], \"detail\":"
                                                                    + " {\"total\": [{\"numeric\":"
                                                                    + " [\">\", 10]}]}}"))
                            .ruleArn();
            kit.allow("orders", "events.amazonaws.com", rule);
            events.putTargets(
                    r ->
                            r.rule("orders")
                                    .targets(
                                            t ->
                                                    t.id("f")
                                                            .arn(kit.function)
                                                            .inputPath("$.detail")));
            PutEventsResponse put =
                    events.putEvents(
                            r ->
                                    r.entries(
                                            e ->
                                                    e.source("shop")
                                                            .detailType("order")
                                                            .detail("{\"total\": 3}"),
                                            e ->
                                                    e.source("shop")
                                                            .detailType("order")
                                                            .detail(
                                                                    "{\"total\": 30, \"id\":"
                                                                            + " \"x7\"}"),
                                            e -> e.source("aws.s3").detailType("d").detail("{}"),
                                            e -> e.source("shop").detailType("d").detail("[1]")));
            assertThat(put.failedEntryCount()).isEqualTo(2);
            assertThat(put.entries())
                    .extracting(PutEventsResultEntry::errorCode)
                    .containsExactly(
                            null, null, "NotAuthorizedForSourceException", "MalformedDetail");
            assertThat(got("x7").toString()).isEqualTo("{\"total\":30,\"id\":\"x7\"}");
            assertThat(events.listRuleNamesByTarget(r -> r.targetArn(kit.function)).ruleNames())
                    .contains("orders");
            assertThatThrownBy(() -> events.deleteRule(r -> r.name("orders")))
                    .hasMessageContaining("Rule can't be deleted since it has targets.");
            events.removeTargets(r -> r.rule("orders").ids("f"));
            events.deleteRule(r -> r.name("orders"));
            assertThatThrownBy(() -> events.describeRule(r -> r.name("orders")))
                    .hasMessageContaining("Rule orders does not exist on EventBus default.");
        }
    }

    @Test
    void aRuleHearsOfTheDurableExecutionsOfItsAccount() {
        kit.lambda.createFunction(
                r ->
                        r.functionName("steady")
                                .runtime("python3.11")
                                .handler("app.handler")
                                .role("arn:aws:iam::000000000000:role/seen")
                                .durableConfig(d -> d.executionTimeout(60))
                                .code(c -> c.zipFile(LiveNode.zip(DURABLE))));
        kit.lambda.waiter().waitUntilFunctionActiveV2(r -> r.functionName("steady"));
        try (EventBridgeClient events = kit.node.client(EventBridgeClient.builder())) {
            String rule =
                    events.putRule(
                                    r ->
                                            r.name("steady")
                                                    .eventPattern(
                                                            "{\"source\": [\"aws.lambda\"],"
                                                                    + " \"detail\": {\"status\":"
                                                                    + " [\"SUCCEEDED\"]}}"))
                            .ruleArn();
            kit.allow("steady", "events.amazonaws.com", rule);
            events.putTargets(r -> r.rule("steady").targets(t -> t.id("f").arn(kit.function)));
            kit.lambda.invoke(
                    r ->
                            r.functionName("steady")
                                    .qualifier("$LATEST")
                                    .durableExecutionName("once")
                                    .payload(SdkBytes.fromUtf8String("{}")));
            assertThat(got("Durable Execution Status Change").at("/detail/durableExecutionName"))
                    .hasToString("\"once\"");
            events.removeTargets(r -> r.rule("steady").ids("f"));
            events.deleteRule(r -> r.name("steady"));
        }
    }

    @Test
    void rulesAreRejectedInEventBridgesWords() {
        try (EventBridgeClient events = kit.node.client(EventBridgeClient.builder())) {
            assertThatThrownBy(
                            () ->
                                    events.putRule(
                                            r -> r.name("x").scheduleExpression("rate(2 hour)")))
                    .hasMessageContaining("Parameter ScheduleExpression is not valid.");
            assertThatThrownBy(() -> events.putRule(r -> r.name("x")))
                    .hasMessageContaining(
                            "Parameter(s) EventPattern or ScheduleExpression must be specified.");
            assertThatThrownBy(() -> events.putRule(r -> r.name("x").eventPattern("{}")))
                    .hasMessageContaining("Event pattern is not valid. Reason: ");
            events.createEventBus(r -> r.name("own"));
            assertThatThrownBy(
                            () ->
                                    events.putRule(
                                            r ->
                                                    r.name("x")
                                                            .eventBusName("own")
                                                            .scheduleExpression("rate(2 hours)")))
                    .hasMessageContaining(
                            "ScheduleExpression is supported only on the default event bus.");
            events.putRule(r -> r.name("x").scheduleExpression("rate(2 hours)"));
            assertThatThrownBy(
                            () ->
                                    events.putTargets(
                                            r ->
                                                    r.rule("x")
                                                            .targets(
                                                                    t ->
                                                                            t.id("1")
                                                                                    .arn(
                                                                                            "arn:aws:states:us-east-1:000000000000:stateMachine:s"))))
                    .hasMessageContaining("Arn of the service states is not supported");
            assertThatThrownBy(
                            () ->
                                    events.putTargets(
                                            r ->
                                                    r.rule("x")
                                                            .targets(
                                                                    t ->
                                                                            t.id("1")
                                                                                    .arn(
                                                                                            kit.function)
                                                                                    .deadLetterConfig(
                                                                                            d ->
                                                                                                    d
                                                                                                            .arn(
                                                                                                                    SeenCalls
                                                                                                                            .TOPIC)))))
                    .hasMessageContaining("must name a standard queue");
            assertThatThrownBy(() -> events.createEventBus(r -> r.name("own/inner")))
                    .hasMessageContaining("must not contain '/'");
            assertThatThrownBy(
                            () ->
                                    events.tagResource(
                                            r ->
                                                    r.resourceARN(
                                                                    "arn:aws:events:us-east-1:111111111111:rule/x")
                                                            .tags(t -> t.key("a").value("b"))))
                    .hasMessageContaining("because no resource-based policy allows");
            String large = "{\"a\": \"" + "x".repeat(262_144) + "\"}";
            assertThatThrownBy(
                            () ->
                                    events.putEvents(
                                            r ->
                                                    r.entries(
                                                            e ->
                                                                    e.source("s")
                                                                            .detailType("d")
                                                                            .detail(large))))
                    .hasMessageContaining("Total size of the entries");
            events.deleteRule(r -> r.name("x"));
            events.deleteEventBus(r -> r.name("own"));
        }
    }

    @Test
    void aSamTemplateMakesSchedulesAndRules() {
        String template =
                """
                Transform: AWS::Serverless-2016-10-31
                Resources:
                  Worker:
                    Type: AWS::Serverless::Function
                    Properties:
                      Runtime: python3.11
                      Handler: index.handler
                      InlineCode: "def handler(event, context): return 1"
                      Policies: [{Statement: [{Effect: Allow, Action: 'sqs:SendMessage', Resource: '*'}]}]
                      EventInvokeConfig: {DestinationConfig: {OnSuccess: {Type: SQS, Destination: '%s'}}}
                      Events:
                        Nightly:
                          Type: Schedule
                          Properties: {Schedule: cron(0 3 * * ? *), Name: nightly, Enabled: true, Input: '{"n": 1}'}
                        Bill:
                          Type: EventBridgeRule
                          Properties: {Pattern: {source: [billing]}}
                        Often:
                          Type: ScheduleV2
                          Properties: {ScheduleExpression: rate(1 hour), Name: often, Input: '{"from": "a schedule"}'}
                """
                        .formatted(SeenCalls.QUEUE);
        try (CloudFormationClient stacks = kit.node.client(CloudFormationClient.builder());
                EventBridgeClient events = kit.node.client(EventBridgeClient.builder())) {
            LiveStacks made = new LiveStacks(stacks);
            made.created("worker", template);
            assertThat(events.describeRule(r -> r.name("nightly")).scheduleExpression())
                    .isEqualTo("cron(0 3 * * ? *)");
            events.putEvents(
                    r ->
                            r.entries(
                                    e ->
                                            e.source("billing")
                                                    .detailType("due")
                                                    .detail("{\"bill\": \"of the shop\"}")));
            assertThat(got("of the shop").path("detail-type").asText()).isEqualTo("due");
            assertThat(got("a schedule")).hasToString("{\"from\":\"a schedule\"}");
            made.deleted("worker");
            assertThatThrownBy(() -> events.describeRule(r -> r.name("nightly")))
                    .hasMessageContaining("does not exist");
        }
    }

    @Test
    void aScheduleCallsItsTargetInTheNameOfItsRole() {
        NodeClient client = root();
        String role = schedulersRole("sends", "sqs:SendMessage");
        String group =
                String.valueOf(
                        client.call(
                                        "scheduler",
                                        "CreateScheduleGroup",
                                        Map.of(
                                                "Name",
                                                "jobs",
                                                "Tags",
                                                List.of(Map.of("Key", "a", "Value", "b"))))
                                .get("ScheduleGroupArn"));
        Map<String, Object> target = new HashMap<>();
        target.put("Arn", SeenCalls.QUEUE);
        target.put("RoleArn", role);
        target.put("Input", "{\"due\": \"<aws.scheduler.schedule-arn>\"}");
        Map<String, Object> schedule =
                Map.of(
                        "Name", "tick",
                        "GroupName", "jobs",
                        "ScheduleExpression", "rate(1 minutes)",
                        "FlexibleTimeWindow", Map.of("Mode", "OFF"),
                        "Target", target);
        Object arn = client.call("scheduler", "CreateSchedule", schedule).get("ScheduleArn");

        assertThat(arn).isEqualTo("arn:aws:scheduler:us-east-1:000000000000:schedule/jobs/tick");
        Eventually.holds(
                () ->
                        kit.neighbour.taken().stream()
                                .anyMatch(
                                        each ->
                                                each.contains("due")
                                                        && each.contains(String.valueOf(arn))));
        target.put(
                "RetryPolicy",
                Map.of("MaximumRetryAttempts", 185, "MaximumEventAgeInSeconds", 86_400));
        assertThat(
                        client.call(
                                "scheduler",
                                "GetSchedule",
                                Map.of("Name", "tick", "GroupName", "jobs")))
                .containsEntry("State", "ENABLED")
                .containsEntry("ScheduleExpressionTimezone", "UTC")
                .containsEntry("Target", target);
        assertThat(client.call("scheduler", "ListTagsForResource", Map.of("ResourceArn", group)))
                .hasToString("{Tags=[{Key=a, Value=b}]}");
        assertThatThrownBy(() -> client.call("scheduler", "CreateSchedule", schedule))
                .hasMessageContaining("Schedule tick already exists.");
        Map<String, Object> again = Map.of("Name", "again", "ClientToken", "one");
        assertThat(client.call("scheduler", "CreateScheduleGroup", again))
                .isEqualTo(client.call("scheduler", "CreateScheduleGroup", again));
        assertThatThrownBy(
                        () ->
                                client.call(
                                        "scheduler",
                                        "CreateScheduleGroup",
                                        Map.of("Name", "again")))
                .hasMessageContaining("Schedule group again already exists.");
        client.call("scheduler", "DeleteScheduleGroup", Map.of("Name", "jobs"));
        assertThatThrownBy(
                        () ->
                                client.call(
                                        "scheduler",
                                        "GetSchedule",
                                        Map.of("Name", "tick", "GroupName", "jobs")))
                .hasMessageContaining("Schedule group jobs does not exist.");
    }

    @Test
    void aScheduleThatIsDueOnceIsGoneBehindItsOnlyCall() {
        NodeClient client = root();
        String role = schedulersRole("once", "lambda:InvokeFunction");
        int seconds = 1;
        LocalDateTime at;
        do {
            // One that is due before it is made never runs: a slow machine needs more time.
            seconds *= 2;
            at = LocalDateTime.now(ZoneOffset.UTC).plusSeconds(seconds).truncatedTo(SECONDS);
            client.call(
                    "scheduler",
                    "CreateSchedule",
                    Map.of(
                            "Name",
                            "once" + seconds,
                            "ScheduleExpression",
                            "at(" + ISO_LOCAL_DATE_TIME.format(at) + ")",
                            "ActionAfterCompletion",
                            "DELETE",
                            "FlexibleTimeWindow",
                            Map.of("Mode", "OFF"),
                            "Target",
                            Map.of("Arn", kit.function, "RoleArn", role)));
        } while (LocalDateTime.now(ZoneOffset.UTC).isAfter(at));

        String name = "once" + seconds;
        JsonNode event = got("schedule/default/" + name);

        assertThat(event.path("source").asText()).isEqualTo("aws.scheduler");
        assertThat(event.path("detail").asText()).isEqualTo("{}");
        Eventually.asserted(
                () ->
                        assertThatThrownBy(
                                        () ->
                                                client.call(
                                                        "scheduler",
                                                        "GetSchedule",
                                                        Map.of("Name", name)))
                                .hasMessageContaining("Schedule " + name + " does not exist."));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    rate(5)         | OFF      | arn:aws:sqs:us-east-1:000000000000:q | Invalid Schedule Expression rate(5).
                    rate(5 minutes) | FLEXIBLE | arn:aws:sqs:us-east-1:000000000000:q | MaximumWindowInMinutes must be specified
                    rate(5 minutes) | OFF      | arn:aws:kinesis:us-east-1:000000000000:s | Provided Arn is not in correct format.
                    rate(5 minutes) | OFF      | arn:aws:ecs:us-east-1:000000000000:cluster/c | is not supported by this Gatehouse
                    rate(5 minutes) | OFF      | arn:aws:sqs:us-east-1:000000000000:q | must allow AWS EventBridge Scheduler to assume
                    """)
    void schedulesAreRejectedInSchedulersWords(
            String expression, String window, String target, String words) {
        String ofFunctions = "arn:aws:iam::000000000000:role/seen";
        assertThatThrownBy(
                        () ->
                                root().call(
                                                "scheduler",
                                                "CreateSchedule",
                                                Map.of(
                                                        "Name",
                                                        "wrong",
                                                        "ScheduleExpression",
                                                        expression,
                                                        "FlexibleTimeWindow",
                                                        Map.of("Mode", window),
                                                        "Target",
                                                        Map.of(
                                                                "Arn",
                                                                target,
                                                                "RoleArn",
                                                                ofFunctions))))
                .hasMessageContaining(words);
    }

    private static NodeClient root() {
        return new NodeClient(
                kit.node.endpoint(), Region.DEFAULT, new AccessKey("test", "test", null));
    }

    /** A role that EventBridge Scheduler may take, and may do one thing. */
    private static String schedulersRole(String name, String action) {
        try (IamClient iam = kit.node.client(IamClient.builder())) {
            String arn =
                    iam.createRole(
                                    r ->
                                            r.roleName("scheduler-" + name)
                                                    .assumeRolePolicyDocument(
                                                            """
                                                            {"Version": "2012-10-17", "Statement": [{
                                                             "Effect": "Allow", "Action": "sts:AssumeRole",
                                                             "Principal": {"Service": "scheduler.amazonaws.com"}}]}
                                                            """))
                            .role()
                            .arn();
            iam.putRolePolicy(
                    r ->
                            r.roleName("scheduler-" + name)
                                    .policyName("calls")
                                    .policyDocument(
                                            """
                                            {"Version": "2012-10-17", "Statement": [{
                                             "Effect": "Allow", "Action": "%s", "Resource": "*"}]}
                                            """
                                                    .formatted(action)));
            return arn;
        }
    }
}
