package dev.gatehouse.gateway.plan;

import dev.gatehouse.gateway.route.RouteTable;
import dev.gatehouse.proxy.cors.CorsRules;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The snapshot a deployment took of an HTTP API.
 *
 * @param routes the routes by key
 * @param cors how the gateway responds to preflight requests and what it adds to responses; null
 *     when CORS is left to the backends
 */
public record HttpDeployment(String id, RouteTable<HttpRoute> routes, @Nullable CorsRules cors) {

    /** The deployment of these routes. */
    public static HttpDeployment of(String id, List<HttpRoute> routes, @Nullable CorsRules cors) {
        RouteTable.Builder<HttpRoute> table = RouteTable.builder();
        for (HttpRoute route : routes) {
            table.add(route.routeKey(), route);
        }
        return new HttpDeployment(id, table.build(), cors);
    }
}
