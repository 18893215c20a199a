package dev.gatehouse.gateway.apigatewayv2;

import dev.gatehouse.store.Kind;

/**
 * That a route leads to an integration, kept under the integration's id and the route's: which
 * routes lead to an integration is then known without reading those that do not.
 */
record TargetEntry(String routeId) {
    static final Kind<TargetEntry> KIND = new Kind<>("apigatewayv2.target", TargetEntry.class);
}
