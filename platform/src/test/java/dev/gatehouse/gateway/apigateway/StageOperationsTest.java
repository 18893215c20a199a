package dev.gatehouse.gateway.apigateway;

import static dev.gatehouse.gateway.apigateway.RestFixture.patch;
import static dev.gatehouse.gateway.apigateway.RestFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.aws.apigateway.ApiGateway;
import dev.gatehouse.aws.apigateway.CreateStageRequest;
import dev.gatehouse.aws.apigateway.DeleteStageRequest;
import dev.gatehouse.aws.apigateway.GetStageRequest;
import dev.gatehouse.aws.apigateway.GetStagesRequest;
import dev.gatehouse.aws.apigateway.MethodSetting;
import dev.gatehouse.aws.apigateway.PatchOperation;
import dev.gatehouse.aws.apigateway.RestApi;
import dev.gatehouse.aws.apigateway.Stage;
import dev.gatehouse.gateway.plan.RestPlan;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operations on stages, with the rejections of AWS. */
@Tag("node")
class StageOperationsTest {
    private RestFixture rest;
    private String api;

    @BeforeEach
    void open(@TempDir Path folder) {
        rest = new RestFixture(folder);
        RestApi created = rest.api();
        api = text(created.id());
        rest.mock(api, text(created.rootResourceId()), "GET");
        rest.deploy(api, "v1");
    }

    @AfterEach
    void close() {
        rest.close();
    }

    @Test
    void keepsMethodSettingsUntilTheyAreRemoved() {
        rest.stage(api, "v1", patch("replace", "/*/*/caching/enabled", "true"));
        rest.stage(api, "v1", patch("replace", "/pets/GET/caching/ttlInSeconds", "60"));
        MethodSetting all = setting("*/*");
        assertThat(all.cachingEnabled()).isTrue();
        assertThat(all.throttlingRateLimit()).isEqualTo(10_000);
        MethodSetting one = setting("pets/GET");
        assertThat(one.cachingEnabled()).isTrue();
        assertThat(one.cacheTtlInSeconds()).isEqualTo(60);
        rest.stage(api, "v1", patch("remove", "/*/*", null));
        rejects(
                "Cannot remove method setting */* because there is no method setting for this"
                        + " method",
                patch("remove", "/*/*", null));
    }

    @Test
    void rejectsByNameTheSettingsThatAreNotThereYet() {
        rejects("Gatehouse does not support webAclArn yet", patch("replace", "/webAclArn", "1"));
    }

    @Test
    void rejectsADocumentationVersionThatIsNotThere() {
        rejects(
                "Invalid Documentation version specified",
                patch("replace", "/documentationVersion", "1"));
    }

    @Test
    void listsThePathsOfAPatchThatHasNone() {
        assertThatThrownBy(() -> rest.stage(api, "v1", patch("replace", "/tags/a", "b")))
                .hasMessageStartingWith("Invalid method setting path: /tags/a. Must be one of: [");
    }

    @Test
    void rejectsNamesDeploymentsAndStagesTooMany() {
        String deployment = text(rest.deploy(api, null).id());
        rejects("Stage already exists", "v1", deployment);
        rejects("Stage name only allows a-zA-Z0-9_-", "v 2", deployment);
        rejects("Deployment id does not exist", "v2", "none");
        for (int i = 2; i <= 10; i++) {
            create("v" + i, deployment);
        }
        rejects("Maximum number of Stages for this API has been reached", "v11", deployment);
    }

    @Test
    void listsTheStagesOfOneDeployment() {
        String deployment = text(rest.deploy(api, null).id());
        create("v2", deployment);
        GetStagesRequest request = GetStagesRequest.builder().restApiId(api).build();
        assertThat(rest.call(ApiGateway.GET_STAGES, request).item())
                .extracting(Stage::stageName)
                .containsExactly("v1", "v2");
        assertThat(
                        rest.call(
                                        ApiGateway.GET_STAGES,
                                        request.toBuilder().deploymentId(deployment).build())
                                .item())
                .extracting(Stage::stageName)
                .containsExactly("v2");
    }

    @Test
    void isServedUntilItIsDeleted() {
        assertThat(served()).containsOnlyKeys("v1");
        rest.call(
                ApiGateway.DELETE_STAGE,
                DeleteStageRequest.builder().restApiId(api).stageName("v1").build());
        assertThat(served()).isEmpty();
        assertThatThrownBy(() -> rest.stage(api, "v1"))
                .hasMessage("Invalid stage identifier specified");
    }

    private Map<String, ?> served() {
        return ((RestPlan) Objects.requireNonNull(rest.plans.find(api))).stages();
    }

    private Stage create(String name, String deployment) {
        return rest.call(
                ApiGateway.CREATE_STAGE,
                CreateStageRequest.builder()
                        .restApiId(api)
                        .stageName(name)
                        .deploymentId(deployment)
                        .build());
    }

    private void rejects(String message, String name, String deployment) {
        assertThatThrownBy(() -> create(name, deployment)).hasMessage(message);
    }

    private void rejects(String message, PatchOperation change) {
        assertThatThrownBy(() -> rest.stage(api, "v1", change)).hasMessage(message);
    }

    private MethodSetting setting(String method) {
        Stage stage =
                rest.call(
                        ApiGateway.GET_STAGE,
                        GetStageRequest.builder().restApiId(api).stageName("v1").build());
        return Objects.requireNonNull(Objects.requireNonNull(stage.methodSettings()).get(method));
    }
}
