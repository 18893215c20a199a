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

    /**
     * This table with one more route, or with another one for a key it has. Both tables share
     * nearly all they hold, so that one route among thousands is added in no time.
     *
     * @throws IllegalArgumentException when {@code routeKey} is none
     */
    public RouteTable<T> with(String routeKey, T route) {
        if (routeKey.equals(DEFAULT)) {
            return new RouteTable<>(root, new Match<>(route, Map.of()));
        }
        Key key = Key.of(routeKey);
        return changed(
                key,
                leaf -> {
                    Map<String, T> routes = leaf == null ? new HashMap<>() : copy(leaf);
                    routes.put(key.method(), route);
                    return new Node.Leaf<>(
                            routes, leaf == null ? key.template().names() : leaf.names());
                });
    }

    /** This table without the route of a key. */
    public RouteTable<T> without(String routeKey) {
        if (routeKey.equals(DEFAULT)) {
            return new RouteTable<>(root, null);
        }
        Key key = Key.of(routeKey);
        return changed(
                key,
                leaf -> {
                    Map<String, T> routes = leaf == null ? new HashMap<>() : copy(leaf);
                    routes.remove(key.method());
                    return leaf == null || routes.isEmpty()
                            ? null
                            : new Node.Leaf<>(routes, leaf.names());
                });
    }

    private RouteTable<T> changed(Key key, Node.LeafChange<Map<String, T>> change) {
        Node<Map<String, T>> left = root.with(key.template().segments(), change);
        return new RouteTable<>(left == null ? new Node<>() : left, fallback);
    }

    private static <T> Map<String, T> copy(Node.Leaf<Map<String, T>> leaf) {
        return new HashMap<>(leaf.value());
    }

    /** A route key other than {@code $default}, taken apart. */
    private record Key(String method, PathTemplate template) {
        static Key of(String text) {
            int space = text.indexOf(' ');
            if (space < 1 || !text.startsWith("/", space + 1)) {
                throw new IllegalArgumentException("not a route key: " + text);
            }
            return new Key(text.substring(0, space), PathTemplate.parse(text.substring(space + 1)));
        }
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
            Key key = Key.of(routeKey);
            Node<Map<String, T>> node = root.descend(key.template());
            if (node.leaf() == null) {
                node.end(new Node.Leaf<>(new HashMap<>(), key.template().names()));
            }
            Objects.requireNonNull(node.leaf()).value().put(key.method(), route);
            return this;
        }

        /** The table of what was added. The builder is of no further use. */
        public RouteTable<T> build() {
            return new RouteTable<>(root, fallback);
        }
    }
}
