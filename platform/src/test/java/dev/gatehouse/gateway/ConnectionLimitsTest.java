package dev.gatehouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.gateway.plan.usage.RateLimit;
import dev.gatehouse.gateway.websocket.ConnectionLimits;
import dev.gatehouse.testkit.Eventually;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.apigatewayv2.model.IntegrationType;
import software.amazon.awssdk.services.apigatewayv2.model.ProtocolType;

/** How many connections of WebSocket APIs there may be, and for how long. */
@Tag("node")
class ConnectionLimitsTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(200);

    private final HttpClient client = HttpClient.newHttpClient();
    private final ScriptedFunction function = new ScriptedFunction();
    private final List<String> events = new CopyOnWriteArrayList<>();
    @TempDir Path folder;
    private ApiGatewayNode node;
    private URI address;

    @AfterEach
    void stop() throws Exception {
        node.close();
    }

    @Test
    void closesWhoIsIdle() throws Exception {
        start(new ConnectionLimits(SHORT, LONG, 10, RateLimit.NONE));
        assertGoingAway(SocketClient.connect(client, address));
    }

    @Test
    void closesWhoIsOld() throws Exception {
        start(new ConnectionLimits(LONG, SHORT, 10, RateLimit.NONE));
        assertGoingAway(SocketClient.connect(client, address));
    }

    @Test
    void takesAsManyAsItMay() throws Exception {
        start(new ConnectionLimits(LONG, LONG, 2, RateLimit.NONE));
        SocketClient first = SocketClient.connect(client, address);
        SocketClient.connect(client, address);
        assertThat(SocketClient.rejected(client, address)).isEqualTo(429);
        first.close(1000, "");
        Eventually.holds(() -> events.size() == 1);
        SocketClient.connect(client, address);
    }

    @Test
    void takesAsManyNewOnesASecondAsItMay() throws Exception {
        start(new ConnectionLimits(LONG, LONG, 10, new RateLimit(0.001, 1)));
        SocketClient.connect(client, address);
        assertThat(SocketClient.rejected(client, address)).isEqualTo(429);
    }

    @Test
    void aNodeThatStopsTellsEverybody() throws Exception {
        start(new ConnectionLimits(LONG, LONG, 10, RateLimit.NONE));
        List<SocketClient> clients =
                List.of(
                        SocketClient.connect(client, address),
                        SocketClient.connect(client, address));
        node.disconnectAll();
        assertThat(events).hasSize(2);
        for (SocketClient each : clients) {
            assertThat(each.closeCode()).isEqualTo(1001);
        }
    }

    private void assertGoingAway(SocketClient socket) {
        assertThat(socket.closeCode()).isEqualTo(1001);
        assertThat(socket.closeText()).isEqualTo("Going away");
        Eventually.holds(() -> events.size() == 1);
        assertThat(events.getFirst())
                .contains("\"disconnectStatusCode\":1001", "\"disconnectReason\":\"Going away\"");
    }

    private void start(ConnectionLimits limits) throws Exception {
        node = new ApiGatewayNode(folder, function, limits);
        function.does(
                invocation -> {
                    events.add(invocation.payload().toString());
                    return ScriptedFunction.respond("{\"statusCode\":200}");
                });
        String api =
                node.http
                        .createApi(
                                r ->
                                        r.name("limited")
                                                .protocolType(ProtocolType.WEBSOCKET)
                                                .routeSelectionExpression("$request.body.action"))
                        .apiId();
        String integration =
                node.http
                        .createIntegration(
                                r ->
                                        r.apiId(api)
                                                .integrationType(IntegrationType.AWS_PROXY)
                                                .integrationUri(
                                                        "arn:aws:lambda:us-east-1:000000000000:function:f"))
                        .integrationId();
        node.http.createRoute(
                r -> r.apiId(api).routeKey("$disconnect").target("integrations/" + integration));
        node.http.createStage(r -> r.apiId(api).stageName("v1").autoDeploy(true));
        address =
                URI.create(
                        "ws://127.0.0.1:%d/_aws/execute-api/%s/v1"
                                .formatted(node.endpoint().getPort(), api));
    }
}
