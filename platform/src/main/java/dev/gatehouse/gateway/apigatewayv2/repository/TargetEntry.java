package dev.gatehouse.gateway.apigatewayv2.repository;

import dev.gatehouse.store.Kind;

/**
 * That a route leads to an integration, kept under the integration's id and the route's: which
 * routes lead to an integration is then known without reading those that do not.
 */
public record TargetEntry(String routeId) {
    public static final Kind<TargetEntry> KIND =
            new Kind<>("apigatewayv2.target", TargetEntry.class);

    /** How the target of a route begins that leads to an integration. */
    public static final String PREFIX = "integrations/";

    /** The integration that a checked target names. */
    public static String integrationId(String target) {
        return target.substring(PREFIX.length());
    }
}
