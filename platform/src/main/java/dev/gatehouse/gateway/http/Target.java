package dev.gatehouse.gateway.http;

import dev.gatehouse.store.Kind;

/**
 * That a route leads to an integration, kept under the integration's id and the route's: which
 * routes lead to an integration is then known without reading those that do not.
 */
record Target(String routeId) {
    static final Kind<Target> KIND = new Kind<>("apigatewayv2.target", Target.class);
}
