package dev.gatehouse.gateway.apigatewayv2.websocket;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;
import static dev.gatehouse.gateway.resource.ServiceErrors.onlyOfHttp;
import static dev.gatehouse.gateway.resource.ServiceErrors.reject;

import dev.gatehouse.aws.apigatewayv2.Model;
import dev.gatehouse.aws.apigatewayv2.ParameterConstraints;
import dev.gatehouse.aws.apigatewayv2.Route;
import dev.gatehouse.gateway.apigatewayv2.deployment.RouteParameters;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpTypes;
import dev.gatehouse.gateway.apigatewayv2.repository.RouteReferences;
import dev.gatehouse.gateway.plan.WebSocketRoute;
import dev.gatehouse.gateway.resource.Repositories;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a route of a WebSocket API may say. */
public final class WebSocketRouteRules {
    private WebSocketRouteRules() {}

    /** Rejects what AWS rejects, and what the data plane cannot do. */
    public static void check(Repositories in, String apiId, Route route) {
        if (route.routeKey() == null || route.routeKey().isEmpty()) {
            throw badRequest("The provided route key must not be empty");
        }
        checkAuthorization(in, apiId, route);
        checkModels(in, apiId, route.requestModels());
        checkParameters(route);
        String responses = route.routeResponseSelectionExpression();
        if (responses != null && !responses.equals(WebSocketRoute.DEFAULT)) {
            throw badRequest(
                    "Invalid routeResponseSelectionExpression specified. Only $default is"
                            + " supported");
        }
        RouteReferences.checkTarget(in, apiId, route.target());
    }

    private static void checkAuthorization(Repositories in, String apiId, Route route) {
        String type = String.valueOf(route.authorizationType());
        boolean open = type.equals("NONE") && !Boolean.TRUE.equals(route.apiKeyRequired());
        if (!open && !WebSocketRoute.CONNECT.equals(route.routeKey())) {
            throw badRequest("Currently, authorization is restricted to the $connect route only");
        }
        onlyOfHttp("authorizationScopes", route.authorizationScopes());
        switch (type) {
            case "NONE", "AWS_IAM" ->
                    reject("authorizerId with authorizationType " + type, route.authorizerId());
            case "CUSTOM" -> RouteReferences.requireAuthorizer(in, apiId, route, "REQUEST");
            default -> onlyOfHttp("authorizationType " + type, type);
        }
    }

    /** Rejects models that are not there. */
    static void checkModels(Repositories in, String apiId, @Nullable Map<String, String> given) {
        Map<String, String> models = Objects.requireNonNullElse(given, Map.of());
        List<String> present =
                in.of(HttpTypes.MODEL, apiId).all().stream()
                        .map(Model::name)
                        .map(String::valueOf)
                        .toList();
        for (String model : models.values()) {
            if (!present.contains(model)) {
                throw badRequest("Invalid model identifier specified: " + model);
            }
        }
    }

    /** Only a handshake has parameters. */
    private static void checkParameters(Route route) {
        Map<String, ParameterConstraints> parameters =
                Objects.requireNonNullElse(route.requestParameters(), Map.of());
        parameters.forEach(
                (name, constraints) -> {
                    if (!RouteParameters.isParameter(name)) {
                        throw badRequest("Invalid mapping expression specified: " + name);
                    }
                    if (!WebSocketRoute.CONNECT.equals(route.routeKey())) {
                        reject("required requestParameters " + name, constraints.required());
                    }
                });
    }
}
