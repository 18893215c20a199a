package dev.gatehouse.gateway.apigateway.stage;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;
import static dev.gatehouse.gateway.resource.ServiceErrors.reject;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.apigateway.CreateDeploymentRequest;
import dev.gatehouse.aws.apigateway.DeleteDeploymentRequest;
import dev.gatehouse.aws.apigateway.Deployment;
import dev.gatehouse.aws.apigateway.Deployments;
import dev.gatehouse.aws.apigateway.GetDeploymentRequest;
import dev.gatehouse.aws.apigateway.GetDeploymentsRequest;
import dev.gatehouse.aws.apigateway.Stage;
import dev.gatehouse.aws.apigateway.UpdateDeploymentRequest;
import dev.gatehouse.gateway.apigateway.patch.PatchTable;
import dev.gatehouse.gateway.apigateway.patch.PatchType;
import dev.gatehouse.gateway.apigateway.patch.Wording;
import dev.gatehouse.gateway.apigateway.repository.Paging;
import dev.gatehouse.gateway.apigateway.repository.Patches;
import dev.gatehouse.gateway.apigateway.repository.RestRepositories;
import dev.gatehouse.gateway.apigateway.repository.RestTransactions;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.resource.Ids;
import dev.gatehouse.gateway.resource.Page;
import dev.gatehouse.gateway.resource.StageVariables;
import dev.gatehouse.wire.RequestContext;
import java.util.List;
import java.util.Objects;

/** The operations on deployments: snapshots of an API that never change. */
public final class DeploymentOperations {
    private static final PatchTable PATCH =
            PatchTable.worded(Wording.LISTS_THE_PATHS)
                    .replace(PatchType.TEXT, "/description")
                    .build();

    private final RestTransactions transactions;

    public DeploymentOperations(RestTransactions transactions) {
        this.transactions = transactions;
    }

    public Deployment create(RequestContext context, CreateDeploymentRequest request) {
        reject("cacheClusterEnabled", request.cacheClusterEnabled());
        reject("canarySettings", request.canarySettings());
        reject("tracingEnabled", request.tracingEnabled());
        String apiId = request.restApiId();
        return transactions.publishing(
                context,
                apiId,
                repositories -> {
                    repositories.api(apiId);
                    Deployment deployment = take(repositories, apiId, request);
                    String stage = request.stageName();
                    if (stage != null && !stage.isEmpty()) {
                        stage(repositories, request, stage, String.valueOf(deployment.id()));
                    }
                    return deployment;
                });
    }

    private Deployment take(
            RestRepositories repositories, String apiId, CreateDeploymentRequest request) {
        String description = request.description();
        String id = Ids.part();
        Deployment deployment =
                Deployment.builder()
                        .id(id)
                        .description("".equals(description) ? null : description)
                        .createdDate(transactions.now())
                        .build();
        repositories.snapshots(apiId).put(id, Snapshots.take(repositories, apiId));
        return repositories.deployments(apiId).put(id, deployment);
    }

    /** Points the stage at the deployment; one that is not there yet is made. */
    private void stage(
            RestRepositories repositories,
            CreateDeploymentRequest request,
            String name,
            String deployment) {
        String apiId = request.restApiId();
        Stage present = repositories.stages(apiId).find(name).orElse(null);
        Stage.Builder stage =
                present == null
                        ? StageRules.fresh(repositories, apiId, name, transactions)
                        : present.toBuilder().lastUpdatedDate(transactions.now());
        if (request.variables() != null) {
            StageVariables.check(request.variables());
            stage.variables(request.variables());
        }
        if (request.stageDescription() != null) {
            stage.description(request.stageDescription());
        }
        repositories.stages(apiId).put(name, stage.deploymentId(deployment).build());
    }

    public Deployment get(RequestContext context, GetDeploymentRequest request) {
        String apiId = request.restApiId();
        return transactions.call(
                context,
                repositories -> {
                    Deployment deployment = repositories.deployment(apiId, request.deploymentId());
                    List<String> embed = Objects.requireNonNullElse(request.embed(), List.of());
                    return embed.contains("apisummary")
                            ? deployment.toBuilder()
                                    .apiSummary(
                                            Snapshots.summary(
                                                    repositories, apiId, request.deploymentId()))
                                    .build()
                            : deployment;
                });
    }

    public Deployments list(RequestContext context, GetDeploymentsRequest request) {
        String apiId = request.restApiId();
        int limit = Paging.limit(request.limit());
        Page<Deployment> page =
                transactions.call(
                        context,
                        repositories -> {
                            repositories.api(apiId);
                            return repositories.deployments(apiId).page(request.position(), limit);
                        });
        return Deployments.builder().items(page.items()).position(page.next()).build();
    }

    public Deployment update(RequestContext context, UpdateDeploymentRequest request) {
        String apiId = request.restApiId();
        return transactions.call(
                context,
                repositories -> {
                    Deployment deployment = repositories.deployment(apiId, request.deploymentId());
                    Deployment changed =
                            Patches.apply(
                                    PATCH,
                                    RestTypes.DEPLOYMENT,
                                    deployment,
                                    request.patchOperations());
                    return repositories.deployments(apiId).put(request.deploymentId(), changed);
                });
    }

    public Empty delete(RequestContext context, DeleteDeploymentRequest request) {
        String apiId = request.restApiId();
        String id = request.deploymentId();
        return transactions.call(
                context,
                repositories -> {
                    repositories.deployment(apiId, id);
                    boolean active =
                            repositories.stages(apiId).all().stream()
                                    .anyMatch(stage -> id.equals(stage.deploymentId()));
                    if (active) {
                        throw badRequest(
                                "Active stages pointing to this deployment must be moved or"
                                        + " deleted");
                    }
                    repositories.deployments(apiId).delete(id);
                    repositories.snapshots(apiId).delete(id);
                    return Empty.EMPTY;
                });
    }
}
