package dev.gatehouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.function.Invocation;
import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.observe.metric.Metric;
import dev.gatehouse.observe.metric.Values;
import dev.gatehouse.testkit.Eventually;
import io.vertx.core.Future;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigatewayv2.model.BadRequestException;
import software.amazon.awssdk.services.apigatewayv2.model.IntegrationType;
import software.amazon.awssdk.services.apigatewayv2.model.LoggingLevel;
import software.amazon.awssdk.services.apigatewayv2.model.ProtocolType;
import software.amazon.awssdk.services.apigatewayv2.model.RouteSettings;

/** Execution logs of WebSocket APIs and what CloudWatch is told of them. */
@Tag("node")
final class WebSocketMonitoringTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private final ScriptedFunction function = new ScriptedFunction();
    private ApiGatewayNode node;
    private String api;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        node = new ApiGatewayNode(folder, function);
        function.does(WebSocketMonitoringTest::answer);
        api =
                node.http
                        .createApi(
                                r ->
                                        r.name("chat")
                                                .protocolType(ProtocolType.WEBSOCKET)
                                                .routeSelectionExpression("$request.body.action"))
                        .apiId();
        String uri =
                "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
                        + "arn:aws:lambda:us-east-1:000000000000:function:chat/invocations";
        String target =
                "integrations/"
                        + node.http
                                .createIntegration(
                                        r ->
                                                r.apiId(api)
                                                        .integrationType(IntegrationType.AWS_PROXY)
                                                        .integrationUri(uri))
                                .integrationId();
        for (String key : new String[] {"$connect", "$disconnect", "say"}) {
            node.http.createRoute(r -> r.apiId(api).routeKey(key).target(target));
        }
    }

    @AfterEach
    void stop() throws Exception {
        node.close();
    }

    @Test
    void countsConnectsMessagesAndErrorsAsAwsDoes() {
        stage(settings -> {});
        SocketClient socket = connect().send("{\"action\":\"say\",\"text\":\"decline\"}");
        assertThat(socket.send("{\"action\":\"say\",\"text\":\"break\"}").next())
                .contains("Internal server error");
        assertThat(socket.send("{\"action\":\"say\",\"text\":\"dawdle\"}").next())
                .contains("Internal server error");
        assertThat(socket.send("{\"action\":\"none\"}").next()).contains("Forbidden");
        Map<String, Double> sums = sums("ApiId=" + api);
        assertThat(sums)
                .containsEntry("ConnectCount", 1.0)
                .containsEntry("MessageCount", 4 + 3.0)
                .containsEntry("IntegrationError", 2.0)
                .containsEntry("ExecutionError", 1.0)
                .containsEntry("ClientError", 1.0);
    }

    @Test
    void tellsRoutesApartWhereMetricsAreDetailed() {
        stage(settings -> settings.detailedMetricsEnabled(true));
        connect()
                .send("{\"action\":\"say\"}")
                .send("{\"action\":\"say\",\"text\":\"break\"}")
                .next();
        assertThat(sums("ApiId=%s,Route=say,Stage=v1".formatted(api)))
                .containsEntry("MessageCount", 3.0)
                .containsKey("IntegrationLatency");
    }

    @Test
    void writesTheCourseOfWhatHappensOnAConnection() {
        node.rest.updateAccount(
                r ->
                        r.patchOperations(
                                p ->
                                        p.op(Op.REPLACE)
                                                .path("/cloudwatchRoleArn")
                                                .value("arn:aws:iam::000000000000:role/logs")));
        stage(settings -> settings.loggingLevel(LoggingLevel.INFO).dataTraceEnabled(true));
        SocketClient socket = connect();
        socket.send("{\"action\":\"say\",\"text\":\"hello\"}");
        logged("sent to API [" + api + "] with response status code [200].");
        socket.close(1000, "bye");
        logged("disconnected from API [" + api + "]");
        String group = "/aws/apigateway/" + api + "/v1 (";
        assertThat(node.logs).allMatch(line -> line.startsWith(group));
        String all = String.join("\n", node.logs);
        assertThat(all)
                .containsSubsequence(
                        "Extended Request Id: ",
                        "Starting execution for request: ",
                        "WebSocket Request Route: [$connect]",
                        "is connecting to WebSocket API [" + api + "].",
                        "Sending request to https://lambda.us-east-1.amazonaws.com/",
                        "Received response. Status: 200",
                        "connected to API [" + api + "] successfully.",
                        "WebSocket Request Route: [say]",
                        "Method request body before transformations: {\"action\":\"say\",",
                        "Endpoint response body before transformations: {\"statusCode\":200}",
                        "WebSocket Request Route: [$disconnect]",
                        "Close reason: [1000: bye]");
    }

    @Test
    void writesOnlyWhatFailsAtTheLevelError() {
        node.rest.updateAccount(
                r ->
                        r.patchOperations(
                                p ->
                                        p.op(Op.REPLACE)
                                                .path("/cloudwatchRoleArn")
                                                .value("arn:aws:iam::000000000000:role/logs")));
        stage(settings -> settings.loggingLevel(LoggingLevel.ERROR));
        connect()
                .send("{\"action\":\"say\"}")
                .send("{\"action\":\"say\",\"text\":\"break\"}")
                .next();
        logged("Lambda execution failed with status 200 due to customer function error: no.");
        assertThat(node.logs).hasSize(1);
    }

    @Test
    void wantsARoleOfTheAccountForLogs() {
        assertThatThrownBy(() -> stage(settings -> settings.loggingLevel(LoggingLevel.INFO)))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("CloudWatch Logs role ARN must be set in account settings");
    }

    /** What the function does is what the message says. */
    private static Future<InvocationResult> answer(Invocation invocation) {
        String event = invocation.payload().toString();
        if (event.contains("break")) {
            return ScriptedFunction.functionError("{\"errorMessage\":\"no\"}");
        }
        return event.contains("dawdle")
                ? Future.failedFuture(new TimeoutException("too slow"))
                : ScriptedFunction.respond(
                        "{\"statusCode\":%d}".formatted(event.contains("decline") ? 500 : 200));
    }

    private void logged(String words) {
        Eventually.holds(() -> node.logs.stream().anyMatch(line -> line.contains(words)));
    }

    /** The sums of all metrics with these dimensions; what is told must have come to rest. */
    private Map<String, Double> sums(String dimensions) {
        Map<String, Double> sums = new TreeMap<>();
        Eventually.holds(
                () -> {
                    int before = sums.hashCode();
                    node.metrics.drain(
                            (metric, unit, millis, values) ->
                                    add(sums, dimensions, metric, values));
                    return !sums.isEmpty() && sums.hashCode() == before;
                });
        return sums;
    }

    private static void add(
            Map<String, Double> sums, String dimensions, Metric metric, Values values) {
        String told =
                metric.dimensions().stream()
                        .map(each -> each.name() + '=' + each.value())
                        .collect(Collectors.joining(","));
        if (told.equals(dimensions)) {
            sums.merge(metric.name(), values.sum(), Double::sum);
        }
    }

    private void stage(Consumer<RouteSettings.Builder> settings) {
        node.http.createStage(
                r -> r.apiId(api).stageName("v1").autoDeploy(true).defaultRouteSettings(settings));
    }

    private SocketClient connect() {
        return SocketClient.connect(
                client,
                URI.create(
                        "ws://127.0.0.1:%d/_aws/execute-api/%s/v1"
                                .formatted(node.endpoint().getPort(), api)));
    }
}
