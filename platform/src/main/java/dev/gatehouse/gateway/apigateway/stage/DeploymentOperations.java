package dev.gatehouse.gateway.apigateway.stage;

import dev.gatehouse.aws.apigateway.ApiGateway;
import dev.gatehouse.aws.apigateway.CreateDeploymentRequest;
import dev.gatehouse.aws.apigateway.DeleteDeploymentRequest;
import dev.gatehouse.aws.apigateway.Deployment;
import dev.gatehouse.aws.apigateway.DeploymentCanarySettings;
import dev.gatehouse.aws.apigateway.GetDeploymentRequest;
import dev.gatehouse.aws.apigateway.Stage;
import dev.gatehouse.aws.apigateway.UpdateDeploymentRequest;
import dev.gatehouse.gateway.apigateway.patch.PatchTable;
import dev.gatehouse.gateway.apigateway.patch.PatchType;
import dev.gatehouse.gateway.apigateway.patch.Wording;
import dev.gatehouse.gateway.apigateway.repository.Patches;
import dev.gatehouse.gateway.apigateway.repository.RestLimits;
import dev.gatehouse.gateway.apigateway.repository.RestSnapshot;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.resource.DeploymentRules;
import dev.gatehouse.gateway.resource.Ids;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Repository;
import dev.gatehouse.gateway.resource.Resources;
import dev.gatehouse.gateway.resource.StageVariables;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The operations on deployments: snapshots of an API that never change. */
public final class DeploymentOperations {
    private static final PatchTable PATCH =
            PatchTable.worded(Wording.LISTS_THE_PATHS)
                    .replace(PatchType.TEXT, "/description")
                    .build();

    private DeploymentOperations() {}

    public static void addTo(Resources service, RestLimits limits) {
        service.of(RestTypes.DEPLOYMENT)
                .get(ApiGateway.GET_DEPLOYMENT, DeploymentOperations::get)
                .list(ApiGateway.GET_DEPLOYMENTS)
                .update(ApiGateway.UPDATE_DEPLOYMENT, DeploymentOperations::update)
                .delete(ApiGateway.DELETE_DEPLOYMENT, DeploymentOperations::delete)
                .publishing()
                .create(ApiGateway.CREATE_DEPLOYMENT, (in, request) -> create(in, request, limits));
    }

    private static Deployment create(
            Repositories in, CreateDeploymentRequest request, RestLimits limits) {
        String apiId = request.restApiId();
        String id = Ids.part();
        String description = request.description();
        in.documents(RestSnapshot.KIND, apiId).put(id, Snapshots.take(in, apiId));
        point(in, request, id, limits);
        return Deployment.builder()
                .id(id)
                .description("".equals(description) ? null : description)
                .createdDate(in.now())
                .build();
    }

    /** Points the stage that is named to the deployment; one that is not there yet is made. */
    private static void point(
            Repositories in,
            CreateDeploymentRequest request,
            String deployment,
            RestLimits limits) {
        String name = request.stageName();
        if (name == null || name.isEmpty()) {
            return;
        }
        Repository<Stage> stages = in.of(RestTypes.STAGE, request.restApiId());
        Stage present = stages.find(name).orElse(null);
        Stage.Builder stage =
                present == null
                        ? StageRules.fresh(stages, name, in.now(), limits)
                        : present.toBuilder().lastUpdatedDate(in.now());
        if (request.variables() != null) {
            StageVariables.check(request.variables());
            stage.variables(request.variables());
        }
        if (request.stageDescription() != null) {
            stage.description(request.stageDescription());
        }
        if (request.cacheClusterEnabled() != null) {
            stage.cacheClusterEnabled(request.cacheClusterEnabled());
        }
        if (request.cacheClusterSize() != null) {
            stage.cacheClusterSize(request.cacheClusterSize());
        }
        if (request.tracingEnabled() != null) {
            stage.tracingEnabled(request.tracingEnabled());
        }
        DeploymentCanarySettings canary = request.canarySettings();
        if (canary != null && present != null) {
            stage.canarySettings(CanaryRules.of(canary, deployment));
        } else {
            stage.deploymentId(deployment);
        }
        Stage changed = StageRules.withDefaults(stage.build());
        StageRules.checkSettings(changed);
        stages.put(changed);
    }

    private static List<@Nullable String> pointedTo(List<Stage> stages) {
        List<@Nullable String> ids = new ArrayList<>();
        for (Stage stage : stages) {
            ids.add(stage.deploymentId());
            if (stage.canarySettings() != null) {
                ids.add(stage.canarySettings().deploymentId());
            }
        }
        return ids;
    }

    private static Deployment get(
            Repositories in, Deployment deployment, GetDeploymentRequest request) {
        List<String> embed = Objects.requireNonNullElse(request.embed(), List.of());
        return embed.contains("apisummary")
                ? deployment.toBuilder()
                        .apiSummary(
                                Snapshots.summary(in, request.restApiId(), request.deploymentId()))
                        .build()
                : deployment;
    }

    private static Deployment update(
            Repositories in, Deployment deployment, UpdateDeploymentRequest request) {
        return Patches.apply(PATCH, RestTypes.DEPLOYMENT, deployment, request.patchOperations());
    }

    private static void delete(
            Repositories in, Deployment deployment, DeleteDeploymentRequest request) {
        String id = request.deploymentId();
        DeploymentRules.requireIdle(
                id, pointedTo(in.of(RestTypes.STAGE, request.restApiId()).all()).stream());
        in.documents(RestSnapshot.KIND, request.restApiId()).delete(id);
    }
}
