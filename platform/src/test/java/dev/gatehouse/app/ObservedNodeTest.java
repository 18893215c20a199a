package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.app.settings.Config;
import dev.gatehouse.app.settings.Settings;
import dev.gatehouse.testkit.Eventually;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.AuthorizationType;
import software.amazon.awssdk.services.apigatewayv2.model.ProtocolType;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** What a node tells whoever runs it of the requests it served. */
@Tag("node")
class ObservedNodeTest {
    private static final String METRICS = "/_gatehouse/metrics";

    @TempDir static Path folder;
    private static Node node;
    private static LiveNode live;
    private static String api;

    @BeforeAll
    static void start() {
        node = node("node", Map.of("access-log", folder.resolve("access.log").toString()));
        live = LiveNode.of(node);
        try (ApiGatewayV2Client client = live.client(ApiGatewayV2Client.builder())) {
            String target = live.endpoint().resolve("/_gatehouse/status").toString();
            api =
                    client.createApi(
                                    r ->
                                            r.name("status")
                                                    .protocolType(ProtocolType.HTTP)
                                                    .routeKey("GET /status")
                                                    .target(target))
                            .apiId();
        }
    }

    private static Node node(String name, Map<String, String> more) {
        Map<String, String> settings =
                Map.of(
                        "data",
                        folder.resolve(name).toString(),
                        "port",
                        "0",
                        "integration.allow",
                        "127.0.0.1:*");
        return LiveNode.start(Config.of(new Settings(settings).with(more)));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void greetsWhoOpensItsAddressAndTellsThatItRuns() throws Exception {
        assertThat(live.http("GET", "/").body()).contains("Gatehouse is running", "gatehouse env");
        assertThat(live.http("GET", "/_gatehouse/health").body())
                .isEqualTo("{\"status\":\"running\"}");
        assertThat(live.http("GET", "/?list-type=2").body()).contains("AccessDenied");
    }

    @Test
    void countsRequestsByTheRouteThatWasDeclared() throws Exception {
        get("/status");
        get("/status");
        get("/nothing/here");

        assertThat(metrics())
                .contains(series("GET", "GET /status", "$default", 200) + " 2")
                .contains(series("GET", "", "$default", 404) + " 1")
                .contains("gatehouse_integrations_seconds_count{api=\"" + api + "\"")
                .contains("gatehouse_requests_seconds_bucket{")
                .doesNotContain("nothing");
    }

    private static String series(String method, String route, String stage, int status) {
        return "gatehouse_requests_seconds_count{api=\"%s\",method=\"%s\",route=\"%s\",stage=\"%s\",status=\"%d\"}"
                .formatted(api, method, route, stage, status);
    }

    @Test
    void countsInvocationsByFunctionAndOutcome() throws Exception {
        try (LambdaClient lambda = live.lambda()) {
            String code =
                    """
                    def handler(event, context):
                        return 1 / event
                    """;
            live.python(lambda, "divides", live.role("divides-role"), code);
            LiveNode.invoke(lambda, "divides", "1");
            LiveNode.invoke(lambda, "divides", "0");
        }

        assertThat(metrics())
                .contains(
                        "gatehouse_invocations_seconds_count{function=\"divides\",outcome=\"success\",type=\"RequestResponse\"}"
                            + " 1")
                .contains(
                        "gatehouse_invocations_seconds_count{function=\"divides\",outcome=\"error\",type=\"RequestResponse\"}"
                            + " 1")
                .containsPattern(
                        "gatehouse_runtime_starts_seconds_count\\{function=\"divides\","
                                + "status=\"success\"} [12]\n")
                .containsPattern(
                        "gatehouse_runtime_events_seconds_count\\{function=\"divides\","
                                + "status=\"(success|error)\"} [12]\n")
                .contains("gatehouse_dropped_logs_bytes_total 0.0")
                .contains("gatehouse_invocations_in_flight 0.0")
                .containsPattern("gatehouse_environments [1-9]")
                .containsPattern("gatehouse_cold_starts_total [1-9]")
                .containsPattern("gatehouse_sandboxes_ready [0-9]")
                .containsPattern("gatehouse_store_commits_total [1-9]")
                .contains("gatehouse_store_commit_seconds_total ")
                .contains("gatehouse_asynchronous_events 0.0")
                .contains("gatehouse_asynchronous_lag_seconds 0.0");
    }

    @Test
    void tellsOfTheJvmAndOfTheEventLoops() throws Exception {
        assertThat(metrics())
                .contains("jvm_memory_used_bytes")
                .contains("process_uptime_seconds")
                .contains("gatehouse_event_loop_lag_max_seconds");
    }

    @Test
    void writesALineForEveryRequest() throws Exception {
        HttpResponse<String> response = get("/status");
        String id = response.headers().firstValue("Apigw-Requestid").orElseThrow();

        JsonNode line = line(id);

        assertThat(line.path("api").asText()).isEqualTo(api);
        assertThat(line.path("route").asText()).isEqualTo("GET /status");
        assertThat(line.path("status").asInt()).isEqualTo(200);
        assertThat(line.path("responseBytes").asInt()).isEqualTo(response.body().length());
        assertThat(line.has("principal")).isFalse();
        assertThat(line.path("latencyMs").asDouble())
                .isGreaterThanOrEqualTo(line.path("integrationMs").asDouble());
    }

    @Test
    void tellsWhoCalledWhereTheRouteAsks() throws Exception {
        try (ApiGatewayV2Client client = live.client(ApiGatewayV2Client.builder())) {
            String integration =
                    client.getIntegrations(r -> r.apiId(api)).items().getFirst().integrationId();
            client.createRoute(
                    r ->
                            r.apiId(api)
                                    .routeKey("GET /mine")
                                    .authorizationType(AuthorizationType.AWS_IAM)
                                    .target("integrations/" + integration));
        }
        HttpResponse<String> signed =
                SignedApiCalls.send(
                        AwsBasicCredentials.create("test", "test"),
                        "GET",
                        live.endpoint().resolve("/_aws/execute-api/" + api + "/mine"),
                        "");

        String id = signed.headers().firstValue("Apigw-Requestid").orElseThrow();
        assertThat(line(id).path("principal").asText()).isEqualTo("arn:aws:iam::000000000000:root");
    }

    private static JsonNode line(String requestId) throws Exception {
        List<String> lines =
                Eventually.value(
                        () ->
                                Files.readAllLines(folder.resolve("access.log")).stream()
                                        .filter(line -> line.contains(requestId))
                                        .toList(),
                        found -> !found.isEmpty());
        return new ObjectMapper().readTree(lines.getFirst());
    }

    @Test
    void metricsWantTheTokenWhereThereIsOne() throws Exception {
        try (Node guarded = node("guarded", Map.of("metrics-token", "secret"))) {
            LiveNode other = LiveNode.of(guarded);

            assertThat(other.http("GET", METRICS).statusCode()).isEqualTo(401);
            assertThat(other.http("GET", METRICS, "authorization", "Bearer wrong").statusCode())
                    .isEqualTo(401);
            assertThat(other.http("GET", METRICS, "authorization", "Bearer secret").statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void functionsCannotReadTheMetrics() throws Exception {
        try (LambdaClient lambda = live.lambda()) {
            String code =
                    """
                    import os, urllib.request, urllib.error
                    def handler(event, context):
                        try:
                            url = os.environ["AWS_ENDPOINT_URL"] + "/_gatehouse/metrics"
                            return urllib.request.urlopen(url).status
                        except urllib.error.HTTPError as error:
                            return error.code
                    """;
            live.python(lambda, "curious", live.role("curious-role"), code);

            assertThat(List.of("403", "404")).contains(LiveNode.invoke(lambda, "curious", "{}"));
        }
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return live.http("GET", "/_aws/execute-api/" + api + path);
    }

    private static String metrics() throws Exception {
        HttpResponse<String> page = live.http("GET", METRICS);
        assertThat(page.statusCode()).isEqualTo(200);
        return page.body();
    }
}
