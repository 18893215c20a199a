package dev.gatehouse.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gatehouse.app.FetchedEngine;
import dev.gatehouse.app.engine.Engine;
import dev.gatehouse.app.engine.EngineEndpoints;
import dev.gatehouse.aws.ServiceModel;
import dev.gatehouse.client.http.AwsRequest;
import dev.gatehouse.identity.AccessKey;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.ControlPlaneFixture;
import dev.gatehouse.wire.message.Headers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Services of another engine (moto), in every protocol that clients speak. */
@Tag("node")
class ForeignEngineTest {
    private static ControlPlaneFixture node;
    private static Engine moto;
    private static AwsServices services;
    private static AwsClient client;

    @BeforeAll
    static void start() throws Exception {
        node = new ControlPlaneFixture(Clock.SYSTEM);
        moto = FetchedEngine.alone();
        Set<String> served =
                Set.of("sqs", "sns", "dynamodb", "events", "kinesis", "s3", "lambda", "states");
        services =
                new AwsServices(
                        new NodeServices(node::plane, () -> "localhost:4566"),
                        new EngineEndpoints(Map.of(), served, moto),
                        new AccessKey("test", "test", null),
                        Clock.SYSTEM);
        client = services.as(new CallerIdentity(Principal.root(AccountId.DEFAULT), Region.DEFAULT));
    }

    @AfterAll
    static void stop() throws Exception {
        services.close();
        moto.close();
        node.close();
    }

    @Test
    void sendsAndReceivesAMessageOfSqs() {
        Object queue =
                client.call(
                                "sqs",
                                "CreateQueue",
                                Map.of(
                                        "QueueName",
                                        "jobs",
                                        "Attributes",
                                        Map.of("VisibilityTimeout", "7")))
                        .get("QueueUrl");
        client.call("sqs", "SendMessage", Map.of("QueueUrl", queue, "MessageBody", "hé & <llo>"));

        Map<String, Object> received =
                client.call("sqs", "ReceiveMessage", Map.of("QueueUrl", queue));

        assertThat(received.get("Messages").toString()).contains("Body=hé & <llo>");
    }

    @Test
    void whatAMessageSaysIsNoCall() {
        Object queue =
                client.call("sqs", "CreateQueue", Map.of("QueueName", "kept")).get("QueueUrl");
        String text = "&Action=DeleteQueue&";
        client.call("sqs", "SendMessage", Map.of("QueueUrl", queue, "MessageBody", text));

        assertThat(client.call("sqs", "ReceiveMessage", Map.of("QueueUrl", queue)).toString())
                .contains(text);
    }

    @Test
    void theEnginesOwnPathsAreClosed() {
        for (String path : List.of("/moto-api/reset", "/moto%2Dapi/data.json")) {
            AwsRequest own = new AwsRequest("POST", path, "", Headers.NONE, new byte[0]);
            assertThatExceptionOfType(ServiceException.class)
                    .isThrownBy(() -> client.send("sqs", own))
                    .withMessageContaining("No service has the path");
        }
    }

