package dev.gatehouse.gateway.http;

import static dev.gatehouse.gateway.stored.Refusals.badRequest;

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
import dev.gatehouse.gateway.stored.Ids;
import dev.gatehouse.gateway.stored.Page;
import dev.gatehouse.wire.RequestContext;

/** The operations on the deployments of an HTTP API: snapshots that never change. */
final class HttpDeploymentOperations {
    private final HttpLibrary library;

    HttpDeploymentOperations(HttpLibrary library) {
        this.library = library;
    }

    CreateDeploymentResponse create(RequestContext context, CreateDeploymentRequest request) {
        String apiId = request.apiId();
        String id = Ids.part();
        Deployment deployment =
                HttpForms.DEPLOYMENT.from(request).toBuilder()
                        .deploymentId(id)
                        .autoDeployed(false)
                        .createdDate(library.now())
                        .deploymentStatus("DEPLOYED")
                        .build();
        return library.publishing(
                context,
                apiId,
                shelves -> {
                    shelves.api(apiId);
                    if (shelves.routes(apiId).page(null, 1).items().isEmpty()) {
                        throw badRequest(
                                "At least one route is required before deploying the Api.");
                    }
                    shelves.deployments(apiId).put(id, deployment);
                    shelves.snapshots(apiId).put(id, HttpSnapshot.take(shelves, apiId));
                    point(shelves, request, id);
                    return Answers.of(ApiGatewayV2.CREATE_DEPLOYMENT, deployment);
                });
    }

    private void point(HttpShelves shelves, CreateDeploymentRequest request, String deploymentId) {
        String name = request.stageName();
        if (name == null || name.isEmpty()) {
            return;
        }
        Stage stage = shelves.stage(request.apiId(), name);
        if (Boolean.TRUE.equals(stage.autoDeploy())) {
            throw badRequest("Deployment ID cannot be set on stages that have autoDeploy enabled");
        }
        Stage pointed =
                stage.toBuilder().deploymentId(deploymentId).lastUpdatedDate(library.now()).build();
        shelves.stages(request.apiId()).put(name, pointed);
    }

    GetDeploymentResponse get(RequestContext context, GetDeploymentRequest request) {
        return library.call(
                context,
                shelves ->
                        Answers.of(
                                ApiGatewayV2.GET_DEPLOYMENT,
                                shelves.deployment(request.apiId(), request.deploymentId())));
    }

    GetDeploymentsResponse list(RequestContext context, GetDeploymentsRequest request) {
        String apiId = request.apiId();
        int limit = Answers.pageLength(request.maxResults());
        Page<Deployment> page =
                library.call(
                        context,
                        shelves -> {
                            shelves.api(apiId);
                            return shelves.deployments(apiId).page(request.nextToken(), limit);
                        });
        return GetDeploymentsResponse.builder().items(page.items()).nextToken(page.next()).build();
    }

    UpdateDeploymentResponse update(RequestContext context, UpdateDeploymentRequest request) {
        String apiId = request.apiId();
        return library.call(
                context,
                shelves -> {
                    Deployment present = shelves.deployment(apiId, request.deploymentId());
                    Deployment changed = Updates.merge(HttpForms.DEPLOYMENT, present, request);
                    shelves.deployments(apiId).put(request.deploymentId(), changed);
                    return Answers.of(ApiGatewayV2.UPDATE_DEPLOYMENT, changed);
                });
    }

    Empty delete(RequestContext context, DeleteDeploymentRequest request) {
        String apiId = request.apiId();
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
