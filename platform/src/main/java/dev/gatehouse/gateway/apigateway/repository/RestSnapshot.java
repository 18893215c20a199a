package dev.gatehouse.gateway.apigateway.repository;

import dev.gatehouse.gateway.resource.Document;
import dev.gatehouse.store.Kind;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a deployment pins: the API as it was when it was deployed.
 *
 * @param api the API's own settings
 * @param resources all resources with their methods
 * @param gatewayResponses the customised gateway responses
 * @param authorizers all authorizers
 */
public record RestSnapshot(
        Document api,
        List<Document> resources,
        List<Document> gatewayResponses,
        @Nullable List<Document> authorizers) {
    public static final Kind<RestSnapshot> KIND =
            new Kind<>("apigateway.snapshot", RestSnapshot.class);

    /** Those of older nodes have none. */
    @Override
    public List<Document> authorizers() {
        return Objects.requireNonNullElse(authorizers, List.of());
    }
}
