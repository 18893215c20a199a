package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.function.TraceHeader;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.testkit.Eventually;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.s3.model.FilterRule;
import software.amazon.awssdk.services.s3.model.LambdaFunctionConfiguration;
import software.amazon.awssdk.services.s3.model.NotificationConfiguration;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Buckets tell functions, queues and topics what becomes of their objects. */
@Tag("node")
final class BucketNotificationsTest {
    private static SeenCalls kit;

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        kit = new SeenCalls(data);
    }

    @AfterAll
    static void stop() {
        kit.close();
    }

    private static void notify(
            String bucket, Consumer<LambdaFunctionConfiguration.Builder> configuration) {
        LambdaFunctionConfiguration.Builder toFunction =
                LambdaFunctionConfiguration.builder().id("rule").lambdaFunctionArn(kit.function);
        configuration.accept(toFunction);
        kit.s3.putBucketNotificationConfiguration(
                r ->
                        r.bucket(bucket)
                                .notificationConfiguration(
                                        n -> n.lambdaFunctionConfigurations(toFunction.build())));
    }

    private static void bucket(String name) {
        kit.s3.createBucket(r -> r.bucket(name));
        kit.allow(name, "s3.amazonaws.com", "arn:aws:s3:::" + name);
    }

    private static void put(String bucket, String key) {
        kit.s3.putObject(r -> r.bucket(bucket).key(key), RequestBody.fromString("hello"));
    }

    /** The records of a bucket's changes that the function got, in the order of their times. */
    private static List<JsonNode> records(String bucket, int expected) {
        return Eventually.value(
                () ->
                        kit.neighbour.taken().stream()
                                .filter(each -> each.contains("SendMessage"))
                                .map(SeenCalls::payload)
                                .map(each -> each.path("Records").path(0))
                                .filter(each -> each.at("/s3/bucket/name").asText().equals(bucket))
                                .sorted((a, b) -> sequencer(a).compareTo(sequencer(b)))
                                .toList(),
                found -> found.size() == expected);
    }

    private static String sequencer(JsonNode record) {
        return record.at("/s3/object/sequencer").asText();
    }

    /** What was sent by a form, as text. */
    private static String decoded(String sent) {
        return sent.startsWith("Amazon") ? sent : URLDecoder.decode(sent, StandardCharsets.UTF_8);
    }

    private static List<String> names(List<JsonNode> records) {
        return records.stream().map(each -> each.path("eventName").asText()).toList();
    }

    @Test
    void anObjectThatAFunctionsOwnEventsPutAgainAndAgainInvokesItNoMore() {
        bucket("round");
        notify("round", c -> c.events(Event.S3_OBJECT_CREATED));
        String lineage =
                TraceHeader.root(0)
                        + ";Lineage=1:"
                        + TraceHeader.lineage(Arn.parse(kit.function).orElseThrow())
                        + ":16";
        kit.s3.putObject(
                r ->
                        r.bucket("round")
                                .key("a")
                                .overrideConfiguration(
                                        c -> c.putHeader("X-Amzn-Trace-Id", lineage)),
                RequestBody.fromString("hello"));
        assertThat(condition("round")).isEqualTo("RetriesExhausted");
    }

    /** How the event of a bucket's change ended. */
    private static String condition(String bucket) {
        return Eventually.value(
                        () ->
                                kit.neighbour.taken().stream()
                                        .filter(each -> each.contains("SendMessage"))
                                        .filter(each -> each.contains("s3:::" + bucket))
                                        .map(SeenCalls::sent)
                                        .map(each -> each.at("/requestContext/condition"))
                                        .toList(),
                        found -> found.size() == 1)
                .getFirst()
                .asText();
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
        kit.s3.putBucketVersioning(
                r -> r.bucket("all").versioningConfiguration(v -> v.status("Enabled")));
        notify(
                "all",
                c ->
                        c.events(
                                Event.S3_OBJECT_CREATED,
                                Event.S3_OBJECT_REMOVED,
                                Event.S3_OBJECT_TAGGING));
        put("all", "one");
        kit.s3.copyObject(
                r ->
                        r.sourceBucket("all")
                                .sourceKey("one")
                                .destinationBucket("all")
                                .destinationKey("two"));
        String upload = kit.s3.createMultipartUpload(r -> r.bucket("all").key("three")).uploadId();
        String tag =
                kit.s3
                        .uploadPart(
                                r -> r.bucket("all").key("three").uploadId(upload).partNumber(1),
                                RequestBody.fromString("part"))
                        .eTag();
        kit.s3.completeMultipartUpload(
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
        kit.s3.putObjectTagging(
                r -> r.bucket("all").key("one").tagging(t -> t.tagSet(s -> s.key("a").value("b"))));
        kit.s3.deleteObjectTagging(r -> r.bucket("all").key("one"));
        String marker = kit.s3.deleteObject(r -> r.bucket("all").key("one")).versionId();
        kit.s3.deleteObject(r -> r.bucket("all").key("one").versionId(marker));

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
                        kit.s3
                                .getBucketNotificationConfiguration(r -> r.bucket("filtered"))
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
        kit.s3.createBucket(r -> r.bucket("queued"));
        kit.s3.putBucketNotificationConfiguration(
                r ->
                        r.bucket("queued")
                                .notificationConfiguration(
                                        n ->
                                                n.queueConfigurations(
                                                                q ->
                                                                        q.queueArn(SeenCalls.QUEUE)
                                                                                .events(
                                                                                        Event
                                                                                                .S3_OBJECT_CREATED))
                                                        .topicConfigurations(
                                                                t ->
                                                                        t.topicArn(SeenCalls.TOPIC)
                                                                                .events(
                                                                                        Event
                                                                                                .S3_OBJECT_REMOVED))));
        put("queued", "k");
        kit.s3.deleteObject(r -> r.bucket("queued").key("k"));

        assertThat(
                        Eventually.value(
                                () ->
                                        kit.neighbour.taken().stream()
                                                .map(BucketNotificationsTest::decoded)
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
                        sent ->
                                assertThat(sent)
                                        .contains(
                                                "Action=Publish", SeenCalls.TOPIC, "s3:TestEvent"))
                .anySatisfy(
                        sent ->
                                assertThat(sent)
                                        .contains(
                                                "Action=Publish",
                                                SeenCalls.TOPIC,
                                                "ObjectRemoved:Delete"));
    }

    private static void assertRejected(
            String message, Consumer<NotificationConfiguration.Builder> configuration) {
        assertThatThrownBy(
                        () ->
                                kit.s3.putBucketNotificationConfiguration(
                                        r ->
                                                r.bucket("rejecting")
                                                        .notificationConfiguration(configuration)))
                .isInstanceOf(S3Exception.class)
                .hasMessageContaining(message);
    }

    @Test
    void configurationsAreRejectedInS3sWords() {
        kit.s3.createBucket(r -> r.bucket("rejecting"));
        Event created = Event.S3_OBJECT_CREATED;
        assertRejected(
                "Unable to validate the following destination configurations",
                n ->
                        n.lambdaFunctionConfigurations(
                                l -> l.lambdaFunctionArn(kit.function).events(created)));
        kit.allow("rejecting", "s3.amazonaws.com", "arn:aws:s3:::rejecting");
        assertRejected(
                "Configuration is ambiguously defined",
                n ->
                        n.lambdaFunctionConfigurations(
                                l -> l.lambdaFunctionArn(kit.function).events(created),
                                l ->
                                        l.lambdaFunctionArn(kit.function)
                                                .events(Event.S3_OBJECT_CREATED_PUT)));
        assertRejected(
                "The ARN could not be parsed",
                n -> n.lambdaFunctionConfigurations(l -> l.lambdaFunctionArn("f").events(created)));
        assertRejected(
                "is not supported for notifications",
                n ->
                        n.lambdaFunctionConfigurations(
                                l ->
                                        l.lambdaFunctionArn(kit.function)
                                                .eventsWithStrings("s3:ObjectSung:*")));
        assertRejected(
                "filter rule name must be either prefix or suffix",
                n ->
                        n.lambdaFunctionConfigurations(
                                l ->
                                        l.lambdaFunctionArn(kit.function)
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
                                        q.queueArn(
                                                        SeenCalls.QUEUE.replace(
                                                                "us-east-1", "eu-west-1"))
                                                .events(created)));
        assertRejected("EventBridgeConfiguration", n -> n.eventBridgeConfiguration(e -> {}));
        assertThat(
                        kit.s3
                                .getBucketNotificationConfiguration(r -> r.bucket("rejecting"))
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
                        .formatted(SeenCalls.QUEUE);
        try (CloudFormationClient stacks = kit.node.client(CloudFormationClient.builder())) {
            LiveStacks made = new LiveStacks(stacks);
            made.created("photos", template);
            put("photos", "a.jpg");
            assertThat(records("photos", 1).getFirst().at("/s3/object/key").asText())
                    .isEqualTo("a.jpg");
            kit.s3.deleteObject(r -> r.bucket("photos").key("a.jpg"));
            made.deleted("photos");
        }
    }
}
