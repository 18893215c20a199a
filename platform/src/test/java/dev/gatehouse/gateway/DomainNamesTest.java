package dev.gatehouse.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.apigateway.model.BadRequestException;
import software.amazon.awssdk.services.apigateway.model.EndpointType;
import software.amazon.awssdk.services.apigateway.model.IntegrationType;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigatewayv2.model.DomainNameConfiguration;
import software.amazon.awssdk.services.apigatewayv2.model.ProtocolType;

/** Custom domain names as both services make them, and what they then lead to. */
@Tag("node")
class DomainNamesTest {
    private static final String NAME = "shop.example.com";

    private ApiGatewayNode node;
    private Path data;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        data = folder;
        node = new ApiGatewayNode(folder, new ScriptedFunction());
    }

    @AfterEach
    void stop() throws Exception {
        node.close();
    }

    @Test
    void aBasePathLeadsToAStageOfARestApi() throws Exception {
        String api = mock("hello from $context.stage");
        domain();
        map("v1", api, "prod");
        assertThat(get(NAME, "/v1")).contains("HTTP/1.1 200").endsWith("hello from prod");
        assertThat(get("SHOP.example.com:4566", "/v1/")).endsWith("hello from prod");
        assertThat(get(NAME, "/v2"))
                .contains("HTTP/1.1 403")
                .endsWith("{\"message\":\"Forbidden\"}");
        map("(none)", api, null);
        assertThat(get(NAME, "/prod/")).endsWith("hello from prod");
        node.rest.deleteBasePathMapping(r -> r.domainName(NAME).basePath("v1"));
        assertThat(get(NAME, "/v1")).contains("HTTP/1.1 403");
    }

    @Test
    void aNodeThatStartsAgainServesItsDomains() throws Exception {
        String api = mock("hello");
        domain();
        map("v1", api, "prod");
        node.close();
        node = new ApiGatewayNode(data, new ScriptedFunction());
        assertThat(get(NAME, "/v1")).endsWith("hello");
        node.rest.deleteDomainName(r -> r.domainName(NAME));
        assertThat(get(NAME, "/v1")).contains("HTTP/1.1 4").doesNotContain("hello");
    }

    @Test
    void bothServicesShowTheSameDomainsAndMappings() {
        String api = mock("hello");
        domain();
        map("v1", api, "prod");
        var shown = node.http.getDomainName(r -> r.domainName(NAME));
        assertThat(shown.domainNameConfigurations().getFirst().domainNameStatusAsString())
                .isEqualTo("AVAILABLE");
        var mapping = node.http.getApiMappings(r -> r.domainName(NAME)).items().getFirst();
        assertThat(mapping.apiMappingKey()).isEqualTo("v1");
        assertThat(mapping.stage()).isEqualTo("prod");
        node.http.updateApiMapping(
                r ->
                        r.domainName(NAME)
                                .apiMappingId(mapping.apiMappingId())
                                .apiId(api)
                                .apiMappingKey("v1/orders"));
        assertThat(node.rest.getBasePathMappings(r -> r.domainName(NAME)).items())
                .extracting(each -> each.basePath() + ' ' + each.restApiId())
                .containsExactly("v1/orders " + api);
        String arn = "arn:aws:apigateway:us-east-1::/domainnames/" + NAME;
        node.http.tagResource(r -> r.resourceArn(arn).tags(Map.of("team", "zoo")));
        assertThat(node.rest.getTags(r -> r.resourceArn(arn)).tags())
                .isEqualTo(Map.of("team", "zoo"));
    }

    @Test
    void aLongerKeyLeadsToAnHttpApi() throws Exception {
        HttpServer backend = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        backend.createContext(
                "/",
                exchange -> {
                    byte[] path = exchange.getRequestURI().getPath().getBytes(UTF_8);
                    exchange.sendResponseHeaders(200, path.length);
                    exchange.getResponseBody().write(path);
                    exchange.close();
                });
        backend.start();
        try {
            String target = "http://127.0.0.1:" + backend.getAddress().getPort() + "/{proxy}";
            String api =
                    node.http
                            .createApi(
                                    r ->
                                            r.name("shop")
                                                    .protocolType(ProtocolType.HTTP)
                                                    .routeKey("GET /{proxy+}")
                                                    .target(target))
                            .apiId();
            node.http.createDomainName(
                    r ->
                            r.domainName(NAME)
                                    .domainNameConfigurations(
                                            DomainNameConfiguration.builder()
                                                    .certificateArn("arn:aws:acm:us-east-1:1:c/1")
                                                    .build()));
            node.http.createApiMapping(
                    r ->
                            r.domainName(NAME)
                                    .apiId(api)
                                    .stage("$default")
                                    .apiMappingKey("v1/orders"));
            assertThat(get(NAME, "/v1/orders/7")).contains("HTTP/1.1 200").endsWith("/7");
            assertThat(get(NAME, "/v1/other")).contains("HTTP/1.1 403");
        } finally {
            backend.stop(0);
        }
    }

    @Test
    void whatAMappingLeadsToCannotBeDeleted() {
        String api = mock("hello");
        domain();
        map("v1", api, "prod");
        assertThatThrownBy(() -> node.rest.deleteStage(r -> r.restApiId(api).stageName("prod")))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining(
                        "Deleting stage prod failed. Please remove all base path mappings related"
                                + " to the stage in your domains: "
                                + NAME);
        assertThatThrownBy(() -> node.rest.deleteRestApi(r -> r.restApiId(api)))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("related to the RestApi in your domains: " + NAME);
        node.rest.deleteBasePathMapping(r -> r.domainName(NAME).basePath("v1"));
        node.rest.deleteStage(r -> r.restApiId(api).stageName("prod"));
        node.rest.deleteRestApi(r -> r.restApiId(api));
    }

    @Test
    void rejectsWhatAwsRejects() {
        String api = mock("hello");
        domain();
        assertThatThrownBy(this::domain)
                .hasMessageContaining("The domain name you provided already exists.");
        for (String name : List.of("a1.execute-api.us-east-1.amazonaws.com", "u1.on.aws")) {
            assertThatThrownBy(() -> node.rest.createDomainName(r -> r.domainName(name)))
                    .hasMessageContaining("Invalid domain name specified");
        }
        map("v1", api, "prod");
        assertThatThrownBy(() -> map("v1", api, "prod"))
                .hasMessageContaining("Base path already exists for this domain name");
        assertThatThrownBy(() -> map("a/b", api, "prod"))
                .hasMessageContaining("doesn't support the slash character (/)");
        assertThatThrownBy(() -> map("v2", "none", "prod"))
                .hasMessageContaining("Invalid REST API identifier specified");
        assertThatThrownBy(() -> map("v2", api, "none"))
                .hasMessageContaining("Invalid stage identifier specified");
        assertThatThrownBy(
                        () -> node.rest.getBasePathMapping(r -> r.domainName(NAME).basePath("v3")))
                .hasMessageContaining("Invalid base path mapping identifier specified");
        assertThatThrownBy(() -> node.rest.getDomainName(r -> r.domainName("none.example.com")))
                .hasMessageContaining("Invalid domain name identifier specified");
        assertThatThrownBy(
                        () -> node.http.getApiMapping(r -> r.domainName(NAME).apiMappingId("none")))
                .hasMessageContaining(
                        "The API mapping resource specified in the request was not found.");
    }

    @Test
    void aPatchMovesAMapping() throws Exception {
        String api = mock("hello");
        domain();
        map("v1", api, "prod");
        var moved =
                node.rest.updateBasePathMapping(
                        r ->
                                r.domainName(NAME)
                                        .basePath("v1")
                                        .patchOperations(
                                                PatchOperation.builder()
                                                        .op(Op.REPLACE)
                                                        .path("/basePath")
                                                        .value("v2")
                                                        .build()));
        assertThat(moved.basePath()).isEqualTo("v2");
        assertThat(get(NAME, "/v2")).endsWith("hello");
        assertThat(get(NAME, "/v1")).contains("HTTP/1.1 403");
    }

    /** What comes for a GET under a name that no resolver knows. */
    private String get(String host, String path) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", node.endpoint().getPort())) {
            socket.setSoTimeout(120_000);
            String request = "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.formatted(path, host).getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private void domain() {
        node.rest.createDomainName(
                r ->
                        r.domainName(NAME)
                                .regionalCertificateArn("arn:aws:acm:us-east-1:1:certificate/1")
                                .endpointConfiguration(e -> e.types(EndpointType.REGIONAL)));
    }

    private void map(String basePath, String api, @Nullable String stage) {
        node.rest.createBasePathMapping(
                r -> r.domainName(NAME).basePath(basePath).restApiId(api).stage(stage));
    }

    /** A deployed API with a MOCK at its root. */
    private String mock(String body) {
        var api = node.rest.createRestApi(r -> r.name("shop"));
        node.rest.putMethod(
                r ->
                        r.restApiId(api.id())
                                .resourceId(api.rootResourceId())
                                .httpMethod("GET")
                                .authorizationType("NONE"));
        node.rest.putIntegration(
                r ->
                        r.restApiId(api.id())
                                .resourceId(api.rootResourceId())
                                .httpMethod("GET")
                                .type(IntegrationType.MOCK)
                                .requestTemplates(
                                        Map.of("application/json", "{\"statusCode\": 200}")));
        node.rest.putMethodResponse(
                r ->
                        r.restApiId(api.id())
                                .resourceId(api.rootResourceId())
                                .httpMethod("GET")
                                .statusCode("200"));
        node.rest.putIntegrationResponse(
                r ->
                        r.restApiId(api.id())
                                .resourceId(api.rootResourceId())
                                .httpMethod("GET")
                                .statusCode("200")
                                .responseTemplates(Map.of("application/json", body)));
        node.rest.createDeployment(r -> r.restApiId(api.id()).stageName("prod"));
        return api.id();
    }
}
