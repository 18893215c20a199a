package dev.gatehouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.http.outbound.PrivateTargets;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.apigateway.model.BadRequestException;
import software.amazon.awssdk.services.apigateway.model.ConnectionType;
import software.amazon.awssdk.services.apigateway.model.CreateVpcLinkResponse;
import software.amazon.awssdk.services.apigateway.model.IntegrationType;
import software.amazon.awssdk.services.apigateway.model.NotFoundException;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigateway.model.PutIntegrationRequest;
import software.amazon.awssdk.services.apigateway.model.VpcLinkStatus;
import software.amazon.awssdk.services.apigatewayv2.model.CreateIntegrationRequest;
import software.amazon.awssdk.services.apigatewayv2.model.ProtocolType;

/** VPC links of both services, and integrations that go through them. */
@Tag("node")
final class PrivateIntegrationsTest {
    private static final String BALANCERS =
            "arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/";
    private static final String NETWORK = BALANCERS + "net/inner/50dc6c495c0c9188";
    private static final String LISTENER =
            "arn:aws:elasticloadbalancing:us-east-1:000000000000:listener/app/shop/a/b";

    private final Backend backend = new Backend(PrivateIntegrationsTest::echo);
    private final HttpClient client = HttpClient.newHttpClient();
    private final ScriptedFunction function = new ScriptedFunction();
    private ApiGatewayNode node;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        URI target = URI.create(backend.uri(""));
        node =
                new ApiGatewayNode(
                        folder,
                        function,
                        new PrivateTargets(Map.of("inner", target, "shop", target)));
    }

    @AfterEach
    void close() throws Exception {
        node.close();
        backend.close();
    }

    private static void echo(HttpServerRequest request) {
        request.response()
                .end(request.method() + " " + request.uri() + " at " + request.getHeader("Host"));
    }

    @Test
    void aLinkIsPendingAndThenAvailable() {
        CreateVpcLinkResponse made = link(NETWORK);
        assertThat(made.status()).isEqualTo(VpcLinkStatus.PENDING);

        var shown = node.rest.getVpcLink(of -> of.vpcLinkId(made.id()));
        assertThat(shown.status()).isEqualTo(VpcLinkStatus.AVAILABLE);
        assertThat(shown.targetArns()).containsExactly(NETWORK);
        assertThat(shown.tags()).containsEntry("team", "zoo");

        node.rest.updateVpcLink(
                of ->
                        of.vpcLinkId(made.id())
                                .patchOperations(
                                        PatchOperation.builder()
                                                .op(Op.REPLACE)
                                                .path("/name")
                                                .value("other")
                                                .build()));
        assertThat(node.rest.getVpcLinks(of -> {}).items())
                .singleElement()
                .satisfies(link -> assertThat(link.name()).isEqualTo("other"));
        node.rest.deleteVpcLink(of -> of.vpcLinkId(made.id()));
        assertThatThrownBy(() -> node.rest.getVpcLink(of -> of.vpcLinkId(made.id())))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void aLinkHasOneNetworkLoadBalancer() {
        for (List<String> targets :
                List.of(
                        List.<String>of(),
                        List.of(NETWORK, NETWORK),
                        List.of(BALANCERS + "app/inner/50dc6c495c0c9188"))) {
            assertThatThrownBy(
                            () -> node.rest.createVpcLink(of -> of.name("x").targetArns(targets)))
                    .isInstanceOf(BadRequestException.class);
        }
    }

    @Test
    void aRestApiReachesWhatItsLinkLeadsToUnderTheHostOfItsUri() throws Exception {
        String id = link(NETWORK).id();
        RestMethodFixture method = new RestMethodFixture(node);
        proxied(method, of -> of.connectionId(id));

        HttpResponse<String> response = method.get("?a=1");

        assertThat(response.body()).isEqualTo("GET /pets?a=1 at inner.example:8080");
        assertThatThrownBy(() -> node.rest.deleteVpcLink(of -> of.vpcLinkId(id)))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("Cannot delete vpc link");
    }

    @Test
    void aRestApiGoesThroughALinkOfTheSecondServiceToWhatItNames() throws Exception {
        String id = linkV2();
        RestMethodFixture method = new RestMethodFixture(node);
        proxied(
                method,
                of -> of.connectionId(id).integrationTarget(BALANCERS + "app/shop/50dc6c495c0c9"));
        assertThat(method.get("").body()).isEqualTo("GET /pets at inner.example:8080");

        proxied(method, of -> of.connectionId(id));
        assertThat(method.get("").statusCode()).isEqualTo(500);

        String anothers =
                (BALANCERS + "app/shop/50dc6c495c0c9").replace("000000000000", "111111111111");
        proxied(method, of -> of.connectionId(id).integrationTarget(anothers));
        assertThat(method.get("").statusCode()).isEqualTo(500);
    }

    @Test
    void aRestApiWhoseTargetNothingNamesResponds500AndItsLogSaysWhy() throws Exception {
        String id = link(BALANCERS + "net/unknown/1").id();
        RestMethodFixture method = new RestMethodFixture(node);
        proxied(method, of -> of.connectionId(id));

        HttpResponse<String> response = method.get("");

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).isEqualTo("{\"message\": \"Internal server error\"}");
        proxied(method, of -> of.connectionId("nolink"));
        assertThat(method.get("").statusCode()).isEqualTo(500);
    }

    @Test
    void rejectsLinksWhereThereIsNothingToConnect() {
        RestMethodFixture method = new RestMethodFixture(node);
        assertThatThrownBy(() -> proxied(method, of -> {})).isInstanceOf(BadRequestException.class);
        assertThatThrownBy(
                        () ->
                                method.integrate(
                                        of ->
                                                of.type(IntegrationType.MOCK)
                                                        .connectionType(ConnectionType.VPC_LINK)
                                                        .connectionId("x")))
                .isInstanceOf(BadRequestException.class);
    }

    @Test
    void anHttpApiSendsItsStageAndTheClientsHost() throws Exception {
        String api = httpApi(of -> of.connectionId(linkV2()).integrationUri(LISTENER));
        node.http.createStage(of -> of.apiId(api).stageName("v1").autoDeploy(true));

        String host = node.endpoint().getAuthority();
        assertThat(get(api, "v1/a%20b?x=1").body()).isEqualTo("GET /v1/a%20b?x=1 at " + host);
    }

    @Test
    void anHttpApiWhoseTargetNothingNamesResponds503() throws Exception {
        String api =
                httpApi(
                        of ->
                                of.connectionId(linkV2())
                                        .integrationUri(
                                                "arn:aws:servicediscovery:us-east-1:000000000000:service/srv-1"));
        node.http.createStage(of -> of.apiId(api).stageName("v1").autoDeploy(true));

        HttpResponse<String> response = get(api, "v1/");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).isEqualTo("{\"message\":\"Service Unavailable\"}");
    }

    @Test
    void aWebSocketApiReachesWhatItsLinkLeadsToUnderTheHostOfItsUri() throws Exception {
        String path = webSocketApi(link(NETWORK).id());
        SocketClient socket = SocketClient.connect(client, socket(path));
        assertThat(socket.send("hello").next())
                .isEqualTo("POST /pets?from=a at inner.example:8080");
        socket.close(1000, "");
    }

    @Test
    void aWebSocketApiWhoseTargetNothingNamesFails() throws Exception {
        String path = webSocketApi(link(BALANCERS + "net/unknown/1").id());
        SocketClient socket = SocketClient.connect(client, socket(path));
        assertThat(socket.send("hello").next()).contains("Internal server error");
        socket.close(1000, "");
    }

    private URI socket(String path) {
        return URI.create("ws://" + node.endpoint().getAuthority() + path);
    }

    private String webSocketApi(String link) {
        return node.webSocketApi(
                "linked",
                List.of("$default"),
                of ->
                        of.integrationType("HTTP_PROXY")
                                .integrationMethod("POST")
                                .integrationUri("http://inner.example:8080/pets")
                                .requestParameters(
                                        Map.of("integration.request.querystring.from", "'a'"))
                                .connectionType("VPC_LINK")
                                .connectionId(link));
    }

    @Test
    void aWebSocketApisLinkIsForHttpAndHasAnId() {
        for (Consumer<CreateIntegrationRequest.Builder> wrong :
                List.<Consumer<CreateIntegrationRequest.Builder>>of(
                        of ->
                                of.integrationType("MOCK")
                                        .connectionType("VPC_LINK")
                                        .connectionId("x"),
                        of ->
                                of.integrationType("HTTP")
                                        .integrationMethod("POST")
                                        .integrationUri("http://inner.example/")
                                        .connectionType("VPC_LINK"),
                        of ->
                                of.integrationType("HTTP")
                                        .integrationMethod("POST")
                                        .integrationUri("http://inner.example/")
                                        .connectionId("x"))) {
            assertThatThrownBy(() -> node.webSocketApi("wrong", List.of(), wrong))
                    .isInstanceOf(
                            software.amazon.awssdk.services.apigatewayv2.model.BadRequestException
                                    .class);
        }
    }

    @Test
    void anIntegrationThatNamesAnotherApiOfTheNodeReachesIt() throws Exception {
        function.responses("{\"statusCode\":200,\"body\":\"the other\"}");
        String other =
                node.http
                        .createApi(
                                of ->
                                        of.name("other")
                                                .protocolType(ProtocolType.HTTP)
                                                .target(
                                                        "arn:aws:lambda:us-east-1:000000000000:function:f"))
                        .apiId();
        String host = other + ".execute-api.us-east-1.amazonaws.com";
        String api =
                httpApi(
                        of ->
                                of.integrationUri("https://" + host + "/hello")
                                        .connectionType("INTERNET"));
        node.http.createStage(of -> of.apiId(api).stageName("v1").autoDeploy(true));

        assertThat(get(api, "v1/").body()).isEqualTo("the other");
        assertThat(function.last().payload().toString())
                .contains("\"domainName\":\"" + host + "\"")
                .contains("\"rawPath\":\"/hello\"");
    }

    @Test
    void aLinkOfTheSecondServiceHasSubnetsAndTags() {
        String id = linkV2();
        var shown = node.http.getVpcLink(of -> of.vpcLinkId(id));
        assertThat(shown.vpcLinkStatusAsString()).isEqualTo("AVAILABLE");
        assertThat(shown.subnetIds()).containsExactly("subnet-1");
        assertThat(shown.securityGroupIds()).isEmpty();
        node.http.updateVpcLink(of -> of.vpcLinkId(id).name("other"));
        assertThat(node.http.getVpcLinks(of -> {}).items())
                .singleElement()
                .satisfies(link -> assertThat(link.name()).isEqualTo("other"));
        node.http.deleteVpcLink(of -> of.vpcLinkId(id));
        assertThat(node.http.getVpcLinks(of -> {}).items()).isEmpty();
    }

    private CreateVpcLinkResponse link(String target) {
        return node.rest.createVpcLink(
                of -> of.name("link").targetArns(target).tags(Map.of("team", "zoo")));
    }

    private String linkV2() {
        return node.http.createVpcLink(of -> of.name("link").subnetIds("subnet-1")).vpcLinkId();
    }

    private static void proxied(
            RestMethodFixture method, Consumer<PutIntegrationRequest.Builder> change) {
        method.integrate(
                of -> {
                    of.type(IntegrationType.HTTP_PROXY)
                            .integrationHttpMethod("GET")
                            .uri("http://inner.example:8080/pets")
                            .connectionType(ConnectionType.VPC_LINK);
                    change.accept(of);
                });
    }

    private String httpApi(Consumer<CreateIntegrationRequest.Builder> change) {
        String api =
                node.http.createApi(of -> of.name("p").protocolType(ProtocolType.HTTP)).apiId();
        String integration =
                node.http
                        .createIntegration(
                                of -> {
                                    of.apiId(api)
                                            .integrationType("HTTP_PROXY")
                                            .integrationMethod("ANY")
                                            .payloadFormatVersion("1.0")
                                            .connectionType("VPC_LINK");
                                    change.accept(of);
                                })
                        .integrationId();
        node.http.createRoute(
                of -> of.apiId(api).routeKey("$default").target("integrations/" + integration));
        return api;
    }

    private HttpResponse<String> get(String api, String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(
                                node.endpoint().resolve("/_aws/execute-api/" + api + '/' + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
