package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.testkit.Eventually;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
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
import software.amazon.awssdk.services.apigateway.model.IntegrationType;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.lambda.model.TracingMode;
import software.amazon.awssdk.services.xray.XRayClient;
import software.amazon.awssdk.services.xray.model.InvalidRequestException;
import software.amazon.awssdk.services.xray.model.Service;
import software.amazon.awssdk.services.xray.model.Trace;
import software.amazon.awssdk.services.xray.model.TraceSummary;

/** What X-Ray tells of functions and stages that trace. */
@Tag("sandbox")
class XRayTest {
    /** Sends a subsegment as AWS's X-Ray SDKs do: to the daemon's address, by UDP. */
    private static final String CODE =
            """
            import json, os, socket, time
            def handler(event, context):
                header = dict(each.split("=", 1) for each in os.environ["_X_AMZN_TRACE_ID"].split(";"))
                if header["Sampled"] == "1":
                    now = time.time()
                    segment = {"id": "70de5b6f19ff9a0a", "name": "## work", "type": "subsegment", "namespace": "local",
                               "trace_id": header["Root"], "parent_id": header["Parent"],
                               "start_time": now - 0.01, "end_time": now,
                               "annotations": {"ColdStart": True}}
                    host, port = os.environ["AWS_XRAY_DAEMON_ADDRESS"].split(":")
                    text = json.dumps({"format": "json", "version": 1}) + "\\n" + json.dumps(segment)
                    daemon = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                    daemon.sendto(text.encode(), (host, int(port)))
                    daemon.sendto(b"no segment", (host, int(port)))
                if isinstance(event, dict) and event.get("fail"):
                    raise Exception("no")
                return {"statusCode": 200, "body": header["Root"]}
            """;

    @TempDir static Path folder;
    private static Node node;
    private static LiveNode live;
    private static LambdaClient lambda;
    private static XRayClient xray;
    private static String function;

    @BeforeAll
    static void start() {
        node = LiveNode.start(folder);
        live = LiveNode.of(node);
        lambda = live.lambda();
        xray = live.client(XRayClient.builder());
        function = live.python(lambda, "traced", live.role("traced-role"), CODE).functionArn();
        lambda.updateFunctionConfiguration(
                r -> r.functionName("traced").tracingConfig(t -> t.mode(TracingMode.ACTIVE)));
        lambda.waiter().waitUntilFunctionUpdatedV2(r -> r.functionName("traced"));
    }

    @AfterAll
    static void stop() {
        xray.close();
        lambda.close();
        node.close();
    }

    @Test
    void anInvocationHasTheSegmentsThatLambdaHasOnAwsAndThoseThatTheFunctionSends() {
        InvokeResponse response =
                lambda.invoke(r -> r.functionName("traced").logType(LogType.TAIL));
        String id = root(response).substring("Root=".length());
        byte[] log = Base64.getDecoder().decode(response.logResult());

        Trace trace = trace(id, 2);
        JsonObject service = document(trace, "AWS::Lambda");
        JsonObject facade = document(trace, "AWS::Lambda::Function");
        assertThat(service.getString("name")).isEqualTo("traced");
        assertThat(service.getString("resource_arn")).isEqualTo(function);
        assertThat(service.containsKey("parent_id")).isFalse();
        assertThat(facade.getString("parent_id")).isEqualTo(service.getString("id"));
        assertThat(names(facade.getJsonArray("subsegments")))
                .contains("Invocation", "Overhead", "## work");
        assertThat(new String(log, StandardCharsets.UTF_8))
                .contains("\nXRAY TraceId: " + id + "\tSegmentId: " + facade.getString("id"));
        TraceSummary summary = summary(id);
        assertThat(summary.hasFault()).isFalse();
        assertThat(summary.annotations()).containsKey("ColdStart");
        assertThat(summary.entryPoint().type()).isEqualTo("AWS::Lambda");
    }

    @Test
    void aFunctionThatFailsIsAFaultOfItsTrace() {
        InvokeResponse response =
                lambda.invoke(
                        r ->
                                r.functionName("traced")
                                        .payload(SdkBytes.fromUtf8String("{\"fail\": true}")));
        assertThat(response.functionError()).isEqualTo("Unhandled");
        Eventually.value(
                () -> summaries().stream().filter(TraceSummary::hasFault).toList(),
                found -> !found.isEmpty());
    }

