package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.lambda.code.Zips;
import dev.gatehouse.testkit.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.BadRequestException;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.ResponseTransferMode;
import software.amazon.awssdk.services.apigateway.model.TestInvokeMethodResponse;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.CreateFunctionResponse;

/** {@code responseTransferMode: STREAM} of REST APIs with a real function. */
@Tag("sandbox")
final class RestStreamingTest {
    private static final String CODE =
            """
            exports.handler = awslambda.streamifyResponse(async (event, stream) => {
              const ask = event.queryStringParameters?.ask;
              if (ask === "early") throw new RangeError("early");
              if (ask === "tls") {
                const said = await fetch(`https://${event.requestContext.apiId}.execute-api.us-east-1.amazonaws.com/v1/`);
                await said.text();
              }
              if (ask === "plain") { stream.write("plain"); stream.end(); return; }
              stream = awslambda.HttpResponseStream.from(stream, {
                statusCode: 202, headers: {"x-a": "b"}, multiValueHeaders: {"x-m": ["1", "2"]}});
              stream.write("first,");
              while (ask?.startsWith("held") && !require("node:fs").existsSync("/var/task/" + ask)) {
                await new Promise(done => setTimeout(done, 10));
              }
              if (ask === "middle") throw new RangeError("in the middle");
              stream.write(event.httpMethod + " " + event.resource);
              stream.end();
            });
            """;

    private static final String FORMAT =
            "$context.integration.timeToAllHeaders $context.integration.timeToFirstContent"
                    + " $context.integration.latency $context.tlsVersion $context.cipherSuite";

    @TempDir static Path data;
    private static Node node;
    private static LiveNode live;
    private static ApiGatewayClient rest;
    private static String api;
    private static String root;
    private static String function;
    private static Path code;
    private static String role;

    @BeforeAll
    static void start() {
        node = LiveNode.start(data);
        live = LiveNode.of(node);
        rest = live.client(ApiGatewayClient.builder());
        role = live.role("streams");
        try (LambdaClient lambda = live.lambda()) {
            CreateFunctionResponse made =
                    lambda.createFunction(
                            r ->
                                    r.functionName("streams")
                                            .runtime("nodejs22.x")
                                            .handler("app.handler")
                                            .role(role)
                                            .timeout(60)
                                            .code(
                                                    c ->
                                                            c.zipFile(
                                                                    SdkBytes.fromByteArray(
                                                                            Zips.of(
                                                                                    "app.js",
                                                                                    CODE)))));
            function = made.functionArn();
            code = LiveNode.code(data, made.codeSha256());
            lambda.waiter().waitUntilFunctionActiveV2(r -> r.functionName("streams"));
            lambda.addPermission(
                    r ->
                            r.functionName("streams")
                                    .statementId("api")
                                    .action("lambda:InvokeFunction")
                                    .principal("apigateway.amazonaws.com"));
        }
        var created = rest.createRestApi(of -> of.name("streams"));
        api = created.id();
        root = created.rootResourceId();
        rest.putMethod(
                of ->
                        of.restApiId(api)
                                .resourceId(root)
                                .httpMethod("GET")
                                .authorizationType("NONE"));
        integrate("2021-11-15/functions/%s/response-streaming-invocations", "STREAM");
        rest.createDeployment(of -> of.restApiId(api).stageName("v1"));
    }

    @AfterAll
    static void stop() {
        rest.close();
        node.close();
    }

    private static void integrate(String path, String mode) {
        rest.putIntegration(
                of ->
                        of.restApiId(api)
                                .resourceId(root)
                                .httpMethod("GET")
                                .type("AWS_PROXY")
                                .integrationHttpMethod("POST")
                                .timeoutInMillis(60_000)
                                .responseTransferMode(ResponseTransferMode.fromValue(mode))
                                .uri(
                                        "arn:aws:apigateway:us-east-1:lambda:path/"
                                                + path.formatted(function)));
    }

