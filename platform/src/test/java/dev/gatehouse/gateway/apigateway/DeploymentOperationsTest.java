package dev.gatehouse.gateway.apigateway;

import static dev.gatehouse.gateway.apigateway.RestFixture.patch;
import static dev.gatehouse.gateway.apigateway.RestFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.aws.apigateway.ApiGateway;
import dev.gatehouse.aws.apigateway.DeleteDeploymentRequest;
import dev.gatehouse.aws.apigateway.Deployment;
import dev.gatehouse.aws.apigateway.GetDeploymentRequest;
import dev.gatehouse.aws.apigateway.GetDeploymentsRequest;
import dev.gatehouse.aws.apigateway.GetStagesRequest;
import dev.gatehouse.aws.apigateway.RestApi;
import dev.gatehouse.aws.apigateway.UpdateDeploymentRequest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operations on deployments, with the rejections of AWS. */
@Tag("node")
class DeploymentOperationsTest {
    private RestFixture rest;
    private String api;
    private String root;

    @BeforeEach
    void open(@TempDir Path folder) {
        rest = new RestFixture(folder);
        RestApi created = rest.api();
        api = text(created.id());
        root = text(created.rootResourceId());
    }

    @AfterEach
    void close() {
        rest.close();
    }

    @Test
    void rejectsToDeployWhatCannotRespond() {
        assertThatThrownBy(() -> rest.deploy(api, "v1"))
                .hasMessage("The REST API doesn't contain any methods");
        rest.method(api, root, "GET");
        assertThatThrownBy(() -> rest.deploy(api, "v1"))
                .hasMessage("No integration defined for method");
    }

    @Test
    void treatsAnEmptyStageNameAsNone() {
        rest.mock(api, root, "GET");
        rest.deploy(api, "");
        assertThat(
                        rest.call(
                                        ApiGateway.GET_STAGES,
                                        GetStagesRequest.builder().restApiId(api).build())
                                .item())
                .isEmpty();
    }

    @Test
    void showsHowItsMethodsAreProtectedWhenAsked() {
        rest.mock(api, root, "GET");
        String id = text(rest.deploy(api, null).id());
        GetDeploymentRequest request =
                GetDeploymentRequest.builder().restApiId(api).deploymentId(id).build();
        assertThat(rest.call(ApiGateway.GET_DEPLOYMENT, request).apiSummary()).isNull();
        assertThat(
                        rest.call(
                                        ApiGateway.GET_DEPLOYMENT,
                                        request.toBuilder().embed(List.of("apisummary")).build())
                                .apiSummary())
                .containsOnlyKeys("/");
    }

    @Test
    void aPatchChangesItsDescription() {
        rest.mock(api, root, "GET");
        String id = text(rest.deploy(api, null).id());
        UpdateDeploymentRequest.Builder request =
                UpdateDeploymentRequest.builder().restApiId(api).deploymentId(id);
        Deployment changed =
                rest.call(
                        ApiGateway.UPDATE_DEPLOYMENT,
                        request.patchOperations(List.of(patch("replace", "/description", "one")))
                                .build());
        assertThat(changed.description()).isEqualTo("one");
        assertThat(
                        rest.call(
                                        ApiGateway.GET_DEPLOYMENTS,
                                        GetDeploymentsRequest.builder().restApiId(api).build())
                                .items())
                .containsExactly(changed);
    }

    @Test
    void staysWhileAStagePointsToIt() {
        rest.mock(api, root, "GET");
        String id = text(rest.deploy(api, "v1").id());
        assertThatThrownBy(() -> delete(id))
                .hasMessage("Active stages pointing to this deployment must be moved or deleted");
        rest.deploy(api, "v1");
        delete(id);
        assertThatThrownBy(() -> delete(id)).hasMessage("Invalid Deployment identifier specified");
    }

    private void delete(String id) {
        rest.call(
                ApiGateway.DELETE_DEPLOYMENT,
                DeleteDeploymentRequest.builder().restApiId(api).deploymentId(id).build());
    }
}
