package dev.gatehouse.gateway.apigatewayv2.repository;

import dev.gatehouse.aws.View;
import dev.gatehouse.gateway.resource.Document;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.ResourceType;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What only a WebSocket API has, as it was when it was deployed.
 *
 * @param models all models
 * @param routeResponses by route id
 * @param integrationResponses by integration id
 */
public record MessageParts(
        List<Document> models,
        Map<String, List<Document>> routeResponses,
        Map<String, List<Document>> integrationResponses) {

    static MessageParts take(Repositories in, String apiId) {
        return new MessageParts(
                documents(in, HttpTypes.MODEL, apiId),
                below(
                        in.of(HttpTypes.ROUTE, apiId).all(),
                        route -> route.routeId(),
                        id -> documents(in, HttpTypes.ROUTE_RESPONSE, apiId + '/' + id)),
                below(
                        in.of(HttpTypes.INTEGRATION, apiId).all(),
                        integration -> integration.integrationId(),
                        id -> documents(in, HttpTypes.INTEGRATION_RESPONSE, apiId + '/' + id)));
    }

    private static <T extends View> List<Document> documents(
            Repositories in, ResourceType<T> type, String parentId) {
        return in.of(type, parentId).all().stream().map(type::document).toList();
    }

    private static <T> Map<String, List<Document>> below(
            List<T> parents,
            Function<T, @Nullable String> id,
            Function<String, List<Document>> documents) {
        return parents.stream()
                .map(id)
                .map(String::valueOf)
                .collect(Collectors.toMap(each -> each, documents));
    }
}
