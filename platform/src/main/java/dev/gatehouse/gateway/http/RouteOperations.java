package dev.gatehouse.gateway.http;

import static dev.gatehouse.gateway.stored.Refusals.limitExceeded;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.apigatewayv2.ApiGatewayV2;
import dev.gatehouse.aws.apigatewayv2.CreateRouteRequest;
import dev.gatehouse.aws.apigatewayv2.CreateRouteResult;
import dev.gatehouse.aws.apigatewayv2.DeleteRouteRequest;
import dev.gatehouse.aws.apigatewayv2.GetRouteRequest;
import dev.gatehouse.aws.apigatewayv2.GetRouteResult;
import dev.gatehouse.aws.apigatewayv2.GetRoutesRequest;
import dev.gatehouse.aws.apigatewayv2.GetRoutesResponse;
import dev.gatehouse.aws.apigatewayv2.Route;
import dev.gatehouse.aws.apigatewayv2.UpdateRouteRequest;
import dev.gatehouse.aws.apigatewayv2.UpdateRouteResult;
import dev.gatehouse.gateway.http.HttpLibrary.Changed;
import dev.gatehouse.gateway.plan.HttpRoute;
import dev.gatehouse.gateway.stored.Ids;
import dev.gatehouse.gateway.stored.Page;
import dev.gatehouse.wire.RequestContext;
import java.util.List;

/** The operations on the routes of an HTTP API. */
final class RouteOperations {
    private final HttpLibrary library;

    RouteOperations(HttpLibrary library) {
        this.library = library;
    }

    CreateRouteResult create(RequestContext context, CreateRouteRequest request) {
        String id = Ids.route();
        Route wanted =
                RouteRules.withDefaults(HttpForms.ROUTE.from(request)).toBuilder()
                        .routeId(id)
                        .build();
        String apiId = request.apiId();
        return library.deploying(
                context,
                apiId,
                shelves -> {
                    shelves.api(apiId);
                    RouteRules.check(shelves, apiId, wanted);
                    shelves.routesOf(apiId).put(wanted);
                    if (shelves.routes(apiId).count() > library.limits().routes()) {
                        throw limitExceeded(
                                "Maximum number of Routes for this API has been reached");
                    }
                    return new Changed<>(
                            Answers.of(ApiGatewayV2.CREATE_ROUTE, wanted),
                            new Effect.OnRoutes(null, compiled(shelves, apiId, wanted)));
                });
    }

    GetRouteResult get(RequestContext context, GetRouteRequest request) {
        return library.call(
                context,
                shelves ->
                        Answers.of(
                                ApiGatewayV2.GET_ROUTE,
                                shelves.route(request.apiId(), request.routeId())));
    }

    GetRoutesResponse list(RequestContext context, GetRoutesRequest request) {
        String apiId = request.apiId();
        int limit = Answers.pageLength(request.maxResults());
        Page<Route> page =
                library.call(
                        context,
                        shelves -> {
                            shelves.api(apiId);
                            return shelves.routes(apiId).page(request.nextToken(), limit);
                        });
        return GetRoutesResponse.builder().items(page.items()).nextToken(page.next()).build();
    }

    UpdateRouteResult update(RequestContext context, UpdateRouteRequest request) {
        String apiId = request.apiId();
        return library.deploying(
                context,
                apiId,
                shelves -> {
                    Route present = shelves.route(apiId, request.routeId());
                    Route changed =
                            RouteRules.withDefaults(
                                    Updates.merge(HttpForms.ROUTE, present, request));
                    RouteRules.check(shelves, apiId, changed);
                    shelves.routesOf(apiId).put(changed);
                    return new Changed<>(
                            Answers.of(ApiGatewayV2.UPDATE_ROUTE, changed),
                            new Effect.OnRoutes(
                                    present.routeKey(), compiled(shelves, apiId, changed)));
                });
    }

    Empty delete(RequestContext context, DeleteRouteRequest request) {
        String apiId = request.apiId();
        return library.deploying(
                context,
                apiId,
                shelves -> {
                    Route gone = shelves.route(apiId, request.routeId());
                    shelves.routesOf(apiId).remove(gone);
                    return new Changed<>(
                            Empty.EMPTY, new Effect.OnRoutes(gone.routeKey(), List.of()));
                });
    }

    /** What the data plane serves of a route: nothing while it has no target. */
    private static List<HttpRoute> compiled(HttpShelves shelves, String apiId, Route route) {
        String target = route.target();
        return target == null
                ? List.of()
                : HttpCompiler.routes(
                        List.of(route),
                        shelves.integration(apiId, RouteRules.integrationId(target)));
    }
}
