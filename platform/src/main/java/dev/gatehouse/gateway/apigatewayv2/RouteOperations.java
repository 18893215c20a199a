package dev.gatehouse.gateway.apigatewayv2;

import static dev.gatehouse.gateway.resource.ServiceErrors.limitExceeded;

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
import dev.gatehouse.gateway.apigatewayv2.deployment.Effect;
import dev.gatehouse.gateway.apigatewayv2.deployment.HttpCompiler;
import dev.gatehouse.gateway.apigatewayv2.deployment.HttpTransactions;
import dev.gatehouse.gateway.apigatewayv2.deployment.HttpTransactions.Changed;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpRepositories;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpTypes;
import dev.gatehouse.gateway.apigatewayv2.repository.TargetEntry;
import dev.gatehouse.gateway.plan.HttpRoute;
import dev.gatehouse.gateway.resource.Ids;
import dev.gatehouse.gateway.resource.Page;
import dev.gatehouse.wire.RequestContext;
import java.util.List;

/** The operations on the routes of an HTTP API. */
final class RouteOperations {
    private final HttpTransactions transactions;

    RouteOperations(HttpTransactions transactions) {
        this.transactions = transactions;
    }

    CreateRouteResult create(RequestContext context, CreateRouteRequest request) {
        String id = Ids.route();
        Route wanted =
                RouteRules.withDefaults(HttpTypes.ROUTE.from(request)).toBuilder()
                        .routeId(id)
                        .build();
        String apiId = request.apiId();
        return transactions.deploying(
                context,
                apiId,
                repositories -> {
                    repositories.api(apiId);
                    RouteRules.check(repositories, apiId, wanted);
                    repositories.routesOf(apiId).put(wanted);
                    if (repositories.routes(apiId).count() > transactions.limits().routes()) {
                        throw limitExceeded(
                                "Maximum number of Routes for this API has been reached");
                    }
                    return new Changed<>(
                            Outputs.of(ApiGatewayV2.CREATE_ROUTE, wanted),
                            new Effect.OnRoutes(null, compiled(repositories, apiId, wanted)));
                });
    }

    GetRouteResult get(RequestContext context, GetRouteRequest request) {
        return transactions.call(
                context,
                repositories ->
                        Outputs.of(
                                ApiGatewayV2.GET_ROUTE,
                                repositories.route(request.apiId(), request.routeId())));
    }

    GetRoutesResponse list(RequestContext context, GetRoutesRequest request) {
        String apiId = request.apiId();
        int limit = Outputs.pageLength(request.maxResults());
        Page<Route> page =
                transactions.call(
                        context,
                        repositories -> {
                            repositories.api(apiId);
                            return repositories.routes(apiId).page(request.nextToken(), limit);
                        });
        return GetRoutesResponse.builder().items(page.items()).nextToken(page.next()).build();
    }

    UpdateRouteResult update(RequestContext context, UpdateRouteRequest request) {
        String apiId = request.apiId();
        return transactions.deploying(
                context,
                apiId,
                repositories -> {
                    Route present = repositories.route(apiId, request.routeId());
                    Route changed =
                            RouteRules.withDefaults(
                                    Updates.merge(HttpTypes.ROUTE, present, request));
                    RouteRules.check(repositories, apiId, changed);
                    repositories.routesOf(apiId).put(changed);
                    return new Changed<>(
                            Outputs.of(ApiGatewayV2.UPDATE_ROUTE, changed),
                            new Effect.OnRoutes(
                                    present.routeKey(), compiled(repositories, apiId, changed)));
                });
    }

    Empty delete(RequestContext context, DeleteRouteRequest request) {
        String apiId = request.apiId();
        return transactions.deploying(
                context,
                apiId,
                repositories -> {
                    Route gone = repositories.route(apiId, request.routeId());
                    repositories.routesOf(apiId).remove(gone);
                    return new Changed<>(
                            Empty.EMPTY, new Effect.OnRoutes(gone.routeKey(), List.of()));
                });
    }

    /** What the data plane serves of a route: nothing while it has no target. */
    private static List<HttpRoute> compiled(
            HttpRepositories repositories, String apiId, Route route) {
        String target = route.target();
        return target == null
                ? List.of()
                : HttpCompiler.routes(
                        List.of(route),
                        repositories.integration(apiId, TargetEntry.integrationId(target)));
    }
}
