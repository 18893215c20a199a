package dev.gatehouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.testkit.Eventually;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.apigatewayv2.model.BadRequestException;
import software.amazon.awssdk.services.apigatewayv2.model.ConflictException;
import software.amazon.awssdk.services.apigatewayv2.model.CreateApiResponse;
import software.amazon.awssdk.services.apigatewayv2.model.CreateRouteRequest;
import software.amazon.awssdk.services.apigatewayv2.model.GetStageResponse;
import software.amazon.awssdk.services.apigatewayv2.model.IntegrationType;
import software.amazon.awssdk.services.apigatewayv2.model.NotFoundException;
import software.amazon.awssdk.services.apigatewayv2.model.ProtocolType;
import software.amazon.awssdk.services.apigatewayv2.model.Route;
import software.amazon.awssdk.services.apigatewayv2.model.RouteSettings;

/** HTTP APIs as the AWS SDK for Java makes, deploys and changes them, and what is then served. */
@Tag("node")
class HttpControlPlaneTest {
    private static final String FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:pets";

    private final ScriptedFunction function = new ScriptedFunction();
    private ApiGatewayNode node;
    private Path data;
    private String api;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        data = folder;
        node = new ApiGatewayNode(folder, function);
        api = node.http.createApi(r -> r.name("pets").protocolType(ProtocolType.HTTP)).apiId();
        function.responses("{\"statusCode\":200,\"body\":\"pets\"}");
    }

    @AfterEach
    void stop() throws Exception {
        node.close();
    }

    @Test
    void startsWithAwsDefaults() {
        CreateApiResponse created =
                node.http.createApi(r -> r.name("plain").protocolType(ProtocolType.HTTP));
        assertThat(created.apiEndpoint())
                .isEqualTo("https://" + created.apiId() + ".execute-api.us-east-1.amazonaws.com");
        assertThat(created.routeSelectionExpression()).isEqualTo("$request.method $request.path");
        assertThat(created.apiKeySelectionExpression()).isEqualTo("$request.header.x-api-key");
        assertThat(created.disableExecuteApiEndpoint()).isFalse();
        assertThat(created.tags()).isEmpty();
        assertThat(created.createdDate()).isNotNull();
    }

    @Test
    void quickCreationServesAtOnce() throws Exception {
        CreateApiResponse quick =
                node.http.createApi(
                        r -> r.name("quick").protocolType(ProtocolType.HTTP).target(FUNCTION));
        HttpResponse<String> response = node.call("GET", quick.apiId() + "/$default/any/path");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("pets");
        Route route = node.http.getRoutes(r -> r.apiId(quick.apiId())).items().getFirst();
        assertThat(route.routeKey()).isEqualTo("$default");
        assertThat(route.apiGatewayManaged()).isTrue();
        GetStageResponse stage =
                node.http.getStage(r -> r.apiId(quick.apiId()).stageName("$default"));
        assertThat(stage.autoDeploy()).isTrue();
        assertThat(stage.apiGatewayManaged()).isTrue();
    }

    @Test
    void aStageThatFollowsTheApiServesEveryChange() throws Exception {
        node.http.createStage(r -> r.apiId(api).stageName("$default").autoDeploy(true));
        String before = deploymentOf("$default");
        String route = route("GET /pets", integration());
        assertThat(node.call("GET", api + "/$default/pets").statusCode()).isEqualTo(200);
        assertThat(deploymentOf("$default")).isNotEqualTo(before);
        assertThat(node.http.getDeployments(r -> r.apiId(api)).items()).hasSize(1);
        node.http.deleteRoute(r -> r.apiId(api).routeId(route));
        assertThat(node.call("GET", api + "/$default/pets").statusCode()).isEqualTo(404);
        node.http.deleteStage(r -> r.apiId(api).stageName("$default"));
        assertThat(node.http.getDeployments(r -> r.apiId(api)).items()).isEmpty();
    }

    @Test
    void aStageHoldsItsRoutesToTheirRates() throws Exception {
        String integration = integration();
        route("GET /pets", integration);
        route("GET /dogs", integration);
        node.http.createStage(
                r ->
                        r.apiId(api)
                                .stageName("$default")
                                .autoDeploy(true)
                                .defaultRouteSettings(
                                        s -> s.throttlingRateLimit(0.001).throttlingBurstLimit(1)));
        assertThat(node.call("GET", api + "/$default/pets").statusCode()).isEqualTo(200);
        HttpResponse<String> throttled = node.call("GET", api + "/$default/pets");
        assertThat(throttled.statusCode()).isEqualTo(429);
        assertThat(throttled.body()).isEqualTo("{\"message\":\"Too Many Requests\"}");
        assertThat(node.call("GET", api + "/$default/dogs").statusCode()).isEqualTo(200);

        node.http.updateStage(
                r ->
                        r.apiId(api)
                                .stageName("$default")
                                .routeSettings(
                                        Map.of(
                                                "GET /pets",
                                                RouteSettings.builder()
                                                        .throttlingRateLimit(0.0)
                                                        .throttlingBurstLimit(0)
                                                        .build()))
                                .defaultRouteSettings(
                                        s ->
                                                s.throttlingRateLimit(1_000.0)
                                                        .throttlingBurstLimit(1_000)));
        assertThat(node.call("GET", api + "/$default/pets").statusCode()).isEqualTo(429);
        node.http.deleteRouteSettings(
                r -> r.apiId(api).stageName("$default").routeKey("GET /pets"));
        Eventually.holds(() -> node.call("GET", api + "/$default/pets").statusCode() == 200);
    }

    @Test
    void anyOtherStageServesItsDeployment() throws Exception {
        String integration = integration();
        route("GET /pets", integration);
        node.http.createStage(r -> r.apiId(api).stageName("v1"));
        assertThat(node.call("GET", api + "/v1/pets").statusCode()).isEqualTo(404);
        node.http.createDeployment(r -> r.apiId(api).stageName("v1"));
        assertThat(node.call("GET", api + "/v1/pets").statusCode()).isEqualTo(200);
        route("GET /dogs", integration);
        assertThat(node.call("GET", api + "/v1/dogs").statusCode()).isEqualTo(404);
    }

    @Test
    void aStageThatStopsFollowingKeepsWhatItServed() throws Exception {
        String integration = integration();
        node.http.createStage(r -> r.apiId(api).stageName("v1").autoDeploy(true));
        route("GET /pets", integration);
        node.http.updateStage(r -> r.apiId(api).stageName("v1").autoDeploy(false));
        route("GET /dogs", integration);
        assertThat(node.call("GET", api + "/v1/pets").statusCode()).isEqualTo(200);
        assertThat(node.call("GET", api + "/v1/dogs").statusCode()).isEqualTo(404);
    }

    @Test
    void aNodeThatStartsAgainServesWhatWasDeployed() throws Exception {
        String integration = integration();
        node.http.createStage(r -> r.apiId(api).stageName("$default").autoDeploy(true));
        route("GET /pets", integration);
        node.http.createStage(r -> r.apiId(api).stageName("v1"));
        node.http.createDeployment(r -> r.apiId(api).stageName("v1"));
        node.close();
        node = new ApiGatewayNode(data, function);
        assertThat(node.call("GET", api + "/$default/pets").statusCode()).isEqualTo(200);
        assertThat(node.call("GET", api + "/v1/pets").statusCode()).isEqualTo(200);
    }

    @Test
    void answersPreflightsByItsCorsConfigurationUntilItIsDeleted() throws Exception {
        node.http.createStage(r -> r.apiId(api).stageName("$default").autoDeploy(true));
        node.http.updateApi(
                r -> r.apiId(api).corsConfiguration(c -> c.allowOrigins("*").allowMethods("GET")));
        assertThat(preflight()).isEqualTo(204);
        node.http.deleteCorsConfiguration(r -> r.apiId(api));
        assertThat(preflight()).isEqualTo(404);
        assertThat(node.http.getApi(r -> r.apiId(api)).corsConfiguration()).isNull();
    }

    @Test
    void updatesReplaceWhatTheyNameAndEmptyTextsClear() {
        node.http.updateApi(r -> r.apiId(api).description("all pets").version("1"));
        node.http.updateApi(r -> r.apiId(api).description("").name("zoo"));
        var read = node.http.getApi(r -> r.apiId(api));
        assertThat(read.description()).isNull();
        assertThat(read.name()).isEqualTo("zoo");
        assertThat(read.version()).isEqualTo("1");
        node.http.createStage(
                r -> r.apiId(api).stageName("v1").stageVariables(Map.of("a", "1", "b", "2")));
        node.http.updateStage(
                r -> r.apiId(api).stageName("v1").stageVariables(Map.of("a", "", "c", "3")));
        assertThat(node.http.getStage(r -> r.apiId(api).stageName("v1")).stageVariables())
                .isEqualTo(Map.of("b", "2", "c", "3"));
    }

    @Test
    void rejectsRouteKeysInAwsWords() {
        for (String key : List.of("pets", "get /pets", "GET pets", "GET /{id", "GET /{p+}/x")) {
            assertThatThrownBy(() -> route(key, null))
                    .isInstanceOf(BadRequestException.class)
                    .hasMessageContaining("is not formatted properly for HTTP protocol");
        }
        route("GET /pets/{id}", null);
        assertThatThrownBy(() -> route("GET /pets/{id}", null))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("Route with key GET /pets/{id} already exists for this API");
        assertThatThrownBy(() -> route("GET /pets/{petId}", null))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining(
                        "The provided route key \"GET /pets/{petId}\" has a conflicting variable"
                                + " on the same hierarchical level as \"GET /pets/{id}\"");
    }

    @Test
    void rejectsByNameWhatTheDataPlaneCannotDo() {
        rejectsRoute("apiKeyRequired", r -> r.apiKeyRequired(true));
        assertThatThrownBy(
                        () ->
                                node.http.createStage(
                                        r ->
                                                r.apiId(api)
                                                        .stageName("v1")
                                                        .accessLogSettings(a -> a.format("x"))))
                .hasMessageContaining("Access Log destination must be set");
        assertThat(node.http.getStages(r -> r.apiId(api)).items()).isEmpty();
    }

    @Test
    void rejectsSettingsOfRoutesThatAreNotThere() {
        assertThatThrownBy(
                        () ->
                                node.http.createStage(
                                        r ->
                                                r.apiId(api)
                                                        .stageName("strict")
                                                        .routeSettings(
                                                                Map.of(
                                                                        "GET /none",
                                                                        RouteSettings.builder()
                                                                                .build()))))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining(
                        "Unable to find Route by key GET /none within the provided RouteSettings");
    }

    @Test
    void rejectsToDeleteAnIntegrationThatRoutesUse() {
        String integration = integration();
        String route = route("GET /pets", integration);
        assertThatThrownBy(() -> deleteIntegration(integration))
                .isInstanceOf(ConflictException.class);
        node.http.deleteRoute(r -> r.apiId(api).routeId(route));
        deleteIntegration(integration);
        assertThatThrownBy(() -> deleteIntegration(integration))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void leavesNothingOfADeletedApi() throws Exception {
        node.http.createStage(r -> r.apiId(api).stageName("$default").autoDeploy(true));
        route("$default", integration());
        node.http.deleteApi(r -> r.apiId(api));
        assertThat(node.call("GET", api + "/$default/pets").statusCode()).isEqualTo(403);
        assertThatThrownBy(() -> node.http.getApi(r -> r.apiId(api)))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("Invalid API identifier specified 000000000000:" + api);
    }

    @Test
    void listsPageByPage() {
        String integration = integration();
        for (int i = 0; i < 3; i++) {
            route("GET /pets/" + i, integration);
        }
        var first = node.http.getRoutes(r -> r.apiId(api).maxResults("2"));
        var second =
                node.http.getRoutes(r -> r.apiId(api).maxResults("2").nextToken(first.nextToken()));
        assertThat(first.items()).hasSize(2);
        assertThat(second.items()).hasSize(1);
        assertThat(second.nextToken()).isNull();
    }

    @Test
    void tagsApisAndStages() {
        String arn = "arn:aws:apigateway:us-east-1::/apis/" + api;
        node.http.tagResource(r -> r.resourceArn(arn).tags(Map.of("a", "1", "b", "2")));
        node.http.untagResource(r -> r.resourceArn(arn).tagKeys("a"));
        assertThat(node.http.getTags(r -> r.resourceArn(arn)).tags()).isEqualTo(Map.of("b", "2"));
        assertThat(node.http.getApi(r -> r.apiId(api)).tags()).isEqualTo(Map.of("b", "2"));
    }

    private int preflight() throws Exception {
        return node.call(
                        "OPTIONS",
                        api + "/$default/pets",
                        "Origin",
                        "https://example.com",
                        "Access-Control-Request-Method",
                        "GET")
                .statusCode();
    }

    private void rejectsRoute(String property, Consumer<CreateRouteRequest.Builder> with) {
        assertThatThrownBy(
                        () ->
                                node.http.createRoute(
                                        r -> {
                                            r.apiId(api).routeKey("GET /x");
                                            with.accept(r);
                                        }))
                .hasMessageContaining("Gatehouse does not support " + property + " yet");
    }

    private String integration() {
        return node.http
                .createIntegration(
                        r ->
                                r.apiId(api)
                                        .integrationType(IntegrationType.AWS_PROXY)
                                        .integrationUri(FUNCTION)
                                        .payloadFormatVersion("2.0"))
                .integrationId();
    }

    private void deleteIntegration(String id) {
        node.http.deleteIntegration(r -> r.apiId(api).integrationId(id));
    }

    private String route(String key, @Nullable String integration) {
        String target = integration == null ? null : "integrations/" + integration;
        return node.http.createRoute(r -> r.apiId(api).routeKey(key).target(target)).routeId();
    }

    private String deploymentOf(String stage) {
        return node.http.getStage(r -> r.apiId(api).stageName(stage)).deploymentId();
    }
}
