package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.app.settings.Config;
import dev.gatehouse.app.settings.Settings;
import dev.gatehouse.app.settings.SettingsException;
import dev.gatehouse.testkit.Eventually;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.ProtocolType;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** What a collector of OpenTelemetry's hears, in X-Ray's traces. */
@Tag("sandbox")
class TracesTest {
    private static final String ROOT = "Root=1-5759e988-bd862e3fe1be46a994272793";
    private static final String TRACE = "5759e988bd862e3fe1be46a994272793";
    private static final String CODE =
            """
            import os
            def handler(event, context):
                if event.get("rawPath") == "/fail":
                    raise Exception("no")
                return os.environ["_X_AMZN_TRACE_ID"]
            """;

    @TempDir static Path folder;
    private static final List<Span> spans = new CopyOnWriteArrayList<>();
    private static HttpServer collector;
    private static Node node;
    private static LiveNode live;
    private static String api;

    @BeforeAll
    static void start() throws IOException {
        collector = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        collector.createContext("/v1/traces", TracesTest::collect);
        collector.start();
        String url = "http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/traces";
        node = LiveNode.start(config(url));
        live = LiveNode.of(node);
        try (LambdaClient lambda = live.lambda();
                ApiGatewayV2Client apis = live.client(ApiGatewayV2Client.builder())) {
            live.python(lambda, "traced", live.role("traced-role"), CODE);
            String arn =
                    lambda.getFunction(r -> r.functionName("traced")).configuration().functionArn();
            lambda.addPermission(
                    r ->
                            r.functionName("traced")
                                    .statementId("api")
                                    .action("lambda:InvokeFunction")
                                    .principal("apigateway.amazonaws.com"));
            api =
                    apis.createApi(
                                    r ->
                                            r.name("traced")
                                                    .protocolType(ProtocolType.HTTP)
                                                    .target(arn))
                            .apiId();
        }
    }

    private static Config config(String collector) {
        return Config.of(
                new Settings(Map.of("data", folder.toString(), "port", "0", "traces", collector)));
    }

    private static void collect(HttpExchange exchange) throws IOException {
        boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        ExportTraceServiceRequest request =
                ExportTraceServiceRequest.parseFrom(
                        zipped
                                ? new GZIPInputStream(exchange.getRequestBody())
                                : exchange.getRequestBody());
        request.getResourceSpansList()
                .forEach(
                        resource ->
                                resource.getScopeSpansList()
                                        .forEach(scope -> spans.addAll(scope.getSpansList())));
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    @AfterAll
    static void stop() {
        node.close();
        collector.stop(0);
    }

    @Test
    void aRequestItsIntegrationAndItsInvocationAreSpansOfTheCallersTrace() throws Exception {
        String seen = get("/in-trace", ROOT + ";Parent=53995c3f42cd8ad8;Sampled=1").body();

        Span request = span(TRACE, "$default");
        assertThat(hex(request.getParentSpanId().toByteArray())).isEqualTo("53995c3f42cd8ad8");
        assertThat(request.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
        assertThat(attribute(request, "url.path")).endsWith("/" + api + "/in-trace");
        assertThat(attribute(request, "gatehouse.api.id")).isEqualTo(api);
        assertThat(request.getEndTimeUnixNano()).isGreaterThan(request.getStartTimeUnixNano());

        Span integration = span(TRACE, "integration");
        assertThat(integration.getParentSpanId()).isEqualTo(request.getSpanId());

        Span invocation = span(TRACE, "traced");
        assertThat(invocation.getParentSpanId()).isEqualTo(request.getSpanId());
        assertThat(attribute(invocation, "faas.name")).isEqualTo("traced");
        Span service = span(TRACE, "AWS::Lambda");
        assertThat(service.getParentSpanId()).isEqualTo(invocation.getSpanId());
        Span function = span(TRACE, "AWS::Lambda::Function");
        assertThat(function.getParentSpanId()).isEqualTo(service.getSpanId());
        assertThat(span(TRACE, "Invocation").getParentSpanId()).isEqualTo(function.getSpanId());
        String id = hex(function.getSpanId().toByteArray());
        assertThat(seen).startsWith(ROOT + ";Parent=" + id + ";Sampled=1");
    }

    @Test
    void aFunctionThatFailsIsAnErrorOfItsSpan() throws Exception {
        String root = "Root=1-5759e989-bd862e3fe1be46a994272794";
        get("/fail", root);

        Span invocation = span("5759e989bd862e3fe1be46a994272794", "traced");
        assertThat(invocation.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
        assertThat(attribute(invocation, "error.type")).isEqualTo("error");
        Span request = span("5759e989bd862e3fe1be46a994272794", "$default");
        assertThat(request.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
        assertThat(request.getParentSpanId().isEmpty()).isTrue();
    }

    @Test
    void whatTheCallerDoesNotSampleIsNotExported() throws Exception {
        String unsampled = "5759e98abd862e3fe1be46a994272795";
        get("/", "Root=1-5759e98a-bd862e3fe1be46a994272795;Sampled=0");
        get("/", "Root=1-5759e98b-bd862e3fe1be46a994272796");

        span("5759e98bbd862e3fe1be46a994272796", "traced");
        assertThat(find(unsampled, "traced")).isEmpty();
        assertThat(find(unsampled, "$default")).isEmpty();
    }

    @Test
    void rejectsACollectorWithoutAPath() {
        assertThatThrownBy(() -> config("127.0.0.1:4318"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("traces")
                .hasMessageContaining("/v1/traces");
    }

    private static HttpResponse<String> get(String path, String trace) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI url = live.endpoint().resolve("/_aws/execute-api/" + api + path);
            return client.send(
                    HttpRequest.newBuilder(url).header("X-Amzn-Trace-Id", trace).build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private static Span span(String trace, String name) {
        return Eventually.value(() -> find(trace, name), Optional::isPresent).orElseThrow();
    }

    private static Optional<Span> find(String trace, String name) {
        return spans.stream()
                .filter(each -> hex(each.getTraceId().toByteArray()).equals(trace))
                .filter(each -> each.getName().equals(name))
                .findFirst();
    }

    private static String attribute(Span span, String key) {
        return span.getAttributesList().stream()
                .filter(each -> each.getKey().equals(key))
                .map(each -> each.getValue().getStringValue())
                .findFirst()
                .orElse("");
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
