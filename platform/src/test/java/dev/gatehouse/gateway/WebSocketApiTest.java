package dev.gatehouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.function.Invocation;
import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.testkit.Eventually;
import io.vertx.core.Future;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiClient;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.ApiGatewayManagementApiException;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.GetConnectionResponse;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.GoneException;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.PayloadTooLargeException;
import software.amazon.awssdk.services.apigatewayv2.model.AuthorizationType;
import software.amazon.awssdk.services.apigatewayv2.model.AuthorizerType;
import software.amazon.awssdk.services.apigatewayv2.model.BadRequestException;
import software.amazon.awssdk.services.apigatewayv2.model.CreateApiResponse;
import software.amazon.awssdk.services.apigatewayv2.model.CreateIntegrationResponse;
import software.amazon.awssdk.services.apigatewayv2.model.IntegrationType;
import software.amazon.awssdk.services.apigatewayv2.model.ParameterConstraints;
import software.amazon.awssdk.services.apigatewayv2.model.ProtocolType;
import software.amazon.awssdk.services.apigatewayv2.model.RouteSettings;

/** WebSocket APIs as the AWS SDK for Java makes them, and what clients then meet. */
@Tag("node")
class WebSocketApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String ID = "[A-Za-z0-9_-]{15}=";

    private final HttpClient client = HttpClient.newHttpClient();

    private final List<JsonNode> events = new CopyOnWriteArrayList<>();

    private final ScriptedFunction function = new ScriptedFunction();

    private ApiGatewayNode node;

    private String api;
    private SocketApi chat;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        node = new ApiGatewayNode(folder, function);
        api =
                node.http
                        .createApi(
                                r ->
                                        r.name("chat")
                                                .protocolType(ProtocolType.WEBSOCKET)
                                                .routeSelectionExpression("$request.body.action"))
                        .apiId();
        chat = new SocketApi(node, client, api);
        responds(_ -> "{\"statusCode\":200}");
    }

    @AfterEach
    void stop() throws Exception {
        node.close();
    }

    @Test
    void startsWithAwsDefaults() {
        CreateApiResponse created =
                node.http.createApi(
                        r ->
                                r.name("plain")
                                        .protocolType(ProtocolType.WEBSOCKET)
                                        .routeSelectionExpression("$request.body.action"));
        assertThat(created.apiEndpoint())
                .isEqualTo("wss://" + created.apiId() + ".execute-api.us-east-1.amazonaws.com");
        assertThat(created.apiKeySelectionExpression()).isEqualTo("$request.header.x-api-key");
        assertThat(created.routeSelectionExpression()).isEqualTo("$request.body.action");
        CreateIntegrationResponse mock =
                node.http.createIntegration(
                        r ->
                                r.apiId(created.apiId())
                                        .integrationType(IntegrationType.MOCK)
                                        .requestTemplates(Map.of("200", "{\"statusCode\":200}"))
                                        .templateSelectionExpression("200"));
        assertThat(mock.timeoutInMillis()).isEqualTo(29_000);
        assertThat(mock.integrationResponseSelectionExpression())
                .isEqualTo("${integration.response.statuscode}");
        assertThat(mock.passthroughBehaviorAsString()).isEqualTo("WHEN_NO_MATCH");
    }

    @Test
    void keepsWhatResponsesAreSaidToBe() {
        String model =
                node.http
                        .createModel(
                                r ->
                                        r.apiId(api)
                                                .name("Pet")
                                                .schema(
                                                        "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"},"
                                                            + "\"age\":{\"type\":\"integer\"}}}"))
                        .modelId();
        assertThat(node.http.getModelTemplate(r -> r.apiId(api).modelId(model)).value())
                .isEqualTo(
                        "#set($inputRoot = $input.path('$'))\n"
                                + "{\n  \"name\" : \"foo\",\n  \"age\" : 42\n}");
        String route = node.http.createRoute(r -> r.apiId(api).routeKey("pets")).routeId();
        var response =
                node.http.createRouteResponse(
                        r ->
                                r.apiId(api)
                                        .routeId(route)
                                        .routeResponseKey("$default")
                                        .modelSelectionExpression("$default")
                                        .responseModels(Map.of("$default", "Pet"))
                                        .responseParameters(
                                                Map.of(
                                                        "route.response.header.x-kind",
                                                        ParameterConstraints.builder()
                                                                .required(false)
                                                                .build())));
        assertThat(response.responseModels()).containsEntry("$default", "Pet");
        assertThat(response.responseParameters()).containsKey("route.response.header.x-kind");
        String id = chat.integration(r -> {}).substring("integrations/".length());
        assertThat(
                        node.http
                                .createIntegrationResponse(
                                        r ->
                                                r.apiId(api)
                                                        .integrationId(id)
                                                        .integrationResponseKey("$default")
                                                        .responseParameters(
                                                                Map.of(
                                                                        "method.response.header.x-kind",
                                                                        "integration.response.header.kind")))
                                .responseParameters())
                .hasSize(1);
        rejects(
                () ->
                        node.http.createIntegrationResponse(
                                r ->
                                        r.apiId(api)
                                                .integrationId(id)
                                                .integrationResponseKey("/x/")
                                                .responseParameters(Map.of("x", "y"))),
                "Invalid mapping expression");
    }

    @Test
    void rejectsWhatOnlyHttpApisHave() {
        rejects(
                () -> node.http.createApi(r -> r.name("x").protocolType(ProtocolType.WEBSOCKET)),
                "RouteSelectionExpression is required");
        rejects(
                () ->
                        node.http.createApi(
                                r ->
                                        r.name("x")
                                                .protocolType(ProtocolType.WEBSOCKET)
                                                .routeSelectionExpression("$request.body.action")
                                                .corsConfiguration(c -> c.allowOrigins("*"))),
                "corsConfiguration is supported for HTTP APIs only");
        rejects(
                () -> chat.route("chat", r -> r.authorizationType(AuthorizationType.AWS_IAM)),
                "restricted to the $connect route only");
        rejects(
                () -> chat.integration(r -> r.timeoutInMillis(29_500)),
                "Timeout should be between 50 ms and 29000 ms");
        rejects(
                () -> chat.integration(r -> r.integrationSubtype("SQS-SendMessage")),
                "integrationSubtype is supported for HTTP APIs only");
    }

    @Test
    void routesMessagesByTheirSelectionExpression() {
        responds(event -> "{\"statusCode\":200,\"body\":\"" + routeOf(event) + "\"}");
        String target = chat.integration(r -> {});
        chat.answering("$default", target);
        chat.answering("join", target);
        chat.deploy();
        SocketClient socket = chat.connect("/v1");
        assertThat(socket.send("{\"action\":\"join\"}").next()).isEqualTo("join");
        assertThat(socket.send("{\"action\":\"leave\"}").next()).isEqualTo("$default");
        assertThat(socket.send("{\"action\":{\"a\":1}}").next()).isEqualTo("$default");
        assertThat(socket.send("{\"action\":\"$connect\"}").next()).isEqualTo("$default");
        assertThat(socket.send("no JSON").next()).isEqualTo("$default");
        assertThat(socket.send("").next()).isEqualTo("$default");
    }

    @Test
    void saysForbiddenToAMessageOfNoRoute() {
        chat.answering("join", chat.integration(r -> {}));
        chat.deploy();
        SocketClient socket = chat.connect("/v1").send("{\"action\":\"other\"}");
        assertThat(socket.next())
                .matches(
                        "\\{\"message\": \"Forbidden\", \"connectionId\":\"%s\",".formatted(ID)
                                + " \"requestId\":\"%s\"}".formatted(ID));
    }

    @Test
    void tellsFunctionsOfEachMessageAsAwsDoes() {
        chat.answering("$default", chat.integration(r -> {}));
        chat.deploy();
        chat.connect("/v1?name=a&name=b", "X-Mine", "yes").send("hello");
        JsonNode event = event(0);
        assertThat(event.fieldNames())
                .toIterable()
                .containsExactly("requestContext", "body", "isBase64Encoded");
        assertThat(event.path("body").asText()).isEqualTo("hello");
        assertThat(event.path("isBase64Encoded").asBoolean(true)).isFalse();
        JsonNode context = event.path("requestContext");
        assertThat(context.fieldNames())
                .toIterable()
                .containsExactly(
                        "routeKey",
                        "messageId",
                        "eventType",
                        "extendedRequestId",
                        "requestTime",
                        "messageDirection",
                        "stage",
                        "connectedAt",
                        "requestTimeEpoch",
                        "identity",
                        "requestId",
                        "domainName",
                        "connectionId",
                        "apiId");
        assertThat(context.path("eventType").asText()).isEqualTo("MESSAGE");
        assertThat(context.path("messageDirection").asText()).isEqualTo("IN");
        assertThat(context.path("requestId").asText()).matches(ID);
        assertThat(context.path("connectionId").asText()).matches(ID);
        assertThat(context.path("domainName").asText())
                .isEqualTo(api + ".execute-api.us-east-1.amazonaws.com");
        assertThat(context.path("identity").path("sourceIp").asText()).isEqualTo("127.0.0.1");
    }

    @Test
    void asksConnectBeforeItLetsAnybodyIn() {
        String target = chat.integration(r -> {});
        chat.route("$connect", r -> r.target(target));
        chat.deploy();
        chat.connect("/v1?name=a&name=b", "X-Mine", "yes");
        JsonNode event = event(0);
        assertThat(event.path("headers").path("X-Mine").asText()).isEqualTo("yes");
        assertThat(event.path("headers").has("Sec-WebSocket-Key")).isTrue();
        assertThat(event.path("queryStringParameters").path("name").asText()).isEqualTo("b");
        assertThat(event.path("multiValueQueryStringParameters").path("name")).hasSize(2);
        assertThat(event.path("requestContext").path("eventType").asText()).isEqualTo("CONNECT");
        assertThat(event.has("body")).isFalse();
        responds(_ -> "{\"statusCode\":401}");
        assertThat(chat.rejected("/v1")).isEqualTo(401);
        function.does(_ -> ScriptedFunction.functionError("{\"errorMessage\":\"no\"}"));
        assertThat(chat.rejected("/v1")).isEqualTo(502);
        responds(_ -> "\"nothing of the format\"");
        assertThat(chat.rejected("/v1")).isEqualTo(502);
        assertThat(chat.rejected("/none")).isEqualTo(403);
    }

    @Test
    void tellsDisconnectOnceWithCodeAndReason() {
        String target = chat.integration(r -> {});
        chat.route("$disconnect", r -> r.target(target));
        chat.deploy();
        chat.connect("/v1").close(4001, "had enough");
        JsonNode context = event(0).path("requestContext");
        assertThat(event(0).path("headers").fieldNames())
                .toIterable()
                .containsExactly("Host", "x-api-key", "X-Forwarded-For", "x-restapi");
        assertThat(context.path("eventType").asText()).isEqualTo("DISCONNECT");
        assertThat(context.path("disconnectStatusCode").asInt()).isEqualTo(4001);
        assertThat(context.path("disconnectReason").asText()).isEqualTo("had enough");
        chat.connect("/v1").abort();
        JsonNode broken = event(1).path("requestContext");
        assertThat(broken.path("disconnectStatusCode").asInt()).isEqualTo(1006);
        assertThat(events).hasSize(2);
    }

    @Test
    void keepsWhatTheAuthorizerSaidWithTheConnection() {
        String authorizer =
                node.http
                        .createAuthorizer(
                                r ->
                                        r.apiId(api)
                                                .name("who")
                                                .authorizerType(AuthorizerType.REQUEST)
                                                .identitySource("route.request.querystring.token")
                                                .authorizerUri(chat.uri(SocketApi.FUNCTION)))
                        .authorizerId();
        String target = chat.integration(r -> {});
        chat.route(
                "$connect",
                r ->
                        r.target(target)
                                .authorizationType(AuthorizationType.CUSTOM)
                                .authorizerId(authorizer));
        chat.answering("$default", target);
        chat.deploy();
        assertThat(chat.rejected("/v1")).isEqualTo(401);
        assertThat(events).isEmpty();
        responds(event -> event.has("type") ? policy("Deny") : "{\"statusCode\":200}");
        assertThat(chat.rejected("/v1?token=x")).isEqualTo(403);
        responds(event -> event.has("type") ? policy("Allow") : "{\"statusCode\":200}");
        events.clear();
        chat.connect("/v1?token=x").send("hello");
        assertThat(event(0).path("methodArn").asText())
                .isEqualTo("arn:aws:execute-api:us-east-1:000000000000:" + api + "/v1/$connect");
        JsonNode known = event(2).path("requestContext").path("authorizer");
        assertThat(known.path("principalId").asText()).isEqualTo("ann");
        assertThat(known.path("team").asText()).isEqualTo("7");
    }

    @Test
    void sendsErrorFramesForWhatFails() {
        chat.answering("$default", chat.integration(r -> {}));
        node.http.createModel(r -> r.apiId(api).name("Named").schema("{\"required\":[\"name\"]}"));
        chat.route(
                "checked",
                r ->
                        r.target(chat.integration(i -> {}))
                                .modelSelectionExpression("\\$default")
                                .requestModels(Map.of("$default", "Named")));
        chat.deploy();
        SocketClient socket = chat.connect("/v1");
        function.does(_ -> ScriptedFunction.functionError("{\"errorMessage\":\"no\"}"));
        assertThat(socket.send("x").next()).startsWith("{\"message\": \"Internal server error\", ");
        assertThat(socket.send("{\"action\":\"checked\"}").next())
                .startsWith("{\"message\": \"Bad request body\", ");
        responds(_ -> "{\"statusCode\":501}");
        assertThat(socket.send("x").next()).isEmpty();
        node.http.updateStage(
                r ->
                        r.apiId(api)
                                .stageName("v1")
                                .routeSettings(
                                        Map.of(
                                                "$default",
                                                RouteSettings.builder()
                                                        .throttlingRateLimit(0.0)
                                                        .throttlingBurstLimit(0)
                                                        .build())));
        assertThat(socket.send("x").next()).startsWith("{\"message\": \"Too Many Requests\", ");
    }

    @Test
    void choosesTheSubProtocolThatTheFunctionNames() {
        String target = chat.integration(r -> {});
        chat.route("$connect", r -> r.target(target));
        chat.deploy();
        responds(_ -> "{\"statusCode\":200,\"headers\":{\"Sec-WebSocket-Protocol\":\"chat.v2\"}}");
        assertThat(
                        SocketClient.connect(client, chat.uri("v1", ""), "chat.v2", List.of())
                                .protocol())
                .isEqualTo("chat.v2");
    }

    @Test
    void reachesClientsByTheirConnections() {
        chat.answering("$default", chat.integration(r -> {}));
        chat.deploy();
        SocketClient socket = chat.connect("/v1").send("hello");
        assertThat(socket.next()).isEmpty();
        String id = event(0).path("requestContext").path("connectionId").asText();
        try (ApiGatewayManagementApiClient callback = callback("test", "v1")) {
            callback.postToConnection(
                    r -> r.connectionId(id).data(SdkBytes.fromUtf8String("grüß dich")));
            assertThat(socket.next()).isEqualTo("grüß dich");
            callback.postToConnection(
                    r -> r.connectionId(id).data(SdkBytes.fromByteArray(new byte[] {-1, -2, -3})));
            assertThat(socket.next()).isEqualTo("3 bytes");
            callback.postToConnection(
                    r -> r.connectionId(id).data(SdkBytes.fromByteArray(new byte[128 * 1024])));
            assertThat(socket.next()).hasSize(128 * 1024);
            assertThatThrownBy(
                            () ->
                                    callback.postToConnection(
                                            r ->
                                                    r.connectionId(id)
                                                            .data(
                                                                    SdkBytes.fromByteArray(
                                                                            new byte
                                                                                    [128 * 1024
                                                                                            + 1]))))
                    .isInstanceOf(PayloadTooLargeException.class);
            GetConnectionResponse facts = callback.getConnection(r -> r.connectionId(id));
            assertThat(facts.identity().sourceIp()).isEqualTo("127.0.0.1");
            assertThat(facts.lastActiveAt()).isAfterOrEqualTo(facts.connectedAt());
            assertThatThrownBy(() -> callback.getConnection(r -> r.connectionId("not an id")))
                    .isInstanceOf(ApiGatewayManagementApiException.class)
                    .hasMessageContaining("Invalid connectionId: not an id");
            callback.deleteConnection(r -> r.connectionId(id));
            assertThat(socket.closeCode()).isEqualTo(1000);
            Eventually.holds(() -> isGone(callback, id));
        }
        try (ApiGatewayManagementApiClient stranger = callback("nobody", "v1")) {
            assertThatThrownBy(() -> stranger.getConnection(r -> r.connectionId(id)))
                    .isInstanceOf(ApiGatewayManagementApiException.class)
                    .matches(
                            failed ->
                                    ((ApiGatewayManagementApiException) failed).statusCode()
                                            == 403);
        }
    }

    @Test
    void servesWhatIsDeployed() {
        String target = chat.integration(r -> {});
        chat.answering("$default", target);
        chat.deploy();
        SocketClient socket = chat.connect("/v1");
        responds(event -> "{\"statusCode\":200,\"body\":\"" + routeOf(event) + "\"}");
        chat.answering("late", target);
        assertThat(socket.send("{\"action\":\"late\"}").next()).isEqualTo("$default");
        String deployment = node.http.createDeployment(r -> r.apiId(api)).deploymentId();
        node.http.updateStage(r -> r.apiId(api).stageName("v1").deploymentId(deployment));
        assertThat(socket.send("{\"action\":\"late\"}").next()).isEqualTo("late");
        node.http.createStage(r -> r.apiId(api).stageName("auto").autoDeploy(true));
        SocketClient following = chat.connect("/auto");
        chat.answering("later", target);
        assertThat(following.send("{\"action\":\"later\"}").next()).isEqualTo("later");
        node.http.deleteApi(r -> r.apiId(api));
        assertThat(following.send("x").closeCode()).isEqualTo(1001);
    }

    private static boolean isGone(ApiGatewayManagementApiClient callback, String id) {
        try {
            callback.postToConnection(
                    r -> r.connectionId(id).data(SdkBytes.fromUtf8String("too late")));
            return false;
        } catch (GoneException gone) {
            return true;
        }
    }

    private ApiGatewayManagementApiClient callback(String key, String stage) {
        return ApiGatewayManagementApiClient.builder()
                .endpointOverride(node.endpoint().resolve("/_aws/execute-api/" + api + '/' + stage))
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(key, "test")))
                .build();
    }

    private void responds(Function<JsonNode, String> what) {
        function.does(invocation -> told(invocation, what));
    }

    private Future<InvocationResult> told(Invocation invocation, Function<JsonNode, String> what) {
        try {
            JsonNode event = JSON.readTree(invocation.payload().getBytes());
            events.add(event);
            return ScriptedFunction.respond(what.apply(event));
        } catch (java.io.IOException broken) {
            throw new AssertionError(broken);
        }
    }

    private JsonNode event(int index) {
        Eventually.holds(() -> events.size() > index);
        return events.get(index);
    }

    private static String routeOf(JsonNode event) {
        return event.path("requestContext").path("routeKey").asText();
    }

    private static String policy(String effect) {
        return """
        {"principalId":"ann","context":{"team":7},"policyDocument":{"Version":"2012-10-17",
         "Statement":[{"Action":"execute-api:Invoke","Effect":"%s","Resource":"*"}]}}
        """
                .formatted(effect);
    }

    private static void rejects(Runnable call, String words) {
        assertThatThrownBy(call::run)
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining(words);
    }
}
