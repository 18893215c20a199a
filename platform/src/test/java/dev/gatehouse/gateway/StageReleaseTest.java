package dev.gatehouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.CacheClusterStatus;
import software.amazon.awssdk.services.apigateway.model.GetStageResponse;
import software.amazon.awssdk.services.apigateway.model.IntegrationType;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;

/** Canaries and caches of stages, by AWS's SDK and by callers. */
@Tag("node")
final class StageReleaseTest {
    /** Another text for each request, so that a response that was kept is known. */
    private static final String FRESH =
            "$context.requestId $stageVariables.color $context.isCanaryRequest"
                    + " $context.deploymentId";

    private ApiGatewayNode node;
    private ApiGatewayClient client;
    private String api;
    private String root;
    private String first;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        node = new ApiGatewayNode(folder, new ScriptedFunction());
        client = node.rest;
        api = client.createRestApi(r -> r.name("released")).id();
        root = client.getRestApi(r -> r.restApiId(api)).rootResourceId();
        for (String verb : new String[] {"GET", "POST"}) {
            method(verb);
        }
        first =
                client.createDeployment(
                                r ->
                                        r.restApiId(api)
                                                .stageName("v1")
                                                .variables(Map.of("color", "blue")))
                        .id();
    }

    private void method(String verb) {
        client.putMethod(
                r ->
                        r.restApiId(api)
                                .resourceId(root)
                                .httpMethod(verb)
                                .authorizationType("NONE")
                                .requestParameters(
                                        Map.of("method.request.querystring.page", false)));
        client.putIntegration(
                r ->
                        r.restApiId(api)
                                .resourceId(root)
                                .httpMethod(verb)
                                .type(IntegrationType.MOCK)
                                .cacheKeyParameters("method.request.querystring.page")
                                .requestTemplates(
                                        Map.of(
                                                "application/json",
                                                "{\"statusCode\": #if($input.params('bad') =="
                                                        + " '1')500#{else}200#end}")));
        for (String status : new String[] {"200", "500"}) {
            client.putMethodResponse(
                    r -> r.restApiId(api).resourceId(root).httpMethod(verb).statusCode(status));
            client.putIntegrationResponse(
                    r ->
                            r.restApiId(api)
                                    .resourceId(root)
                                    .httpMethod(verb)
                                    .statusCode(status)
                                    .selectionPattern(status.equals("500") ? "500" : "")
                                    .responseTemplates(Map.of("application/json", FRESH)));
        }
    }

    @AfterEach
    void close() throws Exception {
        node.close();
    }

    @Test
    void aCanaryServesItsPartUntilItIsPromoted() throws Exception {
        String second = client.createDeployment(r -> r.restApiId(api)).id();
        assertThat(get("")).contains(" blue  " + first);
        patch(
                replace("/canarySettings/percentTraffic", "100"),
                replace("/canarySettings/deploymentId", second),
                replace("/canarySettings/stageVariableOverrides/color", "yellow"));
        assertThat(get("")).contains(" yellow true " + second);
        patch(replace("/canarySettings/percentTraffic", "0"));
        assertThat(get("")).contains(" blue false " + first);
        assertThatThrownBy(
                        () -> client.deleteDeployment(r -> r.restApiId(api).deploymentId(second)))
                .hasMessageContaining("Active stages pointing to this deployment");

        patch(
                copy("/canarySettings/deploymentId", "/deploymentId"),
                copy("/canarySettings/stageVariableOverrides", "/variables"));
        assertThat(get("")).contains(" yellow false " + second);
        patch(PatchOperation.builder().op(Op.REMOVE).path("/canarySettings").build());
        assertThat(get("")).contains(" yellow  " + second);
        assertThatThrownBy(() -> patch(copy("/canarySettings/deploymentId", "/deploymentId")))
                .hasMessageContaining("Promotion not available. Canary does not exist.");
        assertThatThrownBy(() -> patch(replace("/canarySettings/percentTraffic", "101")))
                .hasMessageContaining("Percent traffic must be between 0.0 and 100.0");
    }

    @Test
    void aDeploymentMayGoToTheCanaryFirst() throws Exception {
        String second =
                client.createDeployment(
                                r ->
                                        r.restApiId(api)
                                                .stageName("v1")
                                                .canarySettings(c -> c.percentTraffic(100.0)))
                        .id();
        GetStageResponse stage = client.getStage(r -> r.restApiId(api).stageName("v1"));
        assertThat(stage.deploymentId()).isEqualTo(first);
        assertThat(stage.canarySettings().deploymentId()).isEqualTo(second);
        assertThat(get("")).contains(" blue true " + second);
    }

    @Test
    void aStageKeepsResponsesToGetByTheirKeys() throws Exception {
        cache("/*/*/");
        GetStageResponse stage = client.getStage(r -> r.restApiId(api).stageName("v1"));
        assertThat(stage.cacheClusterStatus()).isEqualTo(CacheClusterStatus.AVAILABLE);
        assertThat(stage.cacheClusterSize().toString()).isEqualTo("0.5");

        String one = get("?page=1");
        assertThat(get("?page=1&other=2")).isEqualTo(one);
        assertThat(get("?page=2")).isNotEqualTo(one);
        assertThat(get("")).isNotEqualTo(get("?page=1"));
        assertThat(call("POST", "?page=1").body()).isNotEqualTo(call("POST", "?page=1").body());
        assertThat(get("?page=3&bad=1")).isNotEqualTo(get("?page=3&bad=1"));

        client.flushStageCache(r -> r.restApiId(api).stageName("v1"));
        assertThat(get("?page=1")).isNotEqualTo(one);

        patch(replace("/*/*/caching/ttlInSeconds", "0"));
        assertThat(get("?page=1")).isNotEqualTo(get("?page=1"));
        assertThatThrownBy(() -> patch(replace("/*/*/caching/ttlInSeconds", "3601")))
                .hasMessageContaining("3600");
    }

    @Test
    void aMethodsOwnSettingsCoverOtherVerbs() throws Exception {
        cache("/~1/POST/");
        assertThat(call("POST", "?page=1").body()).isEqualTo(call("POST", "?page=1").body());
        assertThat(get("?page=1")).isNotEqualTo(get("?page=1"));
    }

    @Test
    void invalidationIsAsTheStageSays() throws Exception {
        cache("/*/*/");
        String one = get("?page=1");
        HttpResponse<String> warned = invalidating();
        assertThat(warned.body()).isEqualTo(one);
        assertThat(warned.headers().firstValue("warning")).isPresent();

        patch(
                replace(
                        "/*/*/caching/unauthorizedCacheControlHeaderStrategy",
                        "SUCCEED_WITHOUT_RESPONSE_HEADER"));
        String two = get("?page=1");
        HttpResponse<String> ignored = invalidating();
        assertThat(ignored.body()).isEqualTo(two);
        assertThat(ignored.headers().firstValue("warning")).isEmpty();

        patch(replace("/*/*/caching/unauthorizedCacheControlHeaderStrategy", "FAIL_WITH_403"));
        assertThat(invalidating().statusCode()).isEqualTo(403);

        patch(replace("/*/*/caching/requireAuthorizationForCacheControl", "false"));
        String three = get("?page=1");
        String fresh = invalidating().body();
        assertThat(fresh).isNotEqualTo(three);
        assertThat(get("?page=1")).isEqualTo(fresh);
    }

    @Test
    void aCanaryHasACacheOfItsOwnUnlessItSharesTheStages() throws Exception {
        cache("/*/*/");
        patch(replace("/canarySettings/percentTraffic", "0"));
        String main = get("?page=1");
        patch(
                replace("/canarySettings/percentTraffic", "100"),
                replace("/canarySettings/useStageCache", "false"));
        assertThat(get("?page=1")).isNotEqualTo(main);
    }

    private HttpResponse<String> invalidating() throws Exception {
        return node.call("GET", api + "/v1/?page=1", "Cache-Control", "max-age=0");
    }

    private void cache(String method) {
        patch(replace("/cacheClusterEnabled", "true"), replace(method + "caching/enabled", "true"));
    }

    private String get(String query) throws Exception {
        return call("GET", query).body();
    }

    private HttpResponse<String> call(String verb, String query) throws Exception {
        return node.call(verb, api + "/v1/" + query);
    }

    private void patch(PatchOperation... changes) {
        client.updateStage(r -> r.restApiId(api).stageName("v1").patchOperations(changes));
    }

    private static PatchOperation replace(String path, String value) {
        return PatchOperation.builder().op(Op.REPLACE).path(path).value(value).build();
    }

    private static PatchOperation copy(String from, String path) {
        return PatchOperation.builder().op(Op.COPY).from(from).path(path).build();
    }
}
