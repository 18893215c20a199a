package dev.gatehouse.gateway.apigatewayv2;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.apigatewayv2.ApiGatewayV2;
import dev.gatehouse.aws.apigatewayv2.CreateDeploymentRequest;
import dev.gatehouse.aws.apigatewayv2.CreateDeploymentResponse;
import dev.gatehouse.aws.apigatewayv2.DeleteDeploymentRequest;
import dev.gatehouse.aws.apigatewayv2.Deployment;
import dev.gatehouse.aws.apigatewayv2.GetDeploymentRequest;
import dev.gatehouse.aws.apigatewayv2.GetDeploymentResponse;
import dev.gatehouse.aws.apigatewayv2.GetDeploymentsRequest;
import dev.gatehouse.aws.apigatewayv2.GetDeploymentsResponse;
import dev.gatehouse.aws.apigatewayv2.Stage;
import dev.gatehouse.aws.apigatewayv2.UpdateDeploymentRequest;
import dev.gatehouse.aws.apigatewayv2.UpdateDeploymentResponse;
import dev.gatehouse.gateway.apigatewayv2.deployment.HttpTransactions;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpRepositories;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpSnapshot;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpTypes;
import dev.gatehouse.gateway.resource.Ids;
import dev.gatehouse.gateway.resource.Page;
import dev.gatehouse.wire.RequestContext;

/** The operations on the deployments of an HTTP API: snapshots that never change. */
final class HttpDeploymentOperations {
    private final HttpTransactions transactions;

    HttpDeploymentOperations(HttpTransactions transactions) {
        this.transactions = transactions;
    }

    CreateDeploymentResponse create(RequestContext context, CreateDeploymentRequest request) {
        String apiId = request.apiId();
        String id = Ids.part();
        Deployment deployment =
                HttpTypes.DEPLOYMENT.from(request).toBuilder()
                        .deploymentId(id)
                        .autoDeployed(false)
                        .createdDate(transactions.now())
                        .deploymentStatus("DEPLOYED")
                        .build();
        return transactions.publishing(
                context,
                apiId,
                repositories -> {
                    repositories.api(apiId);
                    if (repositories.routes(apiId).page(null, 1).items().isEmpty()) {
                        throw badRequest(
                                "At least one route is required before deploying the Api.");
                    }
                    repositories.deployments(apiId).put(id, deployment);
                    repositories.snapshots(apiId).put(id, HttpSnapshot.take(repositories, apiId));
                    point(repositories, request, id);
                    return Outputs.of(ApiGatewayV2.CREATE_DEPLOYMENT, deployment);
                });
    }

    private void point(
            HttpRepositories repositories, CreateDeploymentRequest request, String deploymentId) {
        String name = request.stageName();
        if (name == null || name.isEmpty()) {
            return;
        }
        Stage stage = repositories.stage(request.apiId(), name);
        if (Boolean.TRUE.equals(stage.autoDeploy())) {
            throw badRequest("Deployment ID cannot be set on stages that have autoDeploy enabled");
        }
        Stage pointed =
                stage.toBuilder()
                        .deploymentId(deploymentId)
                        .lastUpdatedDate(transactions.now())
                        .build();
        repositories.stages(request.apiId()).put(name, pointed);
    }

    GetDeploymentResponse get(RequestContext context, GetDeploymentRequest request) {
        return transactions.call(
                context,
                repositories ->
                        Outputs.of(
                                ApiGatewayV2.GET_DEPLOYMENT,
                                repositories.deployment(request.apiId(), request.deploymentId())));
    }

    GetDeploymentsResponse list(RequestContext context, GetDeploymentsRequest request) {
        String apiId = request.apiId();
        int limit = Outputs.pageLength(request.maxResults());
        Page<Deployment> page =
                transactions.call(
                        context,
                        repositories -> {
                            repositories.api(apiId);
                            return repositories.deployments(apiId).page(request.nextToken(), limit);
                        });
        return GetDeploymentsResponse.builder().items(page.items()).nextToken(page.next()).build();
    }

    UpdateDeploymentResponse update(RequestContext context, UpdateDeploymentRequest request) {
        String apiId = request.apiId();
        return transactions.call(
                context,
                repositories -> {
                    Deployment present = repositories.deployment(apiId, request.deploymentId());
                    Deployment changed = Updates.merge(HttpTypes.DEPLOYMENT, present, request);
                    repositories.deployments(apiId).put(request.deploymentId(), changed);
                    return Outputs.of(ApiGatewayV2.UPDATE_DEPLOYMENT, changed);
                });
    }

    Empty delete(RequestContext context, DeleteDeploymentRequest request) {
        String apiId = request.apiId();
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
