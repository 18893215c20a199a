package dev.gatehouse.gateway.apigatewayv2.repository;

import dev.gatehouse.gateway.resource.Document;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.store.Kind;
import java.util.List;

/**
 * What a deployment pins: the API as it was when it was deployed. Deployments that API Gateway made
 * itself have none while their stage follows the API.
 *
 * @param api the API's own settings
 * @param integrations all integrations
 * @param routes all routes
 */
public record HttpSnapshot(Document api, List<Document> integrations, List<Document> routes) {
    public static final Kind<HttpSnapshot> KIND =
            new Kind<>("apigatewayv2.snapshot", HttpSnapshot.class);

    /** The API as it is now. */
    public static HttpSnapshot take(Repositories in, String apiId) {
        return new HttpSnapshot(
                HttpTypes.API.document(in.of(HttpTypes.API).get(apiId)),
                in.of(HttpTypes.INTEGRATION, apiId).all().stream()
                        .map(HttpTypes.INTEGRATION::document)
                        .toList(),
                in.of(HttpTypes.ROUTE, apiId).all().stream()
                        .map(HttpTypes.ROUTE::document)
                        .toList());
    }
}
