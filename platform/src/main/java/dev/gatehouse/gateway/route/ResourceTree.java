package dev.gatehouse.gateway.route;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The resources of a REST API by path. A literal segment wins over {@code {variable}}, which wins
 * over {@code {greedy+}}; where the winner has no fitting method the next one gets its turn.
 * Leading slashes count once and trailing ones not at all; segments are compared as they stand in
 * the request, not decoded.
 */
public final class ResourceTree<T> {
    private final Node<T> root;

    private ResourceTree(Node<T> root) {
        this.root = root;
    }

    /** An empty tree to fill. */
    public static <T> Builder<T> builder() {
        return new Builder<>();
    }

    /**
     * What serves a path.
     *
     * @param path the request's path below the stage, not decoded
     * @param accepts whether a resource serves the request's method
     * @return null when nothing does
     */
    public @Nullable Match<T> match(String path, Predicate<T> accepts) {
        int start = 0;
        while (start < path.length() && path.charAt(start) == '/') {
            start++;
        }
        int end = path.length();
        while (end > start && path.charAt(end - 1) == '/') {
            end--;
        }
        // Past the end means that no segment is left: the root itself.
        return new Walk<>(path, end, accepts).first(root, start == end ? end + 1 : start);
    }

    /** Collects resources. */
    public static final class Builder<T> {
        private final Node<T> root = new Node<>();

        private Builder() {}

        /** Adds what serves a path template; of two with the same shape the last one stays. */
        public Builder<T> add(String template, T value) {
            PathTemplate parsed = PathTemplate.parse(template);
            root.descend(parsed).end(new Node.Leaf<>(value, parsed.names()));
            return this;
        }

        /** The tree of what was added. The builder is of no further use. */
        public ResourceTree<T> build() {
            return new ResourceTree<>(root);
        }
    }
}
