package dev.gatehouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.testkit.Documents;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.apigatewayv2.model.Authorizer;
import software.amazon.awssdk.services.apigatewayv2.model.BadRequestException;
import software.amazon.awssdk.services.apigatewayv2.model.GetApiResponse;
import software.amazon.awssdk.services.apigatewayv2.model.ImportApiResponse;
import software.amazon.awssdk.services.apigatewayv2.model.Integration;
import software.amazon.awssdk.services.apigatewayv2.model.Route;

/** HTTP APIs made of documents, and documents made of them, by AWS's SDK. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("node")
final class HttpDocumentsTest {
    private static final String SHOP = Documents.read("openapi/shop.http.yaml");
    private static final ObjectMapper JSON = new ObjectMapper();

    private ApiGatewayNode node;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        node = new ApiGatewayNode(folder, new ScriptedFunction());
    }

    @AfterAll
    void stop() throws Exception {
        node.close();
    }

    @Test
    void aDocumentIsAnApiWithRoutesIntegrationsAndAuthorizers() {
        ImportApiResponse api = node.http.importApi(r -> r.body(SHOP).failOnWarnings(true));
        Map<String, Route> routes = routes(api.apiId());
        Map<String, Authorizer> authorizers = authorizers(api.apiId());

        assertThat(api.name()).isEqualTo("Shop");
        assertThat(api.version()).isEqualTo("2026-11-30");
        assertThat(api.tags()).isEqualTo(Map.of("team", "park"));
        assertThat(api.corsConfiguration().allowMethods()).containsExactly("GET", "POST");
        assertThat(routes)
                .containsOnlyKeys(
                        "GET /orders/{orderId}",
                        "ANY /orders/{orderId}",
                        "POST /functions/{proxy+}",
                        "$default");
        Route get = routes.get("GET /orders/{orderId}");
        assertThat(get.authorizationTypeAsString()).isEqualTo("JWT");
        assertThat(get.authorizationScopes()).containsExactly("orders/read");
        assertThat(get.authorizerId()).isEqualTo(authorizers.get("token").authorizerId());
        assertThat(get.operationName()).isEqualTo("GetOrder");
        assertThat(get.target()).isEqualTo(routes.get("ANY /orders/{orderId}").target());
        assertThat(routes.get("ANY /orders/{orderId}").authorizationTypeAsString())
                .isEqualTo("AWS_IAM");
        assertThat(authorizers.get("function").identitySource())
                .containsExactly("$request.header.Authorization", "$request.querystring.q");
        assertThat(integrations(api.apiId())).hasSize(3);
    }

    @Test
    void theBasePathMayBePrepended() {
        String api = node.http.importApi(r -> r.body(SHOP).basepath("prepend")).apiId();

        assertThat(routes(api))
                .containsKey("GET /shop/v1/orders/{orderId}")
                .containsKey("$default");
    }

    @Test
    void reimportingLeavesNothingButTheApiAndItsStages() throws Exception {
        String api = node.http.importApi(r -> r.body(SHOP)).apiId();
        node.http.createStage(r -> r.apiId(api).stageName("live").autoDeploy(true));
        node.http.reimportApi(
                r ->
                        r.apiId(api)
                                .body(
                                        """
                                        openapi: 3.0.1
                                        info: {title: Closed, version: '3'}
                                        paths:
                                          /closed:
                                            get:
                                              x-amazon-apigateway-auth: {type: AWS_IAM}
                                              x-amazon-apigateway-integration:
                                                {type: http_proxy, httpMethod: GET, uri: 'https://a.example.com', payloadFormatVersion: '1.0'}
                                        """));
        GetApiResponse changed = node.http.getApi(r -> r.apiId(api));

        assertThat(changed.name()).isEqualTo("Closed");
        assertThat(changed.description()).isNull();
        assertThat(changed.hasTags() ? changed.tags() : Map.of()).isEqualTo(Map.of("team", "park"));
        assertThat(routes(api)).containsOnlyKeys("GET /closed");
        assertThat(integrations(api)).hasSize(1);
        assertThat(authorizers(api)).isEmpty();
        assertThat(node.call("GET", api + "/live/closed").statusCode()).isEqualTo(403);
        assertThat(node.call("GET", api + "/live/other").statusCode()).isEqualTo(404);
    }

    @Test
    void whatCannotBeMadeIsIgnoredWithAWarning() {
        String body =
                SHOP.replace("https://shop.example.com/other", "ftp://x")
                        .replace("issuer: ", "issuers: ");
        ImportApiResponse api = node.http.importApi(r -> r.body(body));

        assertThat(api.warnings())
                .anyMatch(
                        each -> each.matches("Unable to create Authorizer 'token': .*Ignoring\\."))
                .contains(
                        "Unable to put method 'GET' on resource at path '/orders/{orderId}':"
                            + " Invalid authorizer definition. Setting the authorization type to"
                            + " JWT requires a valid authorizer. Ignoring.",
                        "Unable to put method 'ANY' on resource at path '/$default': Invalid HTTP"
                                + " endpoint specified for URI. Ignoring.");
        assertThat(routes(api.apiId()))
                .containsOnlyKeys("ANY /orders/{orderId}", "POST /functions/{proxy+}");
        assertThat(integrations(api.apiId())).as("those of ignored routes").hasSize(2);
        assertThatThrownBy(() -> node.http.importApi(r -> r.body(body).failOnWarnings(true)))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("Warnings found during import:\n\tUnable to");
    }

    @Test
    void nothingGuardsARouteWhereSamSaysNone() {
        String body = SHOP.replace("- token:", "- NONE:");
        ImportApiResponse api = node.http.importApi(r -> r.body(body).failOnWarnings(true));

        assertThat(routes(api.apiId()).get("GET /orders/{orderId}").authorizationTypeAsString())
                .isEqualTo("NONE");
    }

    @Test
    void whatCannotBeTakenIsNamedAndNothingIsKept() {
        int before = node.http.getApis().items().size();
        assertThatThrownBy(
                        () ->
                                node.http.importApi(
                                        r ->
                                                r.failOnWarnings(true)
                                                        .body(
                                                                SHOP.replace(
                                                                        "- token:", "- tokens:"))))
                .hasMessageContaining("Warnings found during import:\n\tSecurity scheme 'tokens'");
        String forged = SHOP.replace("- name: team", "- name: aws:cloudformation:stack-name");
        assertThat(forged).isNotEqualTo(SHOP);
        assertThatThrownBy(() -> node.http.importApi(r -> r.body(forged)))
                .hasMessageContaining("Tags must not begin with 'aws:'");
        assertThatThrownBy(() -> node.http.importApi(r -> r.body("swagger: '2.0'")))
                .hasMessageContaining("Invalid OpenAPI input.");
        assertThat(node.http.getApis().items()).hasSize(before);
    }

    @Test
    void anExportedApiIsTheSameWhenItIsImported() throws Exception {
        String api = node.http.importApi(r -> r.body(SHOP)).apiId();
        for (String form : List.of("JSON", "YAML")) {
            String document = exported(api, form, true);
            String again = node.http.importApi(r -> r.body(document).failOnWarnings(true)).apiId();

            assertThat(described(again)).isEqualTo(described(api));
        }
        JsonNode plain = JSON.readTree(exported(api, "JSON", false));
        assertThat(plain.path("paths").path("/orders/{orderId}").path("get").toString())
                .isEqualTo(
                        "{\"operationId\":\"GetOrder\",\"parameters\":[{\"name\":\"orderId\",\"in\":\"path\",\"required\":true,\"schema\":{\"type\":\"string\"}}],\"responses\":{\"default\":{\"description\":\"Default"
                            + " response for GET"
                            + " /orders/{orderId}\"}},\"security\":[{\"token\":[\"orders/read\"]}]}");
        assertThat(plain.toString()).doesNotContain("\"x-amazon-apigateway-integration\"");
    }

    /** What stands for the version of one that has none is when the API was made. */
    @ParameterizedTest
    @CsvSource({"version: '1.2',1.2", "version: 7,7", "description: none,"})
    void theVersionOfADocumentIsTheApis(String said, @Nullable String version) throws Exception {
        String document = "openapi: 3.0.1\ninfo: {title: Versioned, %s}\npaths: {}\n";
        String api = node.http.importApi(r -> r.body(document.formatted(said))).apiId();
        GetApiResponse made = node.http.getApi(r -> r.apiId(api));
        assertThat(made.version()).isEqualTo(version);
        String created = made.createdDate().toString();
        assertThat(JSON.readTree(exported(api, "JSON", true)).path("info").path("version").asText())
                .isEqualTo(version == null ? created : version);

        node.http.updateApi(r -> r.apiId(api).version("2026-11-30"));
        assertThat(exported(api, "YAML", false)).containsPattern("version: \"?2026-11-30");
        node.http.reimportApi(r -> r.apiId(api).body(document.formatted("version: 8")));
        assertThat(node.http.getApi(r -> r.apiId(api)).version()).isEqualTo("8");
    }

    @Test
    void rejectsOtherExports() {
        String api = node.http.importApi(r -> r.body(SHOP)).apiId();

        assertThatThrownBy(
                        () ->
                                node.http.exportApi(
                                        r -> r.apiId(api).specification("OAS2").outputType("JSON")))
                .hasMessageContaining("Invalid specification specified");
        assertThatThrownBy(
                        () ->
                                node.http.exportApi(
                                        r -> r.apiId(api).specification("OAS30").outputType("XML")))
                .hasMessageContaining("Invalid outputType specified");
        assertThatThrownBy(
                        () ->
                                node.http.exportApi(
                                        r ->
                                                r.apiId(api)
                                                        .specification("OAS30")
                                                        .outputType("JSON")
                                                        .stageName("none")))
                .hasMessageContaining("Invalid stage identifier specified");
    }

    private String exported(String api, String form, boolean extensions) {
        return node.http
                .exportApi(
                        r ->
                                r.apiId(api)
                                        .specification("OAS30")
                                        .outputType(form)
                                        .includeExtensions(extensions))
                .body()
                .asUtf8String();
    }

    /** What an API is, without ids. */
    private Map<String, Object> described(String api) {
        GetApiResponse head = node.http.getApi(r -> r.apiId(api));
        Map<String, Integration> integrations = integrations(api);
        Map<String, String> names =
                authorizers(api).values().stream()
                        .collect(Collectors.toMap(Authorizer::authorizerId, Authorizer::name));
        Map<String, String> routes =
                routes(api).values().stream()
                        .collect(
                                Collectors.toMap(
                                        Route::routeKey,
                                        route ->
                                                route.toBuilder()
                                                                .routeId("")
                                                                .target("")
                                                                .authorizerId(
                                                                        names.get(
                                                                                route
                                                                                        .authorizerId()))
                                                                .build()
                                                        + integrations
                                                                .get(
                                                                        route.target()
                                                                                .substring(
                                                                                        "integrations/"
                                                                                                .length()))
                                                                .toBuilder()
                                                                .integrationId("")
                                                                .build()
                                                                .toString()));
        return Map.of(
                "head",
                head.toBuilder().apiId("").apiEndpoint("").createdDate(null).build().toString(),
                "routes",
                routes,
                "authorizers",
                authorizers(api).values().stream()
                        .map(each -> each.toBuilder().authorizerId("").build().toString())
                        .sorted()
                        .toList());
    }

    private Map<String, Route> routes(String api) {
        return node.http.getRoutes(r -> r.apiId(api)).items().stream()
                .collect(Collectors.toMap(Route::routeKey, Function.identity()));
    }

    private Map<String, Integration> integrations(String api) {
        return node.http.getIntegrations(r -> r.apiId(api)).items().stream()
                .collect(Collectors.toMap(Integration::integrationId, Function.identity()));
    }

    private Map<String, Authorizer> authorizers(String api) {
        return node.http.getAuthorizers(r -> r.apiId(api)).items().stream()
                .collect(Collectors.toMap(Authorizer::name, Function.identity()));
    }
}
