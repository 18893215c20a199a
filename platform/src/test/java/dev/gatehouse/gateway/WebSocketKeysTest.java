package dev.gatehouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.testkit.Eventually;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.apigateway.model.ApiStage;
import software.amazon.awssdk.services.apigateway.model.BadRequestException;
import software.amazon.awssdk.services.apigateway.model.CreateApiKeyResponse;
import software.amazon.awssdk.services.apigateway.model.CreateUsagePlanRequest;
import software.amazon.awssdk.services.apigateway.model.QuotaPeriodType;
import software.amazon.awssdk.services.apigatewayv2.model.AuthorizationType;
import software.amazon.awssdk.services.apigatewayv2.model.AuthorizerType;
import software.amazon.awssdk.services.apigatewayv2.model.IntegrationType;
import software.amazon.awssdk.services.apigatewayv2.model.ParameterConstraints;
import software.amazon.awssdk.services.apigatewayv2.model.ProtocolType;

/** API keys of those who connect to WebSocket APIs, and the usage plans the keys are in. */
@Tag("node")
final class WebSocketKeysTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String URI_OF_FUNCTION =
            "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
                    + "arn:aws:lambda:us-east-1:000000000000:function:chat/invocations";

    private final HttpClient client = HttpClient.newHttpClient();
    private final ScriptedFunction function = new ScriptedFunction();
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private ApiGatewayNode node;
    private String api;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        node = new ApiGatewayNode(folder, function);
        function.does(
                invocation -> {
                    JsonNode event = JSON.valueToTree(invocation.payload().toJsonObject().getMap());
                    events.add(event);
                    return ScriptedFunction.respond(
                            event.has("methodArn") ? key(event) : "{\"statusCode\":200}");
                });
        api = api("$request.header.x-api-key");
    }

    @AfterEach
    void stop() throws Exception {
        node.close();
    }

    @Test
    void opensAStageToTheKeysOfItsPlans() {
        deploy(connect -> {});
        CreateApiKeyResponse key = key("ann");
        String plan = plan(r -> {});
        assertThat(rejected()).isEqualTo(403);
        assertThat(rejected("x-api-key", key.value())).isEqualTo(403);
        node.rest.createUsagePlanKey(r -> r.usagePlanId(plan).keyId(key.id()).keyType("API_KEY"));
        connect("x-api-key", key.value()).send("hello");
        assertThat(identity(0)).isEqualTo(key.id());
        assertThat(identity(1)).isEqualTo(key.id());
        assertThat(rejected("x-api-key", "another")).isEqualTo(403);
    }

    @Test
    void holdsConnectsToTheQuotaAndTheRateOfThePlan() {
        deploy(connect -> {});
        CreateApiKeyResponse key = key("ann");
        String plan = plan(r -> r.quota(q -> q.limit(2).period(QuotaPeriodType.DAY)));
        node.rest.createUsagePlanKey(r -> r.usagePlanId(plan).keyId(key.id()).keyType("API_KEY"));
        SocketClient socket = connect("x-api-key", key.value());
        for (int message = 0; message < 5; message++) {
            socket.send("messages are not counted");
        }
        connect("x-api-key", key.value());
        assertThat(rejected("x-api-key", key.value())).isEqualTo(429);
        CreateApiKeyResponse closed = key("closed");
        String none = plan(r -> r.throttle(t -> t.rateLimit(0.0).burstLimit(0)));
        node.rest.createUsagePlanKey(
                r -> r.usagePlanId(none).keyId(closed.id()).keyType("API_KEY"));
        assertThat(rejected("x-api-key", closed.value())).isEqualTo(429);
    }

    @Test
    void takesTheKeyThatTheAuthorizerNames() {
        api = api("$context.authorizer.usageIdentifierKey");
        String authorizer =
                node.http
                        .createAuthorizer(
                                r ->
                                        r.apiId(api)
                                                .name("who")
                                                .authorizerType(AuthorizerType.REQUEST)
                                                .identitySource("route.request.querystring.token")
                                                .authorizerUri(URI_OF_FUNCTION))
                        .authorizerId();
        deploy(
                connect ->
                        connect.authorizationType(AuthorizationType.CUSTOM)
                                .authorizerId(authorizer));
        CreateApiKeyResponse key = key("ann");
        String plan = plan(r -> {});
        node.rest.createUsagePlanKey(r -> r.usagePlanId(plan).keyId(key.id()).keyType("API_KEY"));
        SocketClient.connect(client, uri("?token=" + key.value()));
        assertThat(SocketClient.rejected(client, uri("?token=other"), "x-api-key", key.value()))
                .isEqualTo(403);
    }

    @Test
    void letsNobodyInWithoutWhatConnectRequires() throws Exception {
        ParameterConstraints required = ParameterConstraints.builder().required(true).build();
        deploy(
                connect ->
                        connect.apiKeyRequired(false)
                                .requestParameters(
                                        Map.of(
                                                "route.request.querystring.room", required,
                                                "route.request.header.X-Who", required)));
        try (RawSocket raw = new RawSocket(node.endpoint().getPort())) {
            assertThat(raw.handshake("/_aws/execute-api/" + api + "/v1?room=")).isEqualTo(400);
        }
        assertThat(SocketClient.rejected(client, uri("?room=1"))).isEqualTo(400);
        assertThat(events).isEmpty();
        SocketClient.connect(client, uri("?room=1"), "X-Who", "ann");
    }

    @Test
    void takesNoStageThatIsNotThereOrOfAnHttpApi() {
        assertThatThrownBy(() -> plan(r -> {}))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("Invalid API Stage {api: %s, stage: v1}".formatted(api));
        api = node.http.createApi(r -> r.name("http").protocolType(ProtocolType.HTTP)).apiId();
        node.http.createStage(r -> r.apiId(api).stageName("v1").autoDeploy(true));
        assertThatThrownBy(() -> plan(r -> {})).isInstanceOf(BadRequestException.class);
    }

    private static String key(JsonNode event) {
        return """
        {"principalId":"ann","usageIdentifierKey":"%s","policyDocument":{"Version":"2012-10-17",
         "Statement":[{"Action":"execute-api:Invoke","Effect":"Allow","Resource":"*"}]}}
        """
                .formatted(event.path("queryStringParameters").path("token").asText());
    }

    private String identity(int event) {
        Eventually.holds(() -> events.size() > event);
        return events.get(event).path("requestContext").path("identity").path("apiKeyId").asText();
    }

    private String api(String keySelection) {
        return node.http
                .createApi(
                        r ->
                                r.name("chat")
                                        .protocolType(ProtocolType.WEBSOCKET)
                                        .apiKeySelectionExpression(keySelection)
                                        .routeSelectionExpression("$request.body.action"))
                .apiId();
    }

    private CreateApiKeyResponse key(String name) {
        return node.rest.createApiKey(r -> r.name(name).enabled(true));
    }

    private String plan(Consumer<CreateUsagePlanRequest.Builder> more) {
        return node.rest
                .createUsagePlan(
                        r -> {
                            r.name("plan")
                                    .apiStages(ApiStage.builder().apiId(api).stage("v1").build());
                            more.accept(r);
                        })
                .id();
    }

    private void deploy(
            Consumer<software.amazon.awssdk.services.apigatewayv2.model.CreateRouteRequest.Builder>
                    connect) {
        String target =
                "integrations/"
                        + node.http
                                .createIntegration(
                                        r ->
                                                r.apiId(api)
                                                        .integrationType(IntegrationType.AWS_PROXY)
                                                        .integrationUri(URI_OF_FUNCTION))
                                .integrationId();
        node.http.createRoute(
                r -> {
                    r.apiId(api).routeKey("$connect").target(target).apiKeyRequired(true);
                    connect.accept(r);
                });
        node.http.createRoute(r -> r.apiId(api).routeKey("$default").target(target));
        node.http.createStage(r -> r.apiId(api).stageName("v1").autoDeploy(true));
    }

    private URI uri(String query) {
        return URI.create(
                "ws://127.0.0.1:%d/_aws/execute-api/%s/v1%s"
                        .formatted(node.endpoint().getPort(), api, query));
    }

    private SocketClient connect(String... headers) {
        return SocketClient.connect(client, uri(""), headers);
    }

    private int rejected(String... headers) {
        return SocketClient.rejected(client, uri(""), headers);
    }
}
