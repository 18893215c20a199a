package dev.gatehouse.gateway.apigatewayv2;

import static dev.gatehouse.gateway.resource.ServiceErrors.notFound;

import dev.gatehouse.aws.apigatewayv2.ApiGatewayV2;
import dev.gatehouse.aws.apigatewayv2.CreateRouteRequest;
import dev.gatehouse.aws.apigatewayv2.DeleteRouteRequestParameterRequest;
import dev.gatehouse.aws.apigatewayv2.Integration;
import dev.gatehouse.aws.apigatewayv2.ParameterConstraints;
import dev.gatehouse.aws.apigatewayv2.Route;
import dev.gatehouse.aws.apigatewayv2.UpdateRouteRequest;
import dev.gatehouse.gateway.apigatewayv2.deployment.Deploying;
import dev.gatehouse.gateway.apigatewayv2.deployment.Effect;
import dev.gatehouse.gateway.apigatewayv2.deployment.HttpCompiler;
import dev.gatehouse.gateway.apigatewayv2.deployment.RouteAuthorizations;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpLimits;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpTypes;
import dev.gatehouse.gateway.apigatewayv2.repository.Protocol;
import dev.gatehouse.gateway.apigatewayv2.repository.TargetEntry;
import dev.gatehouse.gateway.apigatewayv2.repository.Updates;
import dev.gatehouse.gateway.apigatewayv2.websocket.WebSocketRouteRules;
import dev.gatehouse.gateway.plan.HttpRoute;
import dev.gatehouse.gateway.resource.Change;
import dev.gatehouse.gateway.resource.Ids;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Resources;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The operations on the routes of an HTTP API. */
final class RouteOperations {
    private RouteOperations() {}

    static void addTo(Resources service, Deploying deploying, HttpLimits limits) {
        service.of(HttpTypes.ROUTE)
                .get(ApiGatewayV2.GET_ROUTE)
                .list(ApiGatewayV2.GET_ROUTES)
                .writing(deploying.with(RouteOperations::effect))
                .create(ApiGatewayV2.CREATE_ROUTE, (in, request) -> create(in, request, limits))
                .update(ApiGatewayV2.UPDATE_ROUTE, RouteOperations::update)
                .update(
                        ApiGatewayV2.DELETE_ROUTE_REQUEST_PARAMETER,
                        RouteOperations::withoutParameter)
                .delete(
                        ApiGatewayV2.DELETE_ROUTE,
                        (in, _, request) ->
                                in.of(
                                                HttpTypes.ROUTE_RESPONSE,
                                                request.apiId() + '/' + request.routeId())
                                        .deleteAll());
    }

    private static Effect effect(Repositories in, Change<Route> change) {
        Route before = change.before();
        return new Effect.OnRoutes(
                before == null ? null : before.routeKey(),
                served(in, change.apiId(), change.after()));
    }

    /** What the data plane serves of a route: nothing while it has no target. */
    private static List<HttpRoute> served(Repositories in, String apiId, @Nullable Route route) {
        if (route == null || route.target() == null) {
            return List.of();
        }
        Integration integration =
                in.of(HttpTypes.INTEGRATION, apiId).get(TargetEntry.integrationId(route.target()));
        return HttpCompiler.routes(List.of(route), integration, RouteAuthorizations.of(in, apiId));
    }

    static Route create(Repositories in, CreateRouteRequest request, HttpLimits limits) {
        Route wanted =
                RouteRules.withDefaults(HttpTypes.ROUTE.from(request)).toBuilder()
                        .routeId(Ids.route())
                        .build();
        check(in, request.apiId(), wanted);
        in.of(HttpTypes.ROUTE, request.apiId())
                .requireRoom(
                        limits.routes(), "Maximum number of Routes for this API has been reached");
        return wanted;
    }

    private static Route update(Repositories in, Route route, UpdateRouteRequest request) {
        Route changed = RouteRules.withDefaults(Updates.merge(HttpTypes.ROUTE, route, request));
        check(in, request.apiId(), changed);
        return changed;
    }

    private static void check(Repositories in, String apiId, Route route) {
        switch (Protocol.of(in, apiId)) {
            case HTTP -> RouteRules.check(in, apiId, route);
            case WEBSOCKET -> WebSocketRouteRules.check(in, apiId, route);
        }
    }

    private static Route withoutParameter(
            Repositories in, Route route, DeleteRouteRequestParameterRequest request) {
        Map<String, ParameterConstraints> parameters =
                new LinkedHashMap<>(
                        Objects.requireNonNullElse(route.requestParameters(), Map.of()));
        if (parameters.remove(request.requestParameterKey()) == null) {
            throw notFound(
                    "Invalid request parameter key specified " + request.requestParameterKey());
        }
        return route.toBuilder().requestParameters(parameters).build();
    }
}
