package dev.gatehouse.gateway.apigatewayv2.repository;

import dev.gatehouse.aws.apigatewayv2.Route;
import dev.gatehouse.gateway.resource.ApiDocuments;
import dev.gatehouse.gateway.resource.Index;
import dev.gatehouse.gateway.resource.Repositories;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The keys that the routes of an API take, and the integrations they lead to. */
public final class RouteIndex implements Index<Route> {
    RouteIndex() {}

    /** The routes that lead to an integration. */
    public static List<Route> leadingTo(Repositories in, String apiId, String integrationId) {
        return targets(in, apiId).all(integrationId + '/').stream()
                .map(target -> in.of(HttpTypes.ROUTE, apiId).get(target.routeId()))
                .toList();
    }

    /** Rejects a key that another route has or that contradicts it. */
    @Override
    public void follow(
            Repositories in, String apiId, @Nullable Route before, @Nullable Route after) {
        RouteKeys keys = keys(in, apiId);
        if (before != null) {
            keys.release(key(in, apiId, before));
            if (before.target() != null) {
                targets(in, apiId).delete(targetId(before));
            }
        }
        if (after != null) {
            keys.take(key(in, apiId, after), id(after));
            if (after.target() != null) {
                targets(in, apiId).put(targetId(after), new TargetEntry(id(after)));
            }
        }
    }

    @Override
    public void clear(Repositories in, String apiId) {
        keys(in, apiId).releaseAll();
        targets(in, apiId).deleteAll();
    }

    private static RouteKeys keys(Repositories in, String apiId) {
        return new RouteKeys(in.documents(PathEntry.KIND, apiId));
    }

    private static ApiDocuments<TargetEntry> targets(Repositories in, String apiId) {
        return in.documents(TargetEntry.KIND, apiId);
    }

    private static String targetId(Route route) {
        String integrationId = TargetEntry.integrationId(Objects.requireNonNull(route.target()));
        return integrationId + '/' + id(route);
    }

    private static String id(Route route) {
        return Objects.requireNonNull(route.routeId());
    }

    private static RouteKey key(Repositories in, String apiId, Route route) {
        String key = Objects.requireNonNull(route.routeKey());
        return switch (Protocol.of(in, apiId)) {
            case HTTP -> RouteKey.parse(key);
            case WEBSOCKET -> RouteKey.ofMessages(key);
        };
    }
}
