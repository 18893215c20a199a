package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.app.settings.Config;
import dev.gatehouse.app.settings.Settings;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.ProtocolType;

/** What an API of a whole node reaches of the machine it runs on. */
@Tag("node")
final class IntegrationTargetsTest {
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer hosts =
            vertx.createHttpServer()
                    .requestHandler(request -> request.response().end("the host's own"))
                    .listen(0, "127.0.0.1")
                    .await();

    @TempDir private Path data;

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void anApiDoesNotReachTheHostsLoopbackNorTheNode() throws Exception {
        try (Node node = start(Map.of())) {
            assertThat(called(node, hosts.actualPort()).statusCode()).isGreaterThanOrEqualTo(500);
            assertThat(called(node, node.port()).statusCode()).isGreaterThanOrEqualTo(500);
        }
    }

    @Test
    void oneSettingAllowsIt() throws Exception {
        try (Node node = start(Map.of("integration.allow", "127.0.0.1:*"))) {
            assertThat(called(node, hosts.actualPort()).body()).isEqualTo("the host's own");
        }
    }

    private Node start(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.putAll(Map.of("data", data.toString(), "port", "0"));
        return LiveNode.start(Config.of(new Settings(settings)));
    }

    /** What an API answers whose every request goes to a port of the machine's loopback. */
    private static HttpResponse<String> called(Node node, int port) throws Exception {
        LiveNode live = LiveNode.of(node);
        try (ApiGatewayV2Client apis = live.client(ApiGatewayV2Client.builder())) {
            String id =
                    apis.createApi(
                                    api ->
                                            api.name("inside")
                                                    .protocolType(ProtocolType.HTTP)
                                                    .target("http://127.0.0.1:" + port + "/"))
                            .apiId();
            return live.http("GET", "/_aws/execute-api/" + id + "/");
        }
    }
}
