package dev.gatehouse.gateway.apigatewayv2;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;
import static dev.gatehouse.gateway.resource.ServiceErrors.conflict;
import static dev.gatehouse.gateway.resource.ServiceErrors.notFound;

import dev.gatehouse.aws.apigatewayv2.ApiGatewayV2;
import dev.gatehouse.aws.apigatewayv2.CreateStageRequest;
import dev.gatehouse.aws.apigatewayv2.DeleteRouteSettingsRequest;
import dev.gatehouse.aws.apigatewayv2.DeleteStageRequest;
import dev.gatehouse.aws.apigatewayv2.RouteSettings;
import dev.gatehouse.aws.apigatewayv2.Stage;
import dev.gatehouse.aws.apigatewayv2.UpdateStageRequest;
import dev.gatehouse.gateway.apigatewayv2.deployment.AutoDeployment;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpLimits;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpTypes;
import dev.gatehouse.gateway.apigatewayv2.repository.Protocol;
import dev.gatehouse.gateway.apigatewayv2.repository.Updates;
import dev.gatehouse.gateway.apigatewayv2.websocket.WebSocketStageRules;
import dev.gatehouse.gateway.domain.Mappings;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Repository;
import dev.gatehouse.gateway.resource.Resources;
import dev.gatehouse.kernel.ServiceException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The operations on the stages of an HTTP API. */
final class HttpStageOperations {
    private HttpStageOperations() {}

    static void addTo(Resources service, HttpLimits limits) {
        service.of(HttpTypes.STAGE)
                .get(ApiGatewayV2.GET_STAGE)
                .list(ApiGatewayV2.GET_STAGES)
                .publishing()
                .update(
                        ApiGatewayV2.DELETE_ROUTE_SETTINGS,
                        HttpStageOperations::withoutRouteSettings)
                .update(
                        ApiGatewayV2.DELETE_ACCESS_LOG_SETTINGS,
                        (_, stage, _) -> stage.toBuilder().accessLogSettings(null).build())
                .create(ApiGatewayV2.CREATE_STAGE, (in, request) -> create(in, request, limits))
                .update(ApiGatewayV2.UPDATE_STAGE, HttpStageOperations::update)
                .update(
                        ApiGatewayV2.RESET_AUTHORIZERS_CACHE,
                        (in, stage, _) ->
                                // By its date a stage is another than before, in every node.
                                stage.toBuilder().lastUpdatedDate(in.instant()).build())
                .delete(ApiGatewayV2.DELETE_STAGE, HttpStageOperations::delete);
    }

    private static Stage create(Repositories in, CreateStageRequest request, HttpLimits limits) {
        String name = request.stageName();
        Stage fresh = HttpStageRules.fresh(name, in.now()).build();
        Stage wanted = withDefaults(in, request.apiId(), HttpTypes.STAGE.from(fresh, request));
        HttpStageRules.check(in, request.apiId(), wanted);
        requireRoutes(in, request.apiId(), request.routeSettings());
        Repository<Stage> stages = in.of(HttpTypes.STAGE, request.apiId());
        if (stages.find(name).isPresent()) {
            throw conflict("Stage already exists");
        }
        stages.requireRoom(
                limits.stages(), "Maximum number of Stages for this API has been reached");
        if (follows(wanted) && wanted.deploymentId() != null) {
            throw deploymentOfFollower();
        }
        return deployed(in, request.apiId(), wanted);
    }

    /** Stages of WebSocket APIs say what they log, also where it is nothing. */
    private static Stage withDefaults(Repositories in, String apiId, Stage stage) {
        return switch (Protocol.of(in, apiId)) {
            case HTTP -> stage;
            case WEBSOCKET -> WebSocketStageRules.withDefaults(stage);
        };
    }

    /** Rejects settings for routes that are not there. */
    private static void requireRoutes(
            Repositories in, String apiId, @Nullable Map<String, RouteSettings> settings) {
        if (settings == null || settings.isEmpty()) {
            return;
        }
        List<String> present =
                in.of(HttpTypes.ROUTE, apiId).all().stream()
                        .map(route -> String.valueOf(route.routeKey()))
                        .toList();
        for (String routeKey : settings.keySet()) {
            if (!present.contains(routeKey)) {
                throw notFound(
                        "Unable to find Route by key %s within the provided RouteSettings"
                                .formatted(routeKey));
            }
        }
    }

    private static boolean follows(Stage stage) {
        return Boolean.TRUE.equals(stage.autoDeploy());
    }

    private static ServiceException deploymentOfFollower() {
        return badRequest("Deployment ID cannot be set on stages that have autoDeploy enabled");
    }

    /** The stage as it is served: one that follows its API deploys it, others need a snapshot. */
    private static Stage deployed(Repositories in, String apiId, Stage stage) {
        if (follows(stage)) {
            return AutoDeployment.first(in, apiId, stage);
        }
        String deployment = stage.deploymentId();
        if (deployment != null) {
            in.of(HttpTypes.DEPLOYMENT, apiId).get(deployment);
            AutoDeployment.pin(in, apiId, deployment);
        }
        return stage;
    }

    private static Stage update(Repositories in, Stage stage, UpdateStageRequest request) {
        Stage merged =
                HttpStageRules.withDefaults(Updates.merge(HttpTypes.STAGE, stage, request))
                        .lastUpdatedDate(in.now())
                        .build();
        Stage changed = withDefaults(in, request.apiId(), merged);
        HttpStageRules.check(in, request.apiId(), changed);
        requireRoutes(in, request.apiId(), request.routeSettings());
        boolean pointed =
                request.deploymentId() != null
                        && !request.deploymentId().equals(stage.deploymentId());
        if (follows(changed) && pointed) {
            throw deploymentOfFollower();
        }
        return deployed(in, request.apiId(), changed);
    }

    private static Stage withoutRouteSettings(
            Repositories in, Stage stage, DeleteRouteSettingsRequest request) {
        Map<String, RouteSettings> settings =
                new LinkedHashMap<>(Objects.requireNonNullElse(stage.routeSettings(), Map.of()));
        settings.remove(request.routeKey());
        return stage.toBuilder().routeSettings(settings).build();
    }

    private static void delete(Repositories in, Stage stage, DeleteStageRequest request) {
        Mappings.requireNone(in, request.apiId(), request.stageName(), "API");
        in.of(HttpTypes.STAGE, request.apiId()).delete(request.stageName());
        AutoDeployment.forget(in, request.apiId(), stage.deploymentId());
    }
}
