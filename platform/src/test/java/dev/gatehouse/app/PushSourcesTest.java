package dev.gatehouse.app;

import static java.time.temporal.ChronoUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.app.settings.Config;
import dev.gatehouse.app.settings.Settings;
import dev.gatehouse.cli.node.NodeClient;
import dev.gatehouse.identity.AccessKey;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.testkit.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.s3.model.FilterRule;
import software.amazon.awssdk.services.s3.model.LambdaFunctionConfiguration;
import software.amazon.awssdk.services.s3.model.NotificationConfiguration;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Services that invoke functions by themselves. What a function got goes to a queue. */
@Tag("node")
final class PushSourcesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ACCOUNT = "000000000000";
    private static final String QUEUE = "arn:aws:sqs:us-east-1:000000000000:seen";
    private static final String TOPIC = "arn:aws:sns:us-east-1:000000000000:told";
    private static final String CODE = "def handler(event, context): return 1\n";
    private static final String DURABLE =
            "def handler(event, context): return {'Status': 'SUCCEEDED', 'Result': '7'}\n";

    @TempDir static Path data;
    private static Neighbour neighbour;
    private static Node started;
    private static LiveNode node;
    private static LambdaClient lambda;
    private static S3Client s3;
    private static String function;

    @BeforeAll
    static void start() throws Exception {
        neighbour = new Neighbour();
        started =
                Node.start(
                        Config.of(
                                new Settings(
                                        Map.of(
                                                "data", data.toString(),
                                                "port", "0",
                                                "endpoint.sqs", neighbour.endpoint(),
                                                "endpoint.sns", neighbour.endpoint()))));
        node = LiveNode.of(started);
        lambda = node.lambda();
        s3 = node.client(S3Client.builder().forcePathStyle(true));
        String role = node.role("seen");
        try (IamClient iam = node.client(IamClient.builder())) {
            iam.putRolePolicy(
                    r ->
                            r.roleName("seen")
                                    .policyName("send")
                                    .policyDocument(
                                            """
                                            {"Version": "2012-10-17", "Statement": [{"Effect":
                                             "Allow", "Action": "sqs:SendMessage",
                                             "Resource": "*"}]}
                                            """));
        }
        function = node.python(lambda, "seen", role, CODE).functionArn();
        lambda.putFunctionEventInvokeConfig(
                r ->
                        r.functionName("seen")
                                .destinationConfig(d -> d.onSuccess(s -> s.destination(QUEUE))));
    }

    @AfterAll
    static void stop() {
        s3.close();
        lambda.close();
        started.close();
        neighbour.close();
    }

    private static void allow(String statement, String principal, String source) {
        lambda.addPermission(
                r ->
                        r.functionName("seen")
                                .statementId(statement)
                                .action("lambda:InvokeFunction")
                                .principal(principal)
                                .sourceArn(source)
                                .sourceAccount(ACCOUNT));
    }

    private static void notify(
            String bucket, Consumer<LambdaFunctionConfiguration.Builder> configuration) {
        LambdaFunctionConfiguration.Builder toFunction =
                LambdaFunctionConfiguration.builder().id("rule").lambdaFunctionArn(function);
        configuration.accept(toFunction);
        s3.putBucketNotificationConfiguration(
                r ->
                        r.bucket(bucket)
                                .notificationConfiguration(
                                        n -> n.lambdaFunctionConfigurations(toFunction.build())));
    }

    private static void bucket(String name) {
        s3.createBucket(r -> r.bucket(name));
        allow(name, "s3.amazonaws.com", "arn:aws:s3:::" + name);
    }

    private static void put(String bucket, String key) {
        s3.putObject(r -> r.bucket(bucket).key(key), RequestBody.fromString("hello"));
    }

    /** The records of a bucket's changes that the function got, in the order of their times. */
    private static List<JsonNode> records(String bucket, int expected) {
        return Eventually.value(
                () ->
                        neighbour.taken().stream()
                                .filter(each -> each.contains("SendMessage"))
                                .map(PushSourcesTest::payload)
                                .map(each -> each.path("Records").path(0))
                                .filter(each -> each.at("/s3/bucket/name").asText().equals(bucket))
                                .sorted((a, b) -> sequencer(a).compareTo(sequencer(b)))
                                .toList(),
                found -> found.size() == expected);
    }

    private static String sequencer(JsonNode record) {
        return record.at("/s3/object/sequencer").asText();
    }

    private static JsonNode payload(String message) {
        try {
            String body =
                    JSON.readTree(message.substring(message.indexOf(' ')))
                            .path("MessageBody")
                            .asText();
            return JSON.readTree(body).path("requestPayload");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was sent by a form, as text. */
    private static String decoded(String sent) {
        return sent.startsWith("Amazon") ? sent : URLDecoder.decode(sent, StandardCharsets.UTF_8);
    }

    private static List<String> names(List<JsonNode> records) {
        return records.stream().map(each -> each.path("eventName").asText()).toList();
    }

    @Test
    void aBucketNotifiesAFunctionOfEachObjectThatIsPut() {
        bucket("told");
        notify("told", c -> c.events(Event.S3_OBJECT_CREATED));
        put("told", "a folder/my photo (1).jpg");

        JsonNode record = records("told", 1).getFirst();
        assertThat(record.path("eventTime").asText())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        String request = record.at("/responseElements/x-amz-request-id").asText();
        assertThat(record.toString())
                .isEqualTo(
                        ("{'eventVersion':'2.1','eventSource':'aws:s3','awsRegion':'us-east-1',"
                             + "'eventTime':'%s','eventName':'ObjectCreated:Put',"
                             + "'userIdentity':{'principalId':'AWS:000000000000'},"
                             + "'requestParameters':{'sourceIPAddress':'127.0.0.1'},"
                             + "'responseElements':{'x-amz-request-id':'%s','x-amz-id-2':'%s'},"
                             + "'s3':{'s3SchemaVersion':'1.0','configurationId':'rule',"
                             + "'bucket':{'name':'told','ownerIdentity':"
                             + "{'principalId':'A000000000000'},'arn':'arn:aws:s3:::told'},"
                             + "'object':{'key':'a+folder/my+photo+%%281%%29.jpg','size':5,"
                             + "'eTag':'5d41402abc4b2a76b9719d911017c592','sequencer':'%s'}}}")
                                .replace('\'', '"')
                                .formatted(
                                        record.path("eventTime").asText(),
                                        request,
                                        request,
                                        sequencer(record)));
    }

    @Test
    void copiesPartsTagsAndDeletionsAreToldByTheirNames() {
        bucket("all");
        s3.putBucketVersioning(
                r -> r.bucket("all").versioningConfiguration(v -> v.status("Enabled")));
        notify(
                "all",
                c ->
                        c.events(
                                Event.S3_OBJECT_CREATED,
                                Event.S3_OBJECT_REMOVED,
                                Event.S3_OBJECT_TAGGING));
        put("all", "one");
        s3.copyObject(
                r ->
                        r.sourceBucket("all")
                                .sourceKey("one")
                                .destinationBucket("all")
                                .destinationKey("two"));
        String upload = s3.createMultipartUpload(r -> r.bucket("all").key("three")).uploadId();
        String tag =
                s3.uploadPart(
                                r -> r.bucket("all").key("three").uploadId(upload).partNumber(1),
                                RequestBody.fromString("part"))
                        .eTag();
        s3.completeMultipartUpload(
                r ->
                        r.bucket("all")
                                .key("three")
                                .uploadId(upload)
                                .multipartUpload(
                                        m ->
                                                m.parts(
                                                        CompletedPart.builder()
                                                                .partNumber(1)
                                                                .eTag(tag)
                                                                .build())));
        s3.putObjectTagging(
                r -> r.bucket("all").key("one").tagging(t -> t.tagSet(s -> s.key("a").value("b"))));
        s3.deleteObjectTagging(r -> r.bucket("all").key("one"));
        String marker = s3.deleteObject(r -> r.bucket("all").key("one")).versionId();
        s3.deleteObject(r -> r.bucket("all").key("one").versionId(marker));

        List<JsonNode> records = records("all", 7);
        assertThat(names(records))
                .containsExactly(
                        "ObjectCreated:Put",
                        "ObjectCreated:Copy",
                        "ObjectCreated:CompleteMultipartUpload",
                        "ObjectTagging:Put",
                        "ObjectTagging:Delete",
                        "ObjectRemoved:DeleteMarkerCreated",
                        "ObjectRemoved:Delete");
        assertThat(records.get(3).path("eventVersion").asText()).isEqualTo("2.3");
        assertThat(records.get(5).at("/s3/object/versionId").asText()).isEqualTo(marker);
        assertThat(records.get(6).at("/s3/object").has("size")).isFalse();
    }

    @Test
    void filtersChooseByPrefixAndSuffix() {
        bucket("filtered");
        notify(
                "filtered",
                c ->
                        c.events(Event.S3_OBJECT_CREATED_PUT)
                                .filter(
                                        f ->
                                                f.key(
                                                        k ->
                                                                k.filterRules(
                                                                        rule("prefix", "in/"),
                                                                        rule("suffix", ".txt")))));
        put("filtered", "in/no.jpg");
        put("filtered", "out/no.txt");
        put("filtered", "in/yes.txt");

        assertThat(records("filtered", 1).getFirst().at("/s3/object/key").asText())
                .isEqualTo("in/yes.txt");
        assertThat(
                        s3.getBucketNotificationConfiguration(r -> r.bucket("filtered"))
                                .lambdaFunctionConfigurations()
                                .getFirst()
                                .filter()
                                .key()
                                .filterRules())
                .extracting(FilterRule::nameAsString)
                .containsExactly("Prefix", "Suffix");
    }

    private static FilterRule rule(String name, String value) {
        return FilterRule.builder().name(name).value(value).build();
    }

    @Test
    void queuesAndTopicsGetATestEventAndThenRecords() {
        s3.createBucket(r -> r.bucket("queued"));
        s3.putBucketNotificationConfiguration(
                r ->
                        r.bucket("queued")
                                .notificationConfiguration(
                                        n ->
                                                n.queueConfigurations(
                                                                q ->
                                                                        q.queueArn(QUEUE)
                                                                                .events(
                                                                                        Event
                                                                                                .S3_OBJECT_CREATED))
                                                        .topicConfigurations(
                                                                t ->
                                                                        t.topicArn(TOPIC)
                                                                                .events(
                                                                                        Event
                                                                                                .S3_OBJECT_REMOVED))));
        put("queued", "k");
        s3.deleteObject(r -> r.bucket("queued").key("k"));

        assertThat(
                        Eventually.value(
                                () ->
                                        neighbour.taken().stream()
                                                .map(PushSourcesTest::decoded)
                                                .filter(each -> each.contains("queued"))
                                                .toList(),
                                found -> found.size() == 4))
                .anySatisfy(
                        sent ->
                                assertThat(sent)
                                        .startsWith("AmazonSQS.SendMessage")
                                        .contains("s3:TestEvent"))
                .anySatisfy(
                        sent ->
                                assertThat(sent)
                                        .startsWith("AmazonSQS.SendMessage")
                                        .contains("ObjectCreated:Put"))
                .anySatisfy(
                        sent -> assertThat(sent).contains("Action=Publish", TOPIC, "s3:TestEvent"))
                .anySatisfy(
                        sent ->
                                assertThat(sent)
                                        .contains("Action=Publish", TOPIC, "ObjectRemoved:Delete"));
    }

    private static void assertRejected(
            String message, Consumer<NotificationConfiguration.Builder> configuration) {
        assertThatThrownBy(
                        () ->
                                s3.putBucketNotificationConfiguration(
                                        r ->
                                                r.bucket("rejecting")
                                                        .notificationConfiguration(configuration)))
                .isInstanceOf(S3Exception.class)
                .hasMessageContaining(message);
    }

    @Test
    void configurationsAreRejectedInS3sWords() {
        s3.createBucket(r -> r.bucket("rejecting"));
        Event created = Event.S3_OBJECT_CREATED;
        assertRejected(
                "Unable to validate the following destination configurations",
                n ->
                        n.lambdaFunctionConfigurations(
                                l -> l.lambdaFunctionArn(function).events(created)));
        allow("rejecting", "s3.amazonaws.com", "arn:aws:s3:::rejecting");
        assertRejected(
                "Configuration is ambiguously defined",
                n ->
                        n.lambdaFunctionConfigurations(
                                l -> l.lambdaFunctionArn(function).events(created),
                                l ->
                                        l.lambdaFunctionArn(function)
                                                .events(Event.S3_OBJECT_CREATED_PUT)));
        assertRejected(
                "The ARN could not be parsed",
                n -> n.lambdaFunctionConfigurations(l -> l.lambdaFunctionArn("f").events(created)));
        assertRejected(
                "is not supported for notifications",
                n ->
                        n.lambdaFunctionConfigurations(
                                l ->
                                        l.lambdaFunctionArn(function)
                                                .eventsWithStrings("s3:ObjectSung:*")));
        assertRejected(
                "filter rule name must be either prefix or suffix",
                n ->
                        n.lambdaFunctionConfigurations(
                                l ->
                                        l.lambdaFunctionArn(function)
                                                .events(created)
                                                .filter(
                                                        f ->
                                                                f.key(
                                                                        k ->
                                                                                k.filterRules(
                                                                                        rule(
                                                                                                "infix",
                                                                                                "x"))))));
        assertRejected(
                "service region is not valid",
                n ->
                        n.queueConfigurations(
                                q ->
                                        q.queueArn(QUEUE.replace("us-east-1", "eu-west-1"))
                                                .events(created)));
        assertRejected("EventBridgeConfiguration", n -> n.eventBridgeConfiguration(e -> {}));
        assertThat(
                        s3.getBucketNotificationConfiguration(r -> r.bucket("rejecting"))
                                .lambdaFunctionConfigurations())
                .isEmpty();
    }

    @Test
    void aSamTemplateTiesABucketToAFunction() {
        String template =
                """
                Transform: AWS::Serverless-2016-10-31
                Resources:
                  Photos: {Type: AWS::S3::Bucket, Properties: {BucketName: photos}}
                  Watcher:
                    Type: AWS::Serverless::Function
                    Properties:
                      FunctionName: watcher
                      Runtime: python3.11
                      Handler: index.handler
                      InlineCode: "def handler(event, context): return 1"
                      Policies: [{Statement: [{Effect: Allow, Action: 'sqs:SendMessage', Resource: '*'}]}]
                      EventInvokeConfig: {DestinationConfig: {OnSuccess: {Type: SQS, Destination: '%s'}}}
                      Events:
                        Photo:
                          Type: S3
                          Properties:
                            Bucket: !Ref Photos
                            Events: s3:ObjectCreated:*
                            Filter: {S3Key: {Rules: [{Name: suffix, Value: .jpg}]}}
                """
                        .formatted(QUEUE);
        try (CloudFormationClient stacks = node.client(CloudFormationClient.builder())) {
            LiveStacks made = new LiveStacks(stacks);
            made.created("photos", template);
            put("photos", "a.jpg");
            assertThat(records("photos", 1).getFirst().at("/s3/object/key").asText())
                    .isEqualTo("a.jpg");
            s3.deleteObject(r -> r.bucket("photos").key("a.jpg"));
            made.deleted("photos");
        }
    }

    /** What the function got that has a text in it. */
    private static JsonNode got(String text) {
        return Eventually.value(
                        () ->
                                neighbour.taken().stream()
                                        .filter(each -> each.contains("SendMessage"))
                                        .map(PushSourcesTest::payload)
                                        .filter(each -> each.toString().contains(text))
                                        .toList(),
                        found -> !found.isEmpty())
                .getFirst();
    }

    @Test
    void aRuleSendsTheEventsThatItsPatternMatchesToAFunction() {
        try (EventBridgeClient events = node.client(EventBridgeClient.builder())) {
            String rule =
                    events.putRule(
                                    r ->
                                            r.name("orders")
                                                    .eventPattern(
                                                            "{\"source\": [\"shop\"], \"detail\":"
                                                                    + " {\"total\": [{\"numeric\":"
                                                                    + " [\">\", 10]}]}}"))
                            .ruleArn();
            allow("orders", "events.amazonaws.com", rule);
            events.putTargets(
                    r ->
                            r.rule("orders")
                                    .targets(t -> t.id("f").arn(function).inputPath("$.detail")));
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
            assertThat(events.listRuleNamesByTarget(r -> r.targetArn(function)).ruleNames())
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
        lambda.createFunction(
                r ->
                        r.functionName("steady")
                                .runtime("python3.11")
                                .handler("app.handler")
                                .role("arn:aws:iam::000000000000:role/seen")
                                .durableConfig(d -> d.executionTimeout(60))
                                .code(c -> c.zipFile(LiveNode.zip(DURABLE))));
        lambda.waiter().waitUntilFunctionActiveV2(r -> r.functionName("steady"));
        try (EventBridgeClient events = node.client(EventBridgeClient.builder())) {
            String rule =
                    events.putRule(
                                    r ->
                                            r.name("steady")
                                                    .eventPattern(
                                                            "{\"source\": [\"aws.lambda\"],"
                                                                    + " \"detail\": {\"status\":"
                                                                    + " [\"SUCCEEDED\"]}}"))
                            .ruleArn();
            allow("steady", "events.amazonaws.com", rule);
            events.putTargets(r -> r.rule("steady").targets(t -> t.id("f").arn(function)));
            lambda.invoke(
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
        try (EventBridgeClient events = node.client(EventBridgeClient.builder())) {
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
                                                                                    .arn(function)
                                                                                    .deadLetterConfig(
                                                                                            d ->
                                                                                                    d
                                                                                                            .arn(
                                                                                                                    TOPIC)))))
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
                        .formatted(QUEUE);
        try (CloudFormationClient stacks = node.client(CloudFormationClient.builder());
                EventBridgeClient events = node.client(EventBridgeClient.builder())) {
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
        target.put("Arn", QUEUE);
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
                        neighbour.taken().stream()
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
        // Two: a part of the first is over when seconds are whole.
        String at = LocalDateTime.now(ZoneOffset.UTC).plusSeconds(2).truncatedTo(SECONDS) + "";
        client.call(
                "scheduler",
                "CreateSchedule",
                Map.of(
                        "Name",
                        "once",
                        "ScheduleExpression",
                        "at(" + (at.length() == 16 ? at + ":00" : at) + ")",
                        "ActionAfterCompletion",
                        "DELETE",
                        "FlexibleTimeWindow",
                        Map.of("Mode", "OFF"),
                        "Target",
                        Map.of("Arn", function, "RoleArn", role)));

        JsonNode event = got("schedule/default/once");

        assertThat(event.path("source").asText()).isEqualTo("aws.scheduler");
        assertThat(event.path("detail").asText()).isEqualTo("{}");
        assertThatThrownBy(() -> client.call("scheduler", "GetSchedule", Map.of("Name", "once")))
                .hasMessageContaining("Schedule once does not exist.");
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
        return new NodeClient(node.endpoint(), Region.DEFAULT, new AccessKey("test", "test", null));
    }

    /** A role that EventBridge Scheduler may take, and may do one thing. */
    private static String schedulersRole(String name, String action) {
        try (IamClient iam = node.client(IamClient.builder())) {
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
