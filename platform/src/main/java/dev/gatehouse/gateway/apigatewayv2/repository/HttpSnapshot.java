package dev.gatehouse.gateway.apigatewayv2.repository;

import dev.gatehouse.gateway.resource.Document;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.store.Kind;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a deployment pins: the API as it was when it was deployed. Deployments that API Gateway made
 * itself have none while their stage follows the API.
 *
 * @param api the API's own settings
 * @param integrations all integrations
 * @param routes all routes
 * @param authorizers all authorizers
 * @param messages what only a WebSocket API has; null in others
 */
public record HttpSnapshot(
        Document api,
        List<Document> integrations,
        List<Document> routes,
        @Nullable List<Document> authorizers,
        @Nullable MessageParts messages) {
    public static final Kind<HttpSnapshot> KIND =
            new Kind<>("apigatewayv2.snapshot", HttpSnapshot.class);

    /** Those of older nodes have none. */
    @Override
    public List<Document> authorizers() {
        return Objects.requireNonNullElse(authorizers, List.of());
    }

    /** The API as it is now. */
    public static HttpSnapshot take(Repositories in, String apiId) {
        return new HttpSnapshot(
                HttpTypes.API.document(in.of(HttpTypes.API).get(apiId)),
                in.of(HttpTypes.INTEGRATION, apiId).all().stream()
                        .map(HttpTypes.INTEGRATION::document)
                        .toList(),
                in.of(HttpTypes.ROUTE, apiId).all().stream()
                        .map(HttpTypes.ROUTE::document)
                        .toList(),
                in.of(HttpTypes.AUTHORIZER, apiId).all().stream()
                        .map(HttpTypes.AUTHORIZER::document)
                        .toList(),
                Protocol.of(in, apiId) == Protocol.WEBSOCKET ? MessageParts.take(in, apiId) : null);
    }
}
