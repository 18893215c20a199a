package dev.gatehouse.gateway.apigatewayv2.websocket;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;
import static dev.gatehouse.gateway.resource.ServiceErrors.conflict;

import dev.gatehouse.aws.apigatewayv2.ApiGatewayV2;
import dev.gatehouse.aws.apigatewayv2.CreateRouteResponseRequest;
import dev.gatehouse.aws.apigatewayv2.ParameterConstraints;
import dev.gatehouse.aws.apigatewayv2.RouteResponse;
import dev.gatehouse.aws.apigatewayv2.UpdateRouteResponseRequest;
import dev.gatehouse.gateway.apigatewayv2.deployment.Deploying;
import dev.gatehouse.gateway.apigatewayv2.deployment.Effect;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpTypes;
import dev.gatehouse.gateway.apigatewayv2.repository.Protocol;
import dev.gatehouse.gateway.apigatewayv2.repository.Updates;
import dev.gatehouse.gateway.plan.WebSocketRoute;
import dev.gatehouse.gateway.resource.Ids;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Resources;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The operations on route responses: that the response of a route's integration goes to the client
 * ("Set up route responses for a WebSocket API").
 */
public final class RouteResponseOperations {
    private static final Pattern PARAMETER =
            Pattern.compile("route\\.response\\.header\\.[a-zA-Z0-9._$-]+");

    private RouteResponseOperations() {}

    public static void addTo(Resources service, Deploying deploying) {
        service.of(HttpTypes.ROUTE_RESPONSE)
                .get(ApiGatewayV2.GET_ROUTE_RESPONSE)
                .list(ApiGatewayV2.GET_ROUTE_RESPONSES)
                .writing(deploying.with((_, _) -> new Effect.OnEverything()))
                .create(ApiGatewayV2.CREATE_ROUTE_RESPONSE, RouteResponseOperations::create)
                .update(ApiGatewayV2.UPDATE_ROUTE_RESPONSE, RouteResponseOperations::update)
                .delete(ApiGatewayV2.DELETE_ROUTE_RESPONSE);
    }

    private static RouteResponse create(Repositories in, CreateRouteResponseRequest request) {
        if (Protocol.of(in, request.apiId()) == Protocol.HTTP) {
            throw badRequest("Route responses are supported for WebSocket APIs only");
        }
        String route = request.apiId() + '/' + request.routeId();
        if (!in.of(HttpTypes.ROUTE_RESPONSE, route).all().isEmpty()) {
            throw conflict(
                    "Route response with key %s already exists for this route"
                            .formatted(request.routeResponseKey()));
        }
        return checked(
                in,
                request.apiId(),
                HttpTypes.ROUTE_RESPONSE.from(request).toBuilder()
                        .routeResponseId(Ids.part())
                        .build());
    }

    private static RouteResponse update(
            Repositories in, RouteResponse response, UpdateRouteResponseRequest request) {
        return checked(
                in, request.apiId(), Updates.merge(HttpTypes.ROUTE_RESPONSE, response, request));
    }

    /**
     * Models of responses say what a response is; API Gateway holds none to them, as messages have
     * no headers that their parameters could become.
     */
    private static RouteResponse checked(Repositories in, String apiId, RouteResponse response) {
        if (!WebSocketRoute.DEFAULT.equals(response.routeResponseKey())) {
            throw badRequest("Only the $default route response key is supported");
        }
        for (String name :
                Objects.requireNonNullElse(
                                response.responseParameters(),
                                Map.<String, ParameterConstraints>of())
                        .keySet()) {
            if (!PARAMETER.matcher(name).matches()) {
                throw badRequest("Invalid mapping expression specified: " + name);
            }
        }
        WebSocketRouteRules.checkModels(in, apiId, response.responseModels());
        return response;
    }
}
