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
 * @param models all models
 * @param validators all request validators
 */
public record RestSnapshot(
        Document api,
        List<Document> resources,
        List<Document> gatewayResponses,
        @Nullable List<Document> authorizers,
        @Nullable List<Document> models,
        @Nullable List<Document> validators) {
    public static final Kind<RestSnapshot> KIND =
            new Kind<>("apigateway.snapshot", RestSnapshot.class);

    /** Those of older nodes have none. */
    @Override
    public List<Document> authorizers() {
        return Objects.requireNonNullElse(authorizers, List.of());
    }

    /** Those of older nodes have none. */
    @Override
    public List<Document> models() {
        return Objects.requireNonNullElse(models, List.of());
    }

    /** Those of older nodes have none. */
    @Override
    public List<Document> validators() {
        return Objects.requireNonNullElse(validators, List.of());
    }
}