    @Test
    void readsTheErrorOfAQueueThatIsNotThere() {
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> client.call("sqs", "GetQueueUrl", Map.of("QueueName", "none")))
                .matches(error -> error.code().equals("QueueDoesNotExist"))
                .matches(error -> error.status() == 400);
    }

    @Test
    void makesATopicOfSnsWithTags() {
        Object topic =
                client.call(
                                "sns",
                                "CreateTopic",
                                Map.of(
                                        "Name",
                                        "news",
                                        "Tags",
                                        List.of(
                                                Map.of("Key", "a", "Value", "1"),
                                                Map.of("Key", "b", "Value", "2"))))
                        .get("TopicArn");

        assertThat(client.call("sns", "ListTagsForResource", Map.of("ResourceArn", topic)))
                .isEqualTo(
                        Map.of(
                                "Tags",
                                List.of(
                                        Map.of("Key", "a", "Value", "1"),
                                        Map.of("Key", "b", "Value", "2"))));
    }

    @Test
    void putsAndGetsAnItemOfDynamoDb() {
        client.call(
                "dynamodb",
                "CreateTable",
                Map.of(
                        "TableName",
                        "items",
                        "BillingMode",
                        "PAY_PER_REQUEST",
                        "KeySchema",
                        List.of(Map.of("AttributeName", "id", "KeyType", "HASH")),
                        "AttributeDefinitions",
                        List.of(Map.of("AttributeName", "id", "AttributeType", "S"))));
        Map<String, Object> item =
                Map.of("id", Map.of("S", "1"), "n", Map.of("N", "7"), "b", Map.of("BOOL", true));
        client.call("dynamodb", "PutItem", Map.of("TableName", "items", "Item", item));

        assertThat(
                        client.call(
                                "dynamodb",
                                "GetItem",
                                Map.of(
                                        "TableName",
                                        "items",
                                        "Key",
                                        Map.of("id", Map.of("S", "1")))))
                .containsEntry("Item", item);
    }

    @Test
    void sendsTheActionFormOfAnIntegration() {
        byte[] body = "{\"Limit\":3}".getBytes(StandardCharsets.UTF_8);
        AwsRequest request = new AwsRequest("POST", "/", "", Headers.NONE, body);

        String tables =
                new String(
                        client.action(ServiceModel.load("dynamodb"), "ListTables", request).bytes(),
                        StandardCharsets.UTF_8);

        assertThat(tables).contains("\"TableNames\"");
    }

    @Test
    void keepsAnObjectOfS3AndReadsItsHeaders() {
        client.call("s3", "CreateBucket", Map.of("Bucket", "things"));
        client.call(
                "s3",
                "PutObject",
                Map.of(
                        "Bucket", "things",
                        "Key", "a b/ü.txt",
                        "Body", "content".getBytes(StandardCharsets.UTF_8),
                        "ContentType", "text/plain",
                        "Metadata", Map.of("colour", "blue")));

        Map<String, Object> read =
                client.call("s3", "GetObject", Map.of("Bucket", "things", "Key", "a b/ü.txt"));
        Map<String, Object> listed =
                client.call("s3", "ListObjectsV2", Map.of("Bucket", "things", "Prefix", "a b/"));

        assertThat(read)
                .containsEntry("ContentType", "text/plain")
                .containsEntry("Metadata", Map.of("colour", "blue"));
        assertThat((byte[]) read.get("Body")).asString().isEqualTo("content");
        assertThat(listed.get("Contents").toString()).contains("Key=a b/ü.txt");
    }

    @Test
    void deletesSeveralObjectsOfS3WithTheChecksumItAsksFor() {
        client.call("s3", "CreateBucket", Map.of("Bucket", "many"));
        client.call("s3", "PutObject", Map.of("Bucket", "many", "Key", "one", "Body", new byte[1]));

        Map<String, Object> deleted =
                client.call(
                        "s3",
                        "DeleteObjects",
                        Map.of(
                                "Bucket",
                                "many",
                                "Delete",
                                Map.of("Objects", List.of(Map.of("Key", "one")))));

        assertThat(deleted.get("Deleted").toString()).contains("Key=one");
    }

    @Test
    void readsTheErrorOfABucketThatIsNotThere() {
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> client.call("s3", "ListObjectsV2", Map.of("Bucket", "nowhere")))
                .matches(error -> error.code().equals("NoSuchBucket"))
                .matches(error -> error.status() == 404);
    }

    @Test
    void listsFunctionsOfAnotherLambda() {
        assertThat(client.call("lambda", "ListFunctions", Map.of("MaxItems", 5)))
                .containsEntry("Functions", List.of());
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(
                        () -> client.call("lambda", "GetFunction", Map.of("FunctionName", "none")))
                .matches(error -> error.code().equals("ResourceNotFoundException"));
    }

    @Test
    void putsARuleOfEventBridgeAndARecordOfKinesis() {
        assertThat(
                        client.call(
                                "events",
                                "PutRule",
                                Map.of("Name", "r", "ScheduleExpression", "rate(5 minutes)")))
                .containsKey("RuleArn");
        client.call("kinesis", "CreateStream", Map.of("StreamName", "s", "ShardCount", 1));
        byte[] data = {0, 1, 2};
        assertThat(
                        client.call(
                                "kinesis",
                                "PutRecord",
                                Map.of("StreamName", "s", "Data", data, "PartitionKey", "k")))
                .containsKey("SequenceNumber");
    }
}
