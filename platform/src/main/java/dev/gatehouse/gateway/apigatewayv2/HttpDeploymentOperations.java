package dev.gatehouse.gateway.apigatewayv2;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import dev.gatehouse.aws.apigatewayv2.ApiGatewayV2;
import dev.gatehouse.aws.apigatewayv2.CreateDeploymentRequest;
import dev.gatehouse.aws.apigatewayv2.DeleteDeploymentRequest;
import dev.gatehouse.aws.apigatewayv2.Deployment;
import dev.gatehouse.aws.apigatewayv2.Stage;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpSnapshot;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpTypes;
import dev.gatehouse.gateway.apigatewayv2.repository.Updates;
import dev.gatehouse.gateway.resource.DeploymentRules;
import dev.gatehouse.gateway.resource.Ids;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Repository;
import dev.gatehouse.gateway.resource.Resources;

/** The operations on the deployments of an HTTP API: snapshots that never change. */
final class HttpDeploymentOperations {
    private HttpDeploymentOperations() {}

    static void addTo(Resources service) {
        service.of(HttpTypes.DEPLOYMENT)
                .get(ApiGatewayV2.GET_DEPLOYMENT)
                .list(ApiGatewayV2.GET_DEPLOYMENTS)
                .update(
                        ApiGatewayV2.UPDATE_DEPLOYMENT,
                        (_, deployment, request) ->
                                Updates.merge(HttpTypes.DEPLOYMENT, deployment, request))
                .delete(ApiGatewayV2.DELETE_DEPLOYMENT, HttpDeploymentOperations::delete)
                .publishing()
                .create(ApiGatewayV2.CREATE_DEPLOYMENT, HttpDeploymentOperations::create);
    }

    private static Deployment create(Repositories in, CreateDeploymentRequest request) {
        String apiId = request.apiId();
        if (in.of(HttpTypes.ROUTE, apiId).page(null, 1).items().isEmpty()) {
            throw badRequest("At least one route is required before deploying the Api.");
        }
        String id = Ids.part();
        in.documents(HttpSnapshot.KIND, apiId).put(id, HttpSnapshot.take(in, apiId));
        point(in, request, id);
        return HttpTypes.DEPLOYMENT.from(request).toBuilder()
                .deploymentId(id)
                .autoDeployed(false)
                .createdDate(in.now())
                .deploymentStatus("DEPLOYED")
                .build();
    }

    /** Points the stage that is named to the deployment. */
    private static void point(
            Repositories in, CreateDeploymentRequest request, String deploymentId) {
        String name = request.stageName();
        if (name == null || name.isEmpty()) {
            return;
        }
        Repository<Stage> stages = in.of(HttpTypes.STAGE, request.apiId());
        Stage stage = stages.get(name);
        if (Boolean.TRUE.equals(stage.autoDeploy())) {
            throw badRequest("Deployment ID cannot be set on stages that have autoDeploy enabled");
        }
        stages.put(stage.toBuilder().deploymentId(deploymentId).lastUpdatedDate(in.now()).build());
    }

    private static void delete(
            Repositories in, Deployment deployment, DeleteDeploymentRequest request) {
        String id = request.deploymentId();
        DeploymentRules.requireIdle(
                id,
                in.of(HttpTypes.STAGE, request.apiId()).all().stream().map(Stage::deploymentId));
        in.documents(HttpSnapshot.KIND, request.apiId()).delete(id);
    }
}
