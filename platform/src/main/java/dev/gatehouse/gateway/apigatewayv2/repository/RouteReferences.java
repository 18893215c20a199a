package dev.gatehouse.gateway.apigatewayv2.repository;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import dev.gatehouse.aws.apigatewayv2.Route;
import dev.gatehouse.gateway.resource.Repositories;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether what a route refers to is there. */
public final class RouteReferences {
    private RouteReferences() {}

    /** Rejects a route whose authorizer is missing or of another type. */
    public static void requireAuthorizer(Repositories in, String apiId, Route route, String type) {
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

    /** Rejects a target that is no integration of the API; null is none. */
    public static void checkTarget(Repositories in, String apiId, @Nullable String target) {
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
