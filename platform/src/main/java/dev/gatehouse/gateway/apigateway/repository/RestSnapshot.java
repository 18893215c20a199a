package dev.gatehouse.gateway.apigateway.repository;

import dev.gatehouse.gateway.resource.Document;
import dev.gatehouse.store.Kind;
import java.util.List;

/**
 * What a deployment pins: the API as it was when it was deployed.
 *
 * @param api the API's own settings
 * @param resources all resources with their methods
 * @param gatewayResponses the customised gateway responses
 */
public record RestSnapshot(
        Document api, List<Document> resources, List<Document> gatewayResponses) {
    public static final Kind<RestSnapshot> KIND =
            new Kind<>("apigateway.snapshot", RestSnapshot.class);
}