    @Test
    void aStageThatTracesIsAboveItsFunction() throws Exception {
        try (ApiGatewayClient apis = patching()) {
            String api = apis.createRestApi(r -> r.name("shop")).id();
            String root = apis.getResources(r -> r.restApiId(api)).items().getFirst().id();
            apis.putMethod(
                    r ->
                            r.restApiId(api)
                                    .resourceId(root)
                                    .httpMethod("GET")
                                    .authorizationType("NONE"));
            apis.putIntegration(
                    r ->
                            r.restApiId(api)
                                    .resourceId(root)
                                    .httpMethod("GET")
                                    .type(IntegrationType.AWS_PROXY)
                                    .integrationHttpMethod("POST")
                                    .uri(
                                            "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
                                                    + function
                                                    + "/invocations"));
            lambda.addPermission(
                    r ->
                            r.functionName("traced")
                                    .statementId("api")
                                    .action("lambda:InvokeFunction")
                                    .principal("apigateway.amazonaws.com"));
            apis.createDeployment(r -> r.restApiId(api).stageName("prod").tracingEnabled(true));
            String path = "/_aws/execute-api/" + api + "/prod/";
            String id = live.http("GET", path).body();

            Trace trace = trace(id, 3);
            JsonObject stage = document(trace, "AWS::ApiGateway::Stage");
            assertThat(stage.getString("name")).isEqualTo("shop/prod");
            assertThat(stage.getJsonObject("http").getJsonObject("response").getInteger("status"))
                    .isEqualTo(200);
            assertThat(document(trace, "AWS::Lambda").getString("parent_id"))
                    .isEqualTo(stage.getString("id"));
            assertThat(summary(id).entryPoint().name()).isEqualTo("shop/prod");
            assertThat(xray.getServiceGraph(r -> r.startTime(before()).endTime(after())).services())
                    .extracting(Service::name)
                    .contains("traced")
                    .doesNotContain("## work");
            Service drawn =
                    xray
                            .getServiceGraph(r -> r.startTime(before()).endTime(after()))
                            .services()
                            .stream()
                            .filter(each -> each.name().equals("shop/prod"))
                            .filter(each -> "AWS::ApiGateway::Stage".equals(each.type()))
                            .findFirst()
                            .orElseThrow();
            assertThat(drawn.root()).isTrue();
            assertThat(drawn.edges()).hasSize(1);

            String unsampled = "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=0";
            live.http("GET", path, "X-Amzn-Trace-Id", unsampled);
            apis.updateStage(
                    r ->
                            r.restApiId(api)
                                    .stageName("prod")
                                    .patchOperations(
                                            p ->
                                                    p.op(Op.REPLACE)
                                                            .path("/tracingEnabled")
                                                            .value("false")));
            assertThat(apis.getStage(r -> r.restApiId(api).stageName("prod")).tracingEnabled())
                    .isFalse();
            assertThat(
                            xray.batchGetTraces(
                                            r -> r.traceIds("1-5759e988-bd862e3fe1be46a994272793"))
                                    .unprocessedTraceIds())
                    .hasSize(1);
        }
    }

    @Test
    void takesSegmentsOfAnyClientAndSaysWhatIsNone() {
        long now = Instant.now().getEpochSecond();
        String id = "1-%08x-bd862e3fe1be46a994272799".formatted(now);
        String good =
                """
                {"name": "app", "id": "70de5b6f19ff9a0b", "start_time": %d.5, "end_time": %d.75,
                 "trace_id": "%s", "http": {"request": {"method": "GET", "url": "https://a.b/"},
                 "response": {"status": 429}}, "error": true, "throttle": true}
                """
                        .formatted(now, now, id);

        assertThat(
                        xray.putTraceSegments(
                                        r ->
                                                r.traceSegmentDocuments(
                                                        good, "nonsense", good.replace("1-", "2-")))
                                .unprocessedTraceSegments())
                .extracting("errorCode")
                .containsExactly("ParseError", "InvalidTraceId");
        TraceSummary summary = summary(id);
        assertThat(summary.hasThrottle()).isTrue();
        assertThat(summary.http().httpStatus()).isEqualTo(429);
        assertThat(summary.responseTime()).isEqualTo(0.25);
        assertThat(xray.getSamplingRules(r -> {}).samplingRuleRecords().getFirst().samplingRule())
                .extracting("ruleName", "fixedRate")
                .containsExactly("Default", 1.0);
        assertThatThrownBy(
                        () ->
                                xray.getTraceSummaries(
                                        r ->
                                                r.startTime(before())
                                                        .endTime(after())
                                                        .filterExpression("fault")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("FilterExpression");
    }

    /** The other tests' client does not know PATCH. */
    private static ApiGatewayClient patching() {
        return ApiGatewayClient.builder()
                .endpointOverride(live.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("test", "test")))
                .build();
    }

    private static String root(InvokeResponse response) {
        return "Root=" + new JsonObject(response.payload().asUtf8String()).getString("body");
    }

    private static Instant before() {
        return Instant.now().minus(Duration.ofMinutes(10));
    }

    private static Instant after() {
        return Instant.now().plusSeconds(10);
    }

    private static List<TraceSummary> summaries() {
        return xray.getTraceSummaries(r -> r.startTime(before()).endTime(after())).traceSummaries();
    }

    private static TraceSummary summary(String id) {
        return summaries().stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
    }

    /** The trace once it has its segments, which are written after their callers' responses. */
    private static Trace trace(String id, int segments) {
        return Eventually.value(
                        () -> xray.batchGetTraces(r -> r.traceIds(id)).traces(),
                        traces ->
                                !traces.isEmpty()
                                        && traces.getFirst().segments().size() == segments)
                .getFirst();
    }

    private static JsonObject document(Trace trace, String origin) {
        return trace.segments().stream()
                .map(segment -> new JsonObject(segment.document()))
                .filter(document -> origin.equals(document.getString("origin")))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<String> names(JsonArray subsegments) {
        return subsegments.stream().map(each -> ((JsonObject) each).getString("name"));
    }
}
