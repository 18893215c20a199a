package dev.gatehouse.gateway.http;

import dev.gatehouse.gateway.plan.HttpRoute;
import dev.gatehouse.gateway.route.RouteTable;
import org.jspecify.annotations.Nullable;

/** What a change of an API changes for the requests of a stage that follows it. */
sealed interface Effect {
    /** No route leads to what changed. */
    Effect NONE = new OnRoute(null, null);

    /** Perhaps everything. */
    record OnEverything() implements Effect {}

    /**
     * One route.
     *
     * @param formerKey its key so far; null when it is new
     * @param now what it is now; null when it is gone, or has no target
     */
    record OnRoute(@Nullable String formerKey, @Nullable HttpRoute now) implements Effect {

        /** What becomes of the routes. */
        RouteTable<HttpRoute> applyTo(RouteTable<HttpRoute> routes) {
            RouteTable<HttpRoute> others = formerKey == null ? routes : routes.without(formerKey);
            return now == null ? others : others.with(now.routeKey(), now);
        }
    }
}
