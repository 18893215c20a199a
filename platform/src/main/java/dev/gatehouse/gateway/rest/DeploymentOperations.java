package dev.gatehouse.gateway.rest;

import static dev.gatehouse.gateway.stored.Refusals.badRequest;
import static dev.gatehouse.gateway.stored.Refusals.refuse;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.apigateway.CreateDeploymentRequest;
import dev.gatehouse.aws.apigateway.DeleteDeploymentRequest;
import dev.gatehouse.aws.apigateway.Deployment;
import dev.gatehouse.aws.apigateway.Deployments;
import dev.gatehouse.aws.apigateway.GetDeploymentRequest;
import dev.gatehouse.aws.apigateway.GetDeploymentsRequest;
import dev.gatehouse.aws.apigateway.Stage;
import dev.gatehouse.aws.apigateway.UpdateDeploymentRequest;
import dev.gatehouse.gateway.rest.patch.PatchTable;
import dev.gatehouse.gateway.rest.patch.PatchType;
import dev.gatehouse.gateway.rest.patch.Wording;
import dev.gatehouse.gateway.stored.Ids;
import dev.gatehouse.gateway.stored.Page;
import dev.gatehouse.gateway.stored.StageVariables;
import dev.gatehouse.wire.RequestContext;
import java.util.List;
import java.util.Objects;

/** The operations on deployments: snapshots of an API that never change. */
final class DeploymentOperations {
    private static final PatchTable PATCH =
            PatchTable.worded(Wording.LISTS_THE_PATHS)
                    .replace(PatchType.TEXT, "/description")
                    .build();

    private final RestLibrary library;

    DeploymentOperations(RestLibrary library) {
        this.library = library;
    }

    Deployment create(RequestContext context, CreateDeploymentRequest request) {
        refuse("cacheClusterEnabled", request.cacheClusterEnabled());
        refuse("canarySettings", request.canarySettings());
        refuse("tracingEnabled", request.tracingEnabled());
        String apiId = request.restApiId();
        return library.publishing(
                context,
                apiId,
                shelves -> {
                    shelves.api(apiId);
                    Deployment deployment = take(shelves, apiId, request);
                    String stage = request.stageName();
                    if (stage != null && !stage.isEmpty()) {
                        stage(shelves, request, stage, String.valueOf(deployment.id()));
                    }
                    return deployment;
                });
    }

    private Deployment take(RestShelves shelves, String apiId, CreateDeploymentRequest request) {
        String description = request.description();
        String id = Ids.part();
        Deployment deployment =
                Deployment.builder()
                        .id(id)
                        .description("".equals(description) ? null : description)
                        .createdDate(library.now())
                        .build();
        shelves.snapshots(apiId).put(id, Snapshots.take(shelves, apiId));
        return shelves.deployments(apiId).put(id, deployment);
    }

    /** Points the stage at the deployment; one that is not there yet is made. */
    private void stage(
            RestShelves shelves, CreateDeploymentRequest request, String name, String deployment) {
        String apiId = request.restApiId();
        Stage present = shelves.stages(apiId).find(name).orElse(null);
        Stage.Builder stage =
                present == null
                        ? StageRules.fresh(shelves, apiId, name, library)
                        : present.toBuilder().lastUpdatedDate(library.now());
        if (request.variables() != null) {
            StageVariables.check(request.variables());
            stage.variables(request.variables());
        }
        if (request.stageDescription() != null) {
            stage.description(request.stageDescription());
        }
        shelves.stages(apiId).put(name, stage.deploymentId(deployment).build());
    }

    Deployment get(RequestContext context, GetDeploymentRequest request) {
        String apiId = request.restApiId();
        return library.call(
                context,
                shelves -> {
                    Deployment deployment = shelves.deployment(apiId, request.deploymentId());
                    List<String> embed = Objects.requireNonNullElse(request.embed(), List.of());
                    return embed.contains("apisummary")
                            ? deployment.toBuilder()
                                    .apiSummary(
                                            Snapshots.summary(
                                                    shelves, apiId, request.deploymentId()))
                                    .build()
                            : deployment;
                });
    }

    Deployments list(RequestContext context, GetDeploymentsRequest request) {
        String apiId = request.restApiId();
        int limit = Paging.limit(request.limit());
        Page<Deployment> page =
                library.call(
                        context,
                        shelves -> {
                            shelves.api(apiId);
                            return shelves.deployments(apiId).page(request.position(), limit);
                        });
        return Deployments.builder().items(page.items()).position(page.next()).build();
    }

    Deployment update(RequestContext context, UpdateDeploymentRequest request) {
        String apiId = request.restApiId();
        return library.call(
                context,
                shelves -> {
                    Deployment deployment = shelves.deployment(apiId, request.deploymentId());
                    Deployment changed =
                            Patches.apply(
                                    PATCH,
                                    RestForms.DEPLOYMENT,
                                    deployment,
                                    request.patchOperations());
                    return shelves.deployments(apiId).put(request.deploymentId(), changed);
                });
    }

    Empty delete(RequestContext context, DeleteDeploymentRequest request) {
        String apiId = request.restApiId();
        String id = request.deploymentId();
        return library.call(
                context,
                shelves -> {
                    shelves.deployment(apiId, id);
                    boolean active =
                            shelves.stages(apiId).all().stream()
                                    .anyMatch(stage -> id.equals(stage.deploymentId()));
                    if (active) {
                        throw badRequest(
                                "Active stages pointing to this deployment must be moved or"
                                        + " deleted");
                    }
                    shelves.deployments(apiId).delete(id);
                    shelves.snapshots(apiId).delete(id);
                    return Empty.EMPTY;
                });
    }
}
