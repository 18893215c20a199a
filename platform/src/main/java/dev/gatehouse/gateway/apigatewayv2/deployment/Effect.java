package dev.gatehouse.gateway.apigatewayv2.deployment;

import dev.gatehouse.gateway.plan.HttpRoute;
import dev.gatehouse.gateway.route.RouteTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a change of an API changes for the requests of a stage that follows it. */
public sealed interface Effect {
    Effect NONE = new OnRoutes(null, List.of());

    /** Perhaps everything. */
    record OnEverything() implements Effect {}

    /**
     * Some routes.
     *
     * @param formerKey the key that is given up first; null when none is
     * @param now what is served at their keys now
     */
    record OnRoutes(@Nullable String formerKey, List<HttpRoute> now) implements Effect {
        public OnRoutes {
            now = List.copyOf(now);
        }

        /** What becomes of the routes. */
        RouteTable<HttpRoute> applyTo(RouteTable<HttpRoute> routes) {
            RouteTable<HttpRoute> table = formerKey == null ? routes : routes.without(formerKey);
            for (HttpRoute route : now) {
                table = table.with(route.routeKey(), route);
            }
            return table;
        }
    }
}
