package dev.gatehouse.gateway.http;

import static dev.gatehouse.gateway.stored.Refusals.badRequest;
import static dev.gatehouse.gateway.stored.Refusals.refuse;
import static dev.gatehouse.gateway.stored.Refusals.unsupported;

import dev.gatehouse.aws.apigatewayv2.Route;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What AWS assumes of a route of an HTTP API, and what such a route may say. */
final class RouteRules {
    private static final String TARGET = "integrations/";

    private RouteRules() {}

    /** The route with AWS's defaults for what it does not say. */
    static Route withDefaults(Route route) {
        return route.toBuilder()
                .apiKeyRequired(Boolean.TRUE.equals(route.apiKeyRequired()))
                .authorizationType(Objects.requireNonNullElse(route.authorizationType(), "NONE"))
                .build();
    }

    /** Refuses what AWS refuses, and what the data plane cannot do. */
    static void check(HttpShelves shelves, String apiId, Route route) {
        String authorization = String.valueOf(route.authorizationType());
        if (!authorization.equals("NONE")) {
            throw unsupported("authorizationType " + authorization);
        }
        refuse("authorizerId", route.authorizerId());
        refuse("authorizationScopes", route.authorizationScopes());
        refuse("apiKeyRequired", route.apiKeyRequired());
        refuse("modelSelectionExpression", route.modelSelectionExpression());
        refuse("requestModels", route.requestModels());
        refuse("requestParameters", route.requestParameters());
        refuse("routeResponseSelectionExpression", route.routeResponseSelectionExpression());
        checkTarget(shelves, apiId, route.target());
    }

    private static void checkTarget(HttpShelves shelves, String apiId, @Nullable String target) {
        if (target == null) {
            return;
        }
        if (!target.startsWith(TARGET)) {
            throw badRequest("Invalid target specified: " + target);
        }
        String integration = integrationId(target);
        if (shelves.integrations(apiId).find(integration).isEmpty()) {
            throw badRequest("Invalid target specified: no integration " + integration);
        }
    }

    /** The integration that a checked target names. */
    static String integrationId(String target) {
        return target.substring(TARGET.length());
    }
}
