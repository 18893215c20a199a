package dev.gatehouse.gateway.route;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The routes of an HTTP API. A full match wins over a greedy one, of several greedy ones the one
 * with the longest prefix; on the same path the request's own method wins over {@code ANY}; {@code
 * $default} comes last. A trailing slash counts.
 */
public final class RouteTable<T> {
    private static final String DEFAULT = "$default";
    private static final String ANY = "ANY";

    private final Node<Map<String, T>> root;
    private final @Nullable Match<T> fallback;

    private RouteTable(Node<Map<String, T>> root, @Nullable Match<T> fallback) {
        this.root = root;
        this.fallback = fallback;
    }

    /** An empty table to fill. */
    public static <T> Builder<T> builder() {
        return new Builder<>();
    }

    /**
     * The route of a request; null when there is none, not even {@code $default}.
     *
     * @param method the HTTP method in upper case
     * @param path the path below the stage, beginning with a slash
     */
    public @Nullable Match<T> match(String method, String path) {
        Walk<Map<String, T>> walk =
                new Walk<>(
                        path,
                        path.length(),
                        routes -> routes.containsKey(method) || routes.containsKey(ANY));
        int start = path.length() == 1 ? 2 : 1;
        Match<Map<String, T>> match = walk.full(root, start);
        if (match == null) {
            match = walk.longestGreedy(root, start);
        }
        return match == null
                ? fallback
                : new Match<>(chosen(match.value(), method), match.pathParameters());
    }

    private T chosen(Map<String, T> routes, String method) {
        T exact = routes.get(method);
        return exact != null ? exact : Objects.requireNonNull(routes.get(ANY));
    }

    /** Collects routes. */
    public static final class Builder<T> {
        private final Node<Map<String, T>> root = new Node<>();
        private @Nullable Match<T> fallback;

        private Builder() {}

        /**
         * Adds a route by its key: {@code METHOD /path}, {@code ANY /path} or {@code $default}.
         *
         * @throws IllegalArgumentException when it is none of these
         */
        public Builder<T> add(String routeKey, T route) {
            if (routeKey.equals(DEFAULT)) {
                fallback = new Match<>(route, Map.of());
                return this;
            }
            int space = routeKey.indexOf(' ');
            if (space < 1 || !routeKey.startsWith("/", space + 1)) {
                throw new IllegalArgumentException("not a route key: " + routeKey);
            }
            PathTemplate template = PathTemplate.parse(routeKey.substring(space + 1));
            Node<Map<String, T>> node = root.descend(template);
            if (node.leaf() == null) {
                node.end(new Node.Leaf<>(new HashMap<>(), template.names()));
            }
            Objects.requireNonNull(node.leaf()).value().put(routeKey.substring(0, space), route);
            return this;
        }

        /** The table of what was added. The builder is of no further use. */
        public RouteTable<T> build() {
            return new RouteTable<>(root, fallback);
        }
    }
}
