package dev.gatehouse.gateway.apigatewayv2;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;
import static dev.gatehouse.gateway.resource.ServiceErrors.reject;
import static dev.gatehouse.gateway.resource.ServiceErrors.unsupported;

import dev.gatehouse.aws.apigatewayv2.Route;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpTypes;
import dev.gatehouse.gateway.apigatewayv2.repository.TargetEntry;
import dev.gatehouse.gateway.resource.Repositories;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
        checkTarget(in, apiId, route.target());
    }

    private static void checkAuthorization(Repositories in, String apiId, Route route) {
        String type = String.valueOf(route.authorizationType());
        switch (type) {
            case "NONE", "AWS_IAM" -> {
                reject("authorizerId with authorizationType " + type, route.authorizerId());
                rejectScopes(route);
            }
            case "CUSTOM" -> {
                requireAuthorizer(in, apiId, route, "REQUEST");
                rejectScopes(route);
            }
            case "JWT" -> requireAuthorizer(in, apiId, route, type);
            default -> throw unsupported("authorizationType " + type);
        }
    }

    private static void rejectScopes(Route route) {
        reject(
                "authorizationScopes with authorizationType " + route.authorizationType(),
                route.authorizationScopes());
    }

    private static void requireAuthorizer(Repositories in, String apiId, Route route, String type) {
        String id = Objects.requireNonNullElse(route.authorizerId(), "");
        boolean fits =
                in.of(HttpTypes.AUTHORIZER, apiId)
                        .find(id)
                        .filter(each -> type.equals(each.authorizerType()))
                        .isPresent();
        if (!fits) {
            throw badRequest(
                    "Authorizer type and authorization type must match, and the authorizer must"
                            + " exist: "
                            + id);
        }
    }

    private static void checkTarget(Repositories in, String apiId, @Nullable String target) {
        if (target == null) {
            return;
        }
        if (!target.startsWith(TargetEntry.PREFIX)) {
            throw badRequest("Invalid target specified: " + target);
        }
        String integration = TargetEntry.integrationId(target);
        if (in.of(HttpTypes.INTEGRATION, apiId).find(integration).isEmpty()) {
            throw badRequest("Invalid target specified: no integration " + integration);
        }
    }
}
