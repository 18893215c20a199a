package dev.gatehouse.gateway.apigatewayv2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.aws.apigatewayv2.ApiGatewayV2;
import dev.gatehouse.aws.apigatewayv2.DeleteDeploymentRequest;
import dev.gatehouse.aws.apigatewayv2.GetDeploymentsRequest;
import dev.gatehouse.aws.apigatewayv2.UpdateDeploymentRequest;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operations on deployments of HTTP APIs. */
@Tag("node")
class HttpDeploymentOperationsTest {
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
    void staysWhileAStagePointsToIt() {
        String id = String.valueOf(http.deploy(null).deploymentId());
        http.stage("v1", stage -> stage.deploymentId(id));
        assertThatThrownBy(() -> delete(id))
                .hasMessage("Active stages pointing to this deployment must be moved or deleted");
        http.deploy("v1");
        delete(id);
        assertThatThrownBy(() -> delete(id)).hasMessage("Invalid Deployment identifier specified");
    }

    @Test
    void anUpdateChangesItsDescription() {
        String id = String.valueOf(http.deploy(null).deploymentId());
        assertThat(
                        http.call(
                                        ApiGatewayV2.UPDATE_DEPLOYMENT,
                                        UpdateDeploymentRequest.builder()
                                                .apiId(http.api)
                                                .deploymentId(id)
                                                .description("first")
                                                .build())
                                .description())
                .isEqualTo("first");
    }

    @Test
    void rejectsPagesOfNoLength() {
        GetDeploymentsRequest request =
                GetDeploymentsRequest.builder().apiId(http.api).maxResults("0").build();
        assertThatThrownBy(() -> http.call(ApiGatewayV2.GET_DEPLOYMENTS, request))
                .hasMessage("Invalid maxResults specified: 0");
    }

    private void delete(String id) {
        http.call(
                ApiGatewayV2.DELETE_DEPLOYMENT,
                DeleteDeploymentRequest.builder().apiId(http.api).deploymentId(id).build());
    }
}