    @Test
    void theResponseGoesOnAsTheFunctionMakesIt() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<InputStream> response =
                    client.send(
                            HttpRequest.newBuilder(uri("?ask=held")).build(),
                            HttpResponse.BodyHandlers.ofInputStream());
            assertThat(response.statusCode()).isEqualTo(202);
            assertThat(response.headers().firstValue("x-a")).hasValue("b");
            assertThat(response.headers().allValues("x-m")).containsExactly("1", "2");
            assertThat(response.headers().firstValue("content-length")).isEmpty();
            assertThat(response.headers().firstValue("x-amzn-requestid")).isPresent();
            InputStream body = response.body();
            assertThat(new String(body.readNBytes(6), StandardCharsets.UTF_8)).isEqualTo("first,");
            Files.createFile(code.resolve("held"));
            assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("GET /");
        }
    }

    @Test
    void theAccessLogTellsWhenItBeganAndHowItWasEncrypted() throws Exception {
        try (ApiGatewayClient patching = patching();
                CloudWatchLogsClient logs = live.client(CloudWatchLogsClient.builder())) {
            logs.createLogGroup(r -> r.logGroupName("streamed"));
            patching.updateAccount(
                    r ->
                            r.patchOperations(
                                    p -> p.op(Op.REPLACE).path("/cloudwatchRoleArn").value(role)));
            patching.updateStage(
                    r ->
                            r.restApiId(api)
                                    .stageName("v1")
                                    .patchOperations(
                                            p ->
                                                    p.op(Op.REPLACE)
                                                            .path(
                                                                    "/accessLogSettings/destinationArn")
                                                            .value(
                                                                    "arn:aws:logs:us-east-1:000000000000:log-group:streamed"),
                                            p ->
                                                    p.op(Op.REPLACE)
                                                            .path("/accessLogSettings/format")
                                                            .value(FORMAT)));

            assertThat(live.http("GET", path("?ask=tls")).statusCode()).isEqualTo(202);

            Eventually.holds(() -> lines(logs).size() == 2);
            List<String> lines = lines(logs);
            assertThat(lines.getFirst()).matches(".* TLSv1\\.3 TLS_AES_\\d+_GCM_SHA\\d+");
            assertThat(lines.getLast()).endsWith(" - -");
            for (String line : lines) {
                List<Integer> times =
                        Stream.of(line.split(" ", 4)).limit(3).map(Integer::valueOf).toList();
                assertThat(times).isSorted();
            }
            tellsHowLongABodyTook(logs);
        }
    }

    private static void tellsHowLongABodyTook(CloudWatchLogsClient logs) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            InputStream body =
                    client.send(
                                    HttpRequest.newBuilder(uri("?ask=held-longer")).build(),
                                    HttpResponse.BodyHandlers.ofInputStream())
                            .body();
            body.readNBytes(6);
            Eventually.stays(Duration.ofMillis(100), () -> lines(logs).size() == 2);
            Files.createFile(code.resolve("held-longer"));
            body.readAllBytes();
        }
        String line = Eventually.value(() -> lines(logs), all -> all.size() == 3).getLast();
        String[] times = line.split(" ");
        assertThat(Integer.parseInt(times[2])).isGreaterThan(Integer.parseInt(times[1]) + 90);
    }

    /** The client of live nodes knows no PATCH. */
    private static ApiGatewayClient patching() {
        return ApiGatewayClient.builder()
                .endpointOverride(live.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("test", "test")))
                .build();
    }

    private static List<String> lines(CloudWatchLogsClient logs) {
        return logs.filterLogEvents(r -> r.logGroupName("streamed")).events().stream()
                .map(FilteredLogEvent::message)
                .toList();
    }

    @Test
    void aFunctionThatFailsBeforeItsFirstByteOrHasNoPreludeIsABadGateway() throws Exception {
        assertThat(live.http("GET", path("?ask=early")).statusCode()).isEqualTo(502);
        HttpResponse<String> plain = live.http("GET", path("?ask=plain"));
        assertThat(plain.statusCode()).isEqualTo(502);
        assertThat(plain.body()).isEqualTo("{\"message\": \"Internal server error\"}");
    }

    @Test
    void aFunctionThatFailsInTheMiddleEndsTheConnection() {
        assertThatThrownBy(() -> live.http("GET", path("?ask=middle")))
                .isInstanceOf(IOException.class);
    }

    @Test
    void theModeAndTheUriNeedEachOther() {
        assertThatThrownBy(() -> integrate("2015-03-31/functions/%s/invocations", "STREAM"))
                .isInstanceOf(BadRequestException.class);
        assertThatThrownBy(
                        () ->
                                integrate(
                                        "2021-11-15/functions/%s/response-streaming-invocations",
                                        "BUFFERED"))
                .isInstanceOf(BadRequestException.class);
    }

    @Test
    void aTestInvocationHasAllOfWhatStreams() {
        TestInvokeMethodResponse tried =
                rest.testInvokeMethod(r -> r.restApiId(api).resourceId(root).httpMethod("GET"));
        assertThat(tried.status()).as(tried.log()).isEqualTo(202);
        assertThat(tried.body()).isEqualTo("first,GET /");
    }

    private static String path(String query) {
        return "/_aws/execute-api/" + api + "/v1/" + query;
    }

    private static URI uri(String query) {
        return live.endpoint().resolve(path(query));
    }
}
