package dev.gatehouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.apigatewayv2.model.CreateIntegrationRequest;
import software.amazon.awssdk.services.apigatewayv2.model.CreateIntegrationResponseRequest;
import software.amazon.awssdk.services.apigatewayv2.model.ProtocolType;

/** What the integrations of WebSocket APIs make of messages and of what is responded to them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("node")
final class WebSocketIntegrationsTest {
    private static final String FUNCTION =
            "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
                    + "arn:aws:lambda:us-east-1:000000000000:function:f/invocations";

    private final ScriptedFunction function = new ScriptedFunction();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private ApiGatewayNode node;
    private Backend backend;
    private String api;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        node = new ApiGatewayNode(folder, function);
        backend = new Backend(this::respond);
    }

    /** Tells what it got, with the status that the path ends with. */
    private void respond(HttpServerRequest request) {
        request.body()
                .onSuccess(
                        body -> {
                            String told =
                                    "%s %s kind=%s type=%s %s"
                                            .formatted(
                                                    request.method(),
                                                    request.uri(),
                                                    request.getHeader("X-Kind"),
                                                    request.getHeader("Content-Type"),
                                                    body);
                            seen.add(told);
                            String path = request.path();
                            request.response()
                                    .setStatusCode(
                                            path.matches(".*/\\d{3}")
                                                    ? Integer.parseInt(
                                                            path.substring(path.length() - 3))
                                                    : 200)
                                    .putHeader("X-Sort", "loud")
                                    .end("{\"told\":\"" + told.replace("\"", "'") + "\"}");
                        });
    }

    @AfterAll
    void stop() throws Exception {
        backend.close();
        node.close();
    }

    @BeforeEach
    void begin() {
        seen.clear();
        api =
                node.http
                        .createApi(
                                r ->
                                        r.name("mapped")
                                                .protocolType(ProtocolType.WEBSOCKET)
                                                .routeSelectionExpression("$request.body.do.what"))
                        .apiId();
    }

    @Test
    void aFunctionGetsWhatATemplateMakesAndItsResponseIsMapped() {
        function.responses("{\"sum\":7,\"more\":[1]}");
        String id =
                integration(
                        r ->
                                r.integrationType("AWS")
                                        .integrationMethod("POST")
                                        .integrationUri(FUNCTION)
                                        .templateSelectionExpression("$request.body.form")
                                        .requestTemplates(
                                                Map.of(
                                                        "short",
                                                        "{\"n\":$input.path('$.n'),\"who\":\"$context.connectionId\"}",
                                                        "$default",
                                                        "{\"all\":$input.json('$')}")));
        responding(
                id,
                r ->
                        r.integrationResponseKey("$default")
                                .responseTemplates(Map.of("$default", "sum $input.path('$.sum')")));
        responding(
                id,
                r ->
                        r.integrationResponseKey("/.*broken.*/")
                                .responseTemplates(
                                        Map.of(
                                                "$default",
                                                "sorry: $input.path('$.errorMessage')")));
        route("$default", id, true);
        SocketClient socket = connect();

        assertThat(socket.send("{\"form\":\"short\",\"n\":3}").next()).isEqualTo("sum 7");
        assertThat(function.last().payload().toString())
                .matches("\\{\"n\":3,\"who\":\"[\\w-]+=\"}");
        assertThat(socket.send("{\"form\":\"other\"}").next()).isEqualTo("sum 7");
        assertThat(function.last().payload().toString())
                .isEqualTo("{\"all\":{\"form\":\"other\"}}");
        function.does(_ -> ScriptedFunction.functionError("{\"errorMessage\":\"is broken\"}"));
        assertThat(socket.send("{}").next()).isEqualTo("sorry: is broken");
        function.does(_ -> ScriptedFunction.functionError("{\"errorMessage\":\"else\"}"));
        assertThat(socket.send("{}").next()).isEqualTo("sum ");
    }

    @Test
    void anHttpBackendGetsMappedParametersAndItsStatusSelectsTheResponse() {
        String id =
                integration(
                        r ->
                                r.integrationType("HTTP")
                                        .integrationMethod("PUT")
                                        .integrationUri(
                                                backend.uri("/rooms/{room}/${stageVariables.last}"))
                                        .templateSelectionExpression("\\$default")
                                        .requestTemplates(
                                                Map.of("$default", "say $input.path('$.text')"))
                                        .requestParameters(
                                                Map.of(
                                                        "integration.request.path.room",
                                                        "route.request.body.room",
                                                        "integration.request.querystring.by",
                                                        "context.routeKey",
                                                        "integration.request.header.X-Kind",
                                                        "stageVariables.kind",
                                                        "integration.request.header.Content-Type",
                                                        "'text/plain'")));
        responding(
                id,
                r ->
                        r.integrationResponseKey("/4\\d\\d/")
                                .templateSelectionExpression(
                                        "${integration.response.header.X-Sort}")
                                .responseTemplates(
                                        Map.of(
                                                "loud", "NO $input.json('$.told')",
                                                "$default", "no")));
        responding(id, r -> r.integrationResponseKey("$default"));
        route("say", id, true);
        String message = "{\"do\":{\"what\":\"say\"},\"room\":\"a b\",\"text\":\"hé\"}";

        assertThat(connect(Map.of("last", "204x", "kind", "k")).send(message).next())
                .isEqualTo(
                        "{\"told\":\"PUT /rooms/a%20b/204x?by=say kind=k type=text/plain say"
                                + " hé\"}");
        assertThat(connect(Map.of("last", "404")).send(message).next())
                .isEqualTo("NO \"PUT /rooms/a%20b/404?by=say kind=k type=text/plain say hé\"");
    }

    @Test
    void anHttpProxyPassesMessagesAndResponsesAsTheyAre() {
        String id =
                integration(
                        r ->
                                r.integrationType("HTTP_PROXY")
                                        .integrationMethod("ANY")
                                        .integrationUri(backend.uri("/any/500")));
        route("$default", id, true);

        assertThat(connect().send("no JSON").next())
                .isEqualTo("{\"told\":\"POST /any/500 kind=null type=application/json no JSON\"}");
    }

    @Test
    void aMockRespondsByTheStatusThatItsTemplateYields() {
        String id =
                integration(
                        r ->
                                r.integrationType("MOCK")
                                        .templateSelectionExpression("\\$default")
                                        .requestTemplates(
                                                Map.of(
                                                        "$default",
                                                        "{\"statusCode\":$input.path('$.n')}")));
        responding(
                id,
                r ->
                        r.integrationResponseKey("/20\\d/")
                                .responseTemplates(Map.of("$default", "fine, $context.routeKey")));
        route("$default", id, true);
        SocketClient socket = connect();

        assertThat(socket.send("{\"n\":201}").next()).isEqualTo("fine, $default");
        assertThat(socket.send("{\"n\":500}").next())
                .startsWith("{\"message\": \"Internal server error\", ");
        assertThat(socket.send("{\"n\":\"x\"}").next())
                .startsWith("{\"message\": \"Internal server error\", ");
    }

    @Test
    void whatNoTemplateIsForPassesOrDoesNotAsSaid() {
        function.responses("\"ok\"");
        for (String passthrough : List.of("WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER")) {
            String id =
                    integration(
                            r ->
                                    r.integrationType("AWS")
                                            .integrationMethod("POST")
                                            .integrationUri(FUNCTION)
                                            .passthroughBehavior(passthrough)
                                            .templateSelectionExpression("$request.body.form")
                                            .requestTemplates(Map.of("a", "{}")));
            responding(id, r -> r.integrationResponseKey("$default"));
            route(passthrough, id, true);
        }
        SocketClient socket = connect();

        assertThat(socket.send("{\"do\":{\"what\":\"WHEN_NO_MATCH\"}}").next()).isEqualTo("\"ok\"");
        for (String closed : List.of("WHEN_NO_TEMPLATES", "NEVER")) {
            assertThat(socket.send("{\"do\":{\"what\":\"" + closed + "\"}}").next())
                    .startsWith("{\"message\": \"Internal server error\", ");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "MOCK, 200, 101",
        "MOCK, 403, 403",
        "HTTP, 200, 101",
        "HTTP, 401, 401",
        "HTTP, 503, 503",
        "HTTP_PROXY, 204, 101",
        "HTTP_PROXY, 401, 401",
        "AWS, 200, 101",
        "AWS, 502, 502"
    })
    void noClientIsLetInWhomTheBackendOfConnectTurnsAway(String type, int said, int status) {
        function.does(
                _ ->
                        said == 200
                                ? ScriptedFunction.respond("{}")
                                : ScriptedFunction.functionError("{\"errorMessage\":\"no\"}"));
        String id =
                integration(
                        r -> {
                            r.integrationType(type)
                                    .integrationMethod("POST")
                                    .requestTemplates(
                                            Map.of("$default", "{\"statusCode\":" + said + "}"));
                            if (!type.equals("MOCK")) {
                                r.integrationUri(
                                        type.equals("AWS")
                                                ? FUNCTION
                                                : backend.uri("/join/" + said));
                            }
                        });
        responding(id, r -> r.integrationResponseKey("$default"));
        route("$connect", id, false);
        deploy(Map.of());

        assertThat(status == 101 ? connected() : SocketClient.rejected(client, uri()))
                .isEqualTo(status);
    }

    private int connected() {
        SocketClient.connect(client, uri()).close(1000, "");
        return 101;
    }

    @Test
    void messagesOfAConnectionReachTheirBackendInTheirOrder() {
        List<String> bodies = new CopyOnWriteArrayList<>();
        function.does(
                call -> {
                    bodies.add(call.payload().toString().replaceAll(".*\"body\":\"|\",\"is.*", ""));
                    return ScriptedFunction.respond("{\"statusCode\":200,\"body\":\"done\"}");
                });
        String id = integration(r -> r.integrationType("AWS_PROXY").integrationUri(FUNCTION));
        route("$default", id, true);
        SocketClient socket = connect();

        IntStream.range(0, 300).forEach(i -> socket.send("m" + i));
        IntStream.range(0, 300).forEach(_ -> socket.next());

        assertThat(bodies).isEqualTo(IntStream.range(0, 300).mapToObj(i -> "m" + i).toList());
    }

    private String integration(Consumer<CreateIntegrationRequest.Builder> what) {
        return node.http
                .createIntegration(
                        r -> {
                            r.apiId(api);
                            what.accept(r);
                        })
                .integrationId();
    }

    private void responding(String id, Consumer<CreateIntegrationResponseRequest.Builder> what) {
        node.http.createIntegrationResponse(
                r -> {
                    r.apiId(api).integrationId(id);
                    what.accept(r);
                });
    }

    private void route(String key, String integration, boolean responds) {
        String route =
                node.http
                        .createRoute(
                                r ->
                                        r.apiId(api)
                                                .routeKey(key)
                                                .target("integrations/" + integration)
                                                .routeResponseSelectionExpression(
                                                        responds ? "$default" : null))
                        .routeId();
        if (responds) {
            node.http.createRouteResponse(
                    r -> r.apiId(api).routeId(route).routeResponseKey("$default"));
        }
    }

    private void deploy(Map<String, String> variables) {
        node.http.createStage(
                r -> r.apiId(api).stageName("v1").autoDeploy(true).stageVariables(variables));
    }

    private SocketClient connect() {
        return connect(Map.of());
    }

    private SocketClient connect(Map<String, String> variables) {
        if (node.http.getStages(r -> r.apiId(api)).items().isEmpty()) {
            deploy(variables);
        } else {
            node.http.updateStage(r -> r.apiId(api).stageName("v1").stageVariables(variables));
        }
        return SocketClient.connect(client, uri());
    }

    private URI uri() {
        return URI.create(
                "ws://%s/_aws/execute-api/%s/v1".formatted(node.endpoint().getAuthority(), api));
    }
}
