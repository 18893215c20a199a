package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.testkit.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.IntegrationType;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.ProtocolType;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.CloudWatchLogsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** One node with functions, APIs and logs, used as the AWS SDK for Java and browsers use it. */
@Tag("node")
class NodeTest {
    private static final String CODE =
            """
            import json

            def handler(event, context):
                if event.get("fail"):
                    raise ValueError("as told")
                if event.get("who"):
                    import boto3
                    return boto3.client("sts").get_caller_identity()["Arn"]
                print("saw " + event.get("word", "nothing"))
                if "requestContext" in event:
                    return {"statusCode": 201, "body": "made " + event.get("rawPath", event.get("path"))}
                return {"word": event.get("word")}
            """;

    @TempDir static Path data;
    private static Node started;
    private static LiveNode node;
    private static LambdaClient lambda;
    private static String functionArn;

    @BeforeAll
    static void start() {
        started = LiveNode.start(data);
        node = LiveNode.of(started);
        lambda = node.lambda();
        functionArn = node.python(lambda, "words", node.role("words-role"), CODE).functionArn();
    }

    @AfterAll
    static void stop() {
        started.close();
    }

    @Test
    void answersAnInvocationWithTheTailOfItsLog() {
        InvokeResponse response =
                lambda.invoke(
                        r ->
                                r.functionName("words")
                                        .logType(LogType.TAIL)
                                        .payload(SdkBytes.fromUtf8String("{\"word\": \"tail\"}")));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.functionError()).isNull();
        assertThat(response.executedVersion()).isEqualTo("$LATEST");
        assertThat(response.payload().asUtf8String()).isEqualTo("{\"word\": \"tail\"}");
        assertThat(
                        new String(
                                Base64.getDecoder().decode(response.logResult()),
                                StandardCharsets.UTF_8))
                .contains(
                        "START RequestId: ", "saw tail\n", "END RequestId: ", "REPORT RequestId: ");
    }

    @Test
    void tellsTheErrorOfAHandlerInAwsShape() {
        InvokeResponse response =
                lambda.invoke(
                        r ->
                                r.functionName(functionArn)
                                        .payload(SdkBytes.fromUtf8String("{\"fail\": true}")));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.functionError()).isEqualTo("Unhandled");
        assertThat(response.payload().asUtf8String())
                .contains(
                        "\"errorMessage\": \"as told\"",
                        "\"errorType\": \"ValueError\"",
                        "\"stackTrace\": [");
    }

    @Test
    void knowsNoFunctionThatNobodyMade() {
        assertThatThrownBy(() -> LiveNode.invoke(lambda, "nobody", "{}"))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageStartingWith(
                        "Function not found:"
                                + " arn:aws:lambda:us-east-1:000000000000:function:nobody");
    }

    @Test
    void aFunctionCallsTheNodeAsItsRole() {
        assertThat(LiveNode.invoke(lambda, "words", "{\"who\": true}"))
                .startsWith("\"arn:aws:sts::000000000000:assumed-role/words-role/words");
    }

    @Test
    void anEventIsAcceptedAndItsOutputIsFoundInTheLog() throws InterruptedException {
        InvokeResponse accepted =
                lambda.invoke(
                        r ->
                                r.functionName("words")
                                        .invocationType(InvocationType.EVENT)
                                        .payload(SdkBytes.fromUtf8String("{\"word\": \"later\"}")));

        assertThat(accepted.statusCode()).isEqualTo(202);
        assertThat(accepted.payload().asUtf8String()).isEmpty();
        assertThat(loggedLines("/aws/lambda/words", "later")).containsExactly("saw later");
    }

    @Test
    void anHttpApiCallsAFunctionThatAllowsIt() throws Exception {
        String api = httpApi("GET /words/{id}");
        lambda.addPermission(
                r ->
                        r.functionName("words")
                                .statementId("http")
                                .action("lambda:InvokeFunction")
                                .principal("apigateway.amazonaws.com")
                                .sourceArn(
                                        "arn:aws:execute-api:us-east-1:000000000000:"
                                                + api
                                                + "/*"));

        HttpResponse<String> byPath = node.http("GET", "/_aws/execute-api/" + api + "/words/1");
        assertThat(byPath.statusCode()).isEqualTo(201);
        assertThat(byPath.body()).isEqualTo("made /words/1");
        assertThat(byHost(api + ".execute-api.us-east-1.amazonaws.com", "/words/2"))
                .startsWith("HTTP/1.1 201 ")
                .endsWith("made /words/2");
        assertThat(node.http("GET", "/_aws/execute-api/" + api + "/sentences").statusCode())
                .isEqualTo(404);
    }

    @Test
    void anHttpApiMayNotCallAFunctionThatDoesNotAllowIt() throws Exception {
        String api = httpApi("GET /closed");

        HttpResponse<String> response = node.http("GET", "/_aws/execute-api/" + api + "/closed");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).isEqualTo("{\"message\":\"Internal Server Error\"}");
    }

    @Test
    void aRestApiAnswersFromAFunctionAndFromAMock() throws Exception {
        try (ApiGatewayClient rest = node.client(ApiGatewayClient.builder())) {
            String api = rest.createRestApi(r -> r.name("rest")).id();
            String root = rest.getResources(r -> r.restApiId(api)).items().getFirst().id();
            withFunction(rest, api, child(rest, api, root, "words"));
            withMock(rest, api, child(rest, api, root, "mock"));
            rest.createDeployment(r -> r.restApiId(api).stageName("live"));

            String base = "/restapis/" + api + "/live/_user_request_";
            HttpResponse<String> proxied = node.http("GET", base + "/words");
            assertThat(proxied.statusCode()).isEqualTo(201);
            assertThat(proxied.body()).isEqualTo("made /words");
            HttpResponse<String> mocked = node.http("GET", base + "/mock");
            assertThat(mocked.statusCode()).isEqualTo(200);
            assertThat(mocked.body()).isEqualTo("{\"mocked\": true}");
            assertThat(node.http("GET", base + "/none").statusCode()).isEqualTo(403);
        }
    }

    @Test
    void acceptedEventsAreRunHoweverFewMayRunAtOnce() throws Exception {
        node.python(lambda, "single", node.role("single-role"), CODE);
        lambda.putFunctionConcurrency(
                r -> r.functionName("single").reservedConcurrentExecutions(1));
        for (int i = 0; i < 6; i++) {
            SdkBytes event = SdkBytes.fromUtf8String("{\"word\": \"event" + i + "\"}");
            InvokeResponse accepted =
                    lambda.invoke(
                            r ->
                                    r.functionName("single")
                                            .invocationType(InvocationType.EVENT)
                                            .payload(event));
            assertThat(accepted.statusCode()).isEqualTo(202);
        }
        assertThat(loggedLines("/aws/lambda/single", "saw", 6)).hasSize(6).doesNotHaveDuplicates();
    }

    @Test
    void anApiThatNobodyMadeIsForbidden() throws Exception {
        HttpResponse<String> response = node.http("GET", "/_aws/execute-api/abcdefghij/words");
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).isEqualTo("{\"message\":\"Forbidden\"}");
    }

    private static String httpApi(String routeKey) {
        try (ApiGatewayV2Client http = node.client(ApiGatewayV2Client.builder())) {
            String api =
                    http.createApi(r -> r.name(routeKey).protocolType(ProtocolType.HTTP)).apiId();
            String integration =
                    http.createIntegration(
                                    r ->
                                            r.apiId(api)
                                                    .integrationType("AWS_PROXY")
                                                    .integrationUri(functionArn)
                                                    .payloadFormatVersion("2.0"))
                            .integrationId();
            http.createRoute(
                    r -> r.apiId(api).routeKey(routeKey).target("integrations/" + integration));
            http.createStage(r -> r.apiId(api).stageName("$default").autoDeploy(true));
            return api;
        }
    }

    private static String child(ApiGatewayClient rest, String api, String parent, String part) {
        String id = rest.createResource(r -> r.restApiId(api).parentId(parent).pathPart(part)).id();
        rest.putMethod(
                r -> r.restApiId(api).resourceId(id).httpMethod("GET").authorizationType("NONE"));
        return id;
    }

    private static void withFunction(ApiGatewayClient rest, String api, String resource) {
        rest.putIntegration(
                r ->
                        r.restApiId(api)
                                .resourceId(resource)
                                .httpMethod("GET")
                                .type(IntegrationType.AWS_PROXY)
                                .integrationHttpMethod("POST")
                                .uri(
                                        "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
                                                + functionArn
                                                + "/invocations"));
        lambda.addPermission(
                r ->
                        r.functionName("words")
                                .statementId("rest")
                                .action("lambda:InvokeFunction")
                                .principal("apigateway.amazonaws.com")
                                .sourceArn(
                                        "arn:aws:execute-api:us-east-1:000000000000:"
                                                + api
                                                + "/*/GET/words"));
    }

    private static void withMock(ApiGatewayClient rest, String api, String resource) {
        rest.putIntegration(
                r ->
                        r.restApiId(api)
                                .resourceId(resource)
                                .httpMethod("GET")
                                .type(IntegrationType.MOCK)
                                .requestTemplates(
                                        Map.of("application/json", "{\"statusCode\": 200}")));
        rest.putMethodResponse(
                r -> r.restApiId(api).resourceId(resource).httpMethod("GET").statusCode("200"));
        rest.putIntegrationResponse(
                r ->
                        r.restApiId(api)
                                .resourceId(resource)
                                .httpMethod("GET")
                                .statusCode("200")
                                .responseTemplates(
                                        Map.of("application/json", "{\"mocked\": true}")));
    }

    /** The lines of a log group that hold a word, once there are enough. */
    private static List<String> loggedLines(String group, String word) throws InterruptedException {
        return loggedLines(group, word, 1);
    }

    private static List<String> loggedLines(String group, String word, int count)
            throws InterruptedException {
        try (CloudWatchLogsClient logs = node.client(CloudWatchLogsClient.builder())) {
            return Eventually.value(() -> lines(logs, group, word), lines -> lines.size() >= count);
        }
    }

    /** What there is now; a function that has not run yet has no group. */
    private static List<String> lines(CloudWatchLogsClient logs, String group, String word) {
        try {
            return logs
                    .filterLogEvents(r -> r.logGroupName(group).filterPattern(word))
                    .events()
                    .stream()
                    .map(FilteredLogEvent::message)
                    .map(String::strip)
                    .toList();
        } catch (CloudWatchLogsException notYet) {
            return List.of();
        }
    }

    /** What comes back on a connection for a name that no resolver knows. */
    private static String byHost(String host, String path) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", started.port())) {
            String request =
                    "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                            .formatted(path, host);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .lines()
                    .collect(Collectors.joining("\n"));
        }
    }
}
