package dev.gatehouse.gateway.apigatewayv2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.aws.apigatewayv2.ApiGatewayV2;
import dev.gatehouse.aws.apigatewayv2.DeleteAccessLogSettingsRequest;
import dev.gatehouse.aws.apigatewayv2.DeleteRouteSettingsRequest;
import dev.gatehouse.aws.apigatewayv2.DeleteStageRequest;
import dev.gatehouse.aws.apigatewayv2.GetStageRequest;
import dev.gatehouse.aws.apigatewayv2.GetStageResponse;
import dev.gatehouse.aws.apigatewayv2.GetStagesRequest;
import dev.gatehouse.aws.apigatewayv2.RouteSettings;
import dev.gatehouse.aws.apigatewayv2.Stage;
import dev.gatehouse.aws.apigatewayv2.UpdateStageRequest;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operations on stages of HTTP APIs. */
@Tag("node")
class HttpStageOperationsTest {
    private HttpFixture http;

    @BeforeEach
    void open(@TempDir Path folder) {
        http = new HttpFixture(folder);
    }

    @AfterEach
    void close() {
        http.close();
    }

    @Test
    void keepsSettingsOfRoutesUntilTheyAreDeleted() {
        RouteSettings settings = RouteSettings.builder().detailedMetricsEnabled(false).build();
        http.stage("v1", stage -> stage.routeSettings(Map.of("$default", settings)));
        assertThat(get("v1").routeSettings()).containsOnlyKeys("$default");
        http.call(
                ApiGatewayV2.DELETE_ROUTE_SETTINGS,
                DeleteRouteSettingsRequest.builder()
                        .apiId(http.api)
                        .stageName("v1")
                        .routeKey("$default")
                        .build());
        assertThat(get("v1").routeSettings()).isEmpty();
        http.call(
                ApiGatewayV2.DELETE_ACCESS_LOG_SETTINGS,
                DeleteAccessLogSettingsRequest.builder().apiId(http.api).stageName("v1").build());
        assertThat(get("v1").accessLogSettings()).isNull();
    }

    @Test
    void aStageThatFollowsTheApiTakesNoDeployment() {
        String deployment = String.valueOf(http.deploy(null).deploymentId());
        String rejection = "Deployment ID cannot be set on stages that have autoDeploy enabled";
        assertThatThrownBy(
                        () ->
                                http.stage(
                                        "v1",
                                        stage -> stage.autoDeploy(true).deploymentId(deployment)))
                .hasMessage(rejection);
        assertThatThrownBy(() -> http.deploy("$default")).hasMessage(rejection);
        UpdateStageRequest pointing =
                UpdateStageRequest.builder()
                        .apiId(http.api)
                        .stageName("$default")
                        .deploymentId(deployment)
                        .build();
        assertThatThrownBy(() -> http.call(ApiGatewayV2.UPDATE_STAGE, pointing))
                .hasMessage(rejection);
    }

    @Test
    void rejectsNamesThatAreNoneOrTaken() {
        assertThatThrownBy(() -> http.stage("v 1", stage -> stage))
                .hasMessage("Stage name only allows a-zA-Z0-9_- or $default");
        assertThatThrownBy(() -> http.stage("$default", stage -> stage))
                .hasMessage("Stage already exists");
    }

    @Test
    void deletingOneLeavesTheOthers() {
        http.stage("v1", stage -> stage);
        DeleteStageRequest deletion =
                DeleteStageRequest.builder().apiId(http.api).stageName("v1").build();
        http.call(ApiGatewayV2.DELETE_STAGE, deletion);
        assertThatThrownBy(() -> http.call(ApiGatewayV2.DELETE_STAGE, deletion))
                .hasMessage("Invalid stage identifier specified");
        assertThat(
                        http.call(
                                        ApiGatewayV2.GET_STAGES,
                                        GetStagesRequest.builder().apiId(http.api).build())
                                .items())
                .extracting(Stage::stageName)
                .containsExactly("$default");
    }

    @Test
    void isSoughtOnlyInAnApiThatIsThere() {
        assertThatThrownBy(
                        () ->
                                http.call(
                                        ApiGatewayV2.GET_STAGE,
                                        GetStageRequest.builder()
                                                .apiId("none")
                                                .stageName("v1")
                                                .build()))
                .hasMessage("Invalid API identifier specified 000000000000:none");
    }

    private GetStageResponse get(String name) {
        return http.call(
                ApiGatewayV2.GET_STAGE,
                GetStageRequest.builder().apiId(http.api).stageName(name).build());
    }
}
