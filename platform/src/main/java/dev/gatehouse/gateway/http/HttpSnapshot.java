package dev.gatehouse.gateway.http;

import dev.gatehouse.gateway.stored.Fields;
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
record HttpSnapshot(Fields api, List<Fields> integrations, List<Fields> routes) {
    static final Kind<HttpSnapshot> KIND = new Kind<>("apigatewayv2.snapshot", HttpSnapshot.class);

    /** The API as it is now. */
    static HttpSnapshot take(HttpShelves shelves, String apiId) {
        return new HttpSnapshot(
                HttpForms.API.fields(shelves.api(apiId)),
                shelves.integrations(apiId).all().stream()
                        .map(HttpForms.INTEGRATION::fields)
                        .toList(),
                shelves.routes(apiId).all().stream().map(HttpForms.ROUTE::fields).toList());
    }
}
