package dev.gatehouse.gateway.apigatewayv2.openapi;

import dev.gatehouse.aws.apigatewayv2.CreateApiRequest;
import dev.gatehouse.aws.apigatewayv2.CreateAuthorizerRequest;
import dev.gatehouse.aws.apigatewayv2.CreateIntegrationRequest;
import dev.gatehouse.aws.apigatewayv2.CreateRouteRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A document of OpenAPI as the requests that would make the same HTTP API one by one.
 *
 * @param authorizers by the names of their security schemes
 */
public record HttpDefinition(
        CreateApiRequest api,
        Map<String, CreateAuthorizerRequest> authorizers,
        List<RoutePart> routes) {

    public HttpDefinition {
        authorizers = Map.copyOf(authorizers);
        routes = List.copyOf(routes);
    }

    /**
     * A route and what it leads to.
     *
     * @param route without the ids of its authorizer and its target, which are not known yet
     * @param authorizer the name of its authorizer; null for none
     * @param integration null for none
     * @param shared what several routes name that lead to one integration; null when it is the
     *     route's own
     */
    public record RoutePart(
            CreateRouteRequest route,
            @Nullable String authorizer,
            @Nullable CreateIntegrationRequest integration,
            @Nullable String shared) {}
}
