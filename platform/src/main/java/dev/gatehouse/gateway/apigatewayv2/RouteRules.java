package dev.gatehouse.gateway.apigatewayv2;

import static dev.gatehouse.gateway.resource.ServiceErrors.reject;
import static dev.gatehouse.gateway.resource.ServiceErrors.unsupported;

import dev.gatehouse.aws.apigatewayv2.Route;
import dev.gatehouse.gateway.apigatewayv2.repository.RouteReferences;
import dev.gatehouse.gateway.resource.Repositories;
import java.util.Objects;

/** What AWS assumes of a route of an HTTP API, and what such a route may say. */
final class RouteRules {
    private RouteRules() {}

    /** The route with AWS's defaults for what it does not say. */
    static Route withDefaults(Route route) {
        return route.toBuilder()
                .apiKeyRequired(Boolean.TRUE.equals(route.apiKeyRequired()))
                .authorizationType(Objects.requireNonNullElse(route.authorizationType(), "NONE"))
                .build();
    }

    /** Rejects what AWS rejects, and what the data plane cannot do. */
    static void check(Repositories in, String apiId, Route route) {
        checkAuthorization(in, apiId, route);
        reject("apiKeyRequired", route.apiKeyRequired());
        reject("modelSelectionExpression", route.modelSelectionExpression());
        reject("requestModels", route.requestModels());
        reject("requestParameters", route.requestParameters());
        reject("routeResponseSelectionExpression", route.routeResponseSelectionExpression());
        RouteReferences.checkTarget(in, apiId, route.target());
    }

    private static void checkAuthorization(Repositories in, String apiId, Route route) {
        String type = String.valueOf(route.authorizationType());
        switch (type) {
            case "NONE", "AWS_IAM" -> {
                reject("authorizerId with authorizationType " + type, route.authorizerId());
                rejectScopes(route);
            }
            case "CUSTOM" -> {
                RouteReferences.requireAuthorizer(in, apiId, route, "REQUEST");
                rejectScopes(route);
            }
            case "JWT" -> RouteReferences.requireAuthorizer(in, apiId, route, type);
            default -> throw unsupported("authorizationType " + type);
        }
    }

    private static void rejectScopes(Route route) {
        reject(
                "authorizationScopes with authorizationType " + route.authorizationType(),
                route.authorizationScopes());
    }
}
