package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.app.settings.Config;
import dev.gatehouse.app.settings.Settings;
import dev.gatehouse.testkit.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionEventInvokeConfig;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.PutFunctionEventInvokeConfigResponse;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What becomes of asynchronous events: records and errors are those recorded from AWS. */
@Tag("node")
final class DestinationsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ACCOUNT = "us-east-1:000000000000:";
    private static final String QUEUE = "arn:aws:sqs:" + ACCOUNT + "records";
    private static final String TOPIC = "arn:aws:sns:" + ACCOUNT + "topic";
    private static final String BUS = "arn:aws:events:" + ACCOUNT + "event-bus/default";
    private static final String CODE =
            """
            def handler(event, context):
                if event.get("raise_error"): raise Exception("Test exception (this is intentional)")
                return {"seen": event, "id": context.aws_request_id}
            """;

    @TempDir static Path data;
    private static Neighbour neighbour;
    private static Node started;
    private static LiveNode node;
    private static LambdaClient lambda;
    private static IamClient iam;
    private static String role;

    @BeforeAll
    static void start() throws Exception {
        neighbour = new Neighbour();
        started =
                LiveNode.start(
                        Config.of(
                                new Settings(
                                        Map.of(
                                                "data",
                                                data.toString(),
                                                "port",
                                                "0",
                                                "async-retry-delay",
                                                "0.05s",
                                                "endpoint.sqs",
                                                neighbour.endpoint(),
                                                "endpoint.sns",
                                                neighbour.endpoint(),
                                                "endpoint.events",
                                                neighbour.endpoint()))));
        node = LiveNode.of(started);
        lambda = node.lambda();
        iam = node.client(IamClient.builder());
        role = node.role("events");
        allow("events", "*", "*");
        node.python(lambda, "f", role, CODE);
    }

    @AfterAll
    static void stop() {
        iam.close();
        lambda.close();
        started.close();
        neighbour.close();
    }

    private static void allow(String name, String action, String resource) {
        String document =
                """
                {"Version": "2012-10-17",
                 "Statement": [{"Effect": "Allow", "Action": "%s", "Resource": "%s"}]}
                """;
        iam.putRolePolicy(
                r ->
                        r.roleName(name)
                                .policyName("allow" + action.replaceAll("\\W", ""))
                                .policyDocument(document.formatted(action, resource)));
    }

    /** Sends an event, and tells its request id. */
    private static String send(String function, String event) {
        return lambda.invoke(
                        r ->
                                r.functionName(function)
                                        .invocationType(InvocationType.EVENT)
                                        .payload(SdkBytes.fromUtf8String(event)))
                .responseMetadata()
                .requestId();
    }

    /** What arrives of an event. */
    private static String arrived(String requestId) {
        return Eventually.value(
                        () ->
                                neighbour.taken().stream()
                                        .filter(each -> each.contains(requestId))
                                        .toList(),
                        found -> !found.isEmpty())
                .getFirst();
    }

    private static JsonNode queued(String requestId) throws Exception {
        String sent = arrived(requestId);
        assertThat(sent).startsWith("AmazonSQS.SendMessage ");
        return JSON.readTree(sent.substring(sent.indexOf(' ') + 1));
    }

    private static PutFunctionEventInvokeConfigResponse destinations(
            String function, String success, String failure, int retries) {
        return lambda.putFunctionEventInvokeConfig(
                r ->
                        r.functionName(function)
                                .maximumRetryAttempts(retries)
                                .destinationConfig(
                                        d ->
                                                d.onSuccess(s -> s.destination(success))
                                                        .onFailure(x -> x.destination(failure))));
    }

    @Test
    void aQueueGetsTheRecordOfEachEvent() throws Exception {
        assertThat(destinations("f", QUEUE, QUEUE, 1).functionArn())
                .endsWith(":function:f:$LATEST");

        String id = send("f", "{\"a\": 1}");
        JsonNode message = queued(id);
        assertThat(message.path("QueueUrl").asText())
                .isEqualTo("https://sqs.us-east-1.amazonaws.com/000000000000/records");
        JsonNode record = JSON.readTree(message.path("MessageBody").asText());
        String timestamp = record.path("timestamp").asText();
        assertThat(timestamp).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3})?Z");
        assertThat(record.toString())
                .isEqualTo(
                        ("{'version':'1.0','timestamp':'%s','requestContext':{'requestId':'%s',"
                             + "'functionArn':'arn:aws:lambda:us-east-1:000000000000:function:f:$LATEST',"
                             + "'condition':'Success','approximateInvokeCount':1},"
                             + "'requestPayload':{'a':1},'responseContext':{'statusCode':200,"
                             + "'executedVersion':'$LATEST'},"
                             + "'responsePayload':{'seen':{'a':1},'id':'%s'}}")
                                .replace('\'', '"')
                                .formatted(timestamp, id, id));

        id = send("f", "{\"raise_error\": 1}");
        record = JSON.readTree(queued(id).path("MessageBody").asText());
        JsonNode context = record.path("requestContext");
        assertThat(context.path("condition").asText()).isEqualTo("RetriesExhausted");
        assertThat(context.path("approximateInvokeCount").asInt()).isEqualTo(2);
        assertThat(record.path("responseContext").path("functionError").asText())
                .isEqualTo("Unhandled");
        assertThat(record.path("responsePayload").path("errorMessage").asText())
                .isEqualTo("Test exception (this is intentional)");
    }

    @Test
    void eachQualifierHasSettingsOfItsOwn() throws Exception {
        node.python(lambda, "qualified", role, CODE);
        String version = lambda.publishVersion(r -> r.functionName("qualified")).version();
        lambda.createAlias(r -> r.functionName("qualified").name("live").functionVersion(version));
        destinations("qualified", QUEUE, QUEUE, 1);
        destinations("qualified:live", QUEUE, QUEUE, 0);
        Map.of("qualified", "qualified:$LATEST 2", "qualified:live", "qualified:live 1")
                .forEach(
                        (named, expected) -> {
                            JsonNode context = failed(named).path("requestContext");
                            assertThat(
                                            context.path("functionArn").asText()
                                                    + ' '
                                                    + context.path("approximateInvokeCount"))
                                    .endsWith(":function:" + expected);
                        });
    }

    /** The record of an event that its function fails at. */
    private static JsonNode failed(String function) {
        try {
            String id = send(function, "{\"raise_error\": 1}");
            return JSON.readTree(queued(id).path("MessageBody").asText());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void topicsAndEventBusesGetThemToo() throws Exception {
        String told = node.role("told");
        allow("told", "sns:Publish", TOPIC);
        allow("told", "events:PutEvents", BUS);
        node.python(lambda, "told", told, CODE);
        destinations("told", TOPIC, BUS, 0);

        String id = send("told", "{}");
        assertThat(URLDecoder.decode(arrived(id), StandardCharsets.UTF_8))
                .contains("Action=Publish", "TopicArn=" + TOPIC, "\"condition\":\"Success\"");

        neighbour.fail(1);
        id = send("told", "{\"raise_error\": 1}");
        String sent = arrived(id);
        assertThat(sent).startsWith("AWSEvents.PutEvents ");
        JsonNode entry = JSON.readTree(sent.substring(sent.indexOf(' '))).path("Entries").path(0);
        assertThat(entry.path("Source").asText()).isEqualTo("lambda");
        assertThat(entry.path("DetailType").asText())
                .isEqualTo("Lambda Function Invocation Result - Failure");
        assertThat(entry.path("EventBusName").asText()).isEqualTo(BUS);
        assertThat(entry.path("Resources").toString())
                .isEqualTo(
                        "[\"%s\",\"arn:aws:lambda:us-east-1:000000000000:function:told:$LATEST\"]"
                                .formatted(BUS));
    }

    @Test
    void functionsAndBucketsOfTheNodeGetThemToo() throws Exception {
        node.python(lambda, "first", role, CODE);
        String second = node.python(lambda, "second", role, CODE).functionArn();
        destinations("second", QUEUE, null, 0);
        try (S3Client s3 = node.client(S3Client.builder().forcePathStyle(true))) {
            s3.createBucket(r -> r.bucket("records"));
            destinations("first", second, "arn:aws:s3:::records", 0);

            String id = send("first", "{\"n\": 1}");
            JsonNode chained =
                    Eventually.value(
                                    () ->
                                            neighbour.taken().stream()
                                                    .filter(each -> each.contains(id))
                                                    .map(each -> each.substring(each.indexOf(' ')))
                                                    .map(DestinationsTest::record)
                                                    .toList(),
                                    found -> !found.isEmpty())
                            .getFirst();
            assertThat(
                            chained.path("requestPayload")
                                    .path("requestContext")
                                    .path("requestId")
                                    .asText())
                    .isEqualTo(id);

            String failed = send("first", "{\"raise_error\": 1}");
            List<S3Object> objects =
                    Eventually.value(
                            () -> s3.listObjectsV2(r -> r.bucket("records")).contents(),
                            found -> !found.isEmpty());
            String key = objects.getFirst().key();
            assertThat(key)
                    .matches(
                            "aws/lambda/async/first/\\d{4}/\\d\\d/\\d\\d/\\d{4}-\\d\\d-\\d\\dT\\d\\d\\.\\d\\d\\.\\d\\d-[0-9a-f-]{36}");
            assertThat(s3.getObjectAsBytes(r -> r.bucket("records").key(key)).asUtf8String())
                    .contains("\"requestId\":\"" + failed + "\"");
        }
    }

    private static JsonNode record(String message) {
        try {
            return JSON.readTree(JSON.readTree(message).path("MessageBody").asText());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aDeadLetterIsTheEventWithItsError() throws Exception {
        lambda.createFunction(
                r ->
                        r.functionName("dead")
                                .runtime("python3.11")
                                .handler("app.handler")
                                .role(role)
                                .deadLetterConfig(d -> d.targetArn(QUEUE))
                                .code(c -> c.zipFile(LiveNode.zip(CODE))));
        lambda.waiter().waitUntilFunctionActiveV2(r -> r.functionName("dead"));
        assertThat(
                        lambda.getFunctionConfiguration(r -> r.functionName("dead"))
                                .deadLetterConfig()
                                .targetArn())
                .isEqualTo(QUEUE);
        lambda.putFunctionEventInvokeConfig(r -> r.functionName("dead").maximumRetryAttempts(0));

        String id = send("dead", "{\"raise_error\": 1}");
        JsonNode message = queued(id);
        assertThat(message.path("MessageBody").asText()).isEqualTo("{\"raise_error\": 1}");
        JsonNode attributes = message.path("MessageAttributes");
        assertThat(attributes.path("RequestID").path("StringValue").asText()).isEqualTo(id);
        assertThat(attributes.path("ErrorCode").toString())
                .isEqualTo("{\"StringValue\":\"200\",\"DataType\":\"Number\"}");
        assertThat(attributes.path("ErrorMessage").path("StringValue").asText())
                .isEqualTo("Test exception (this is intentional)");

        lambda.putFunctionConcurrency(r -> r.functionName("dead").reservedConcurrentExecutions(0));
        id = send("dead", "{}");
        assertThat(queued(id).path("MessageBody").asText()).isEqualTo("{}");

        lambda.updateFunctionConfiguration(
                r -> r.functionName("dead").deadLetterConfig(d -> d.targetArn("")));
        assertThat(lambda.getFunctionConfiguration(r -> r.functionName("dead")).deadLetterConfig())
                .isNull();
    }

    @Test
    void configurationsAreShownAsRecorded() {
        node.python(lambda, "shown", role, CODE);
        String version = lambda.publishVersion(r -> r.functionName("shown")).version();
        lambda.createAlias(r -> r.functionName("shown").name("live").functionVersion(version));
        PutFunctionEventInvokeConfigResponse put =
                lambda.putFunctionEventInvokeConfig(
                        r -> r.functionName("shown").maximumEventAgeInSeconds(60));
        assertThat(put.maximumRetryAttempts()).isNull();
        assertThat(put.destinationConfig().onSuccess()).isNotNull();
        assertThat(
                        lambda.updateFunctionEventInvokeConfig(
                                        r -> r.functionName("shown").maximumRetryAttempts(1))
                                .maximumEventAgeInSeconds())
                .isEqualTo(60);
        for (String qualifier : List.of("live", version)) {
            lambda.putFunctionEventInvokeConfig(
                    r ->
                            r.functionName("shown:" + qualifier)
                                    .qualifier(qualifier)
                                    .maximumRetryAttempts(1));
        }
        assertThat(
                        lambda.listFunctionEventInvokeConfigs(r -> r.functionName("shown"))
                                .functionEventInvokeConfigs())
                .extracting(FunctionEventInvokeConfig::functionArn)
                .extracting(arn -> arn.substring(arn.lastIndexOf(':') + 1))
                .containsExactly("$LATEST", "1", "live");
        lambda.deleteFunctionEventInvokeConfig(r -> r.functionName("shown"));
        assertThatThrownBy(
                        () ->
                                lambda.getFunctionEventInvokeConfig(
                                        r -> r.functionName("shown").qualifier("$LATEST")))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining(
                        "The function arn:aws:lambda:us-east-1:000000000000:function:shown:$LATEST"
                                + " doesn't have an EventInvokeConfig");
    }

    @Test
    void whatCannotBeADestinationIsRejected() {
        node.python(lambda, "rejects", role, CODE);
        String self = "arn:aws:lambda:" + ACCOUNT + "function:rejects";
        rejected("rejects", self, "You can't specify the function as a destination for itself.");
        String gone = "arn:aws:lambda:" + ACCOUNT + "function:gone";
        rejected("rejects", gone, "The destination ARN " + gone + " is invalid.");
        String iamArn = "arn:aws:iam:" + ACCOUNT + "function:f";
        rejected(
                "rejects",
                iamArn,
                "The provided destination config DestinationConfig(onSuccess=OnSuccess(destination="
                        + iamArn
                        + "), onFailure=null) is invalid.");
        rejected("rejects", "arn:aws:s3:::records", "is invalid.");
        assertThatThrownBy(
                        () -> lambda.putFunctionEventInvokeConfig(r -> r.functionName("rejects")))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining(
                        "You must specify at least one of error handling or destination setting.");

        String poor = node.role("poor");
        node.python(lambda, "poor", poor, CODE);
        rejected(
                "poor",
                QUEUE,
                "The function's execution role does not have permissions to call SendMessage on "
                        + QUEUE);
        assertThatThrownBy(
                        () ->
                                lambda.updateFunctionConfiguration(
                                        r ->
                                                r.functionName("poor")
                                                        .deadLetterConfig(d -> d.targetArn(TOPIC))))
                .hasMessageContaining(
                        "The provided execution role does not have permissions to call Publish on"
                                + " SNS");
        allow("poor", "sqs:SendMessage", QUEUE);
        assertThat(
                        destinations("poor", QUEUE, null, 0)
                                .destinationConfig()
                                .onSuccess()
                                .destination())
                .isEqualTo(QUEUE);
    }

    private static void rejected(String function, String destination, String message) {
        assertThatThrownBy(() -> destinations(function, destination, null, 0))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining(message);
    }
}
