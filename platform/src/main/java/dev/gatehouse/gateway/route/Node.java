package dev.gatehouse.gateway.route;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A place in a tree of path templates; filled by a builder and then only read. */
final class Node<T> {
    private final Map<String, Node<T>> literals = new HashMap<>();
    private @Nullable Node<T> variable;
    private @Nullable Node<T> greedy;
    private @Nullable Leaf<T> leaf;

    /** What ends here, and the names of the variables on the way. */
    record Leaf<T>(T value, String[] names) {}

    @Nullable Node<T> literal(String segment) {
        return literals.get(segment);
    }

    @Nullable Node<T> variable() {
        return variable;
    }

    @Nullable Leaf<T> greedyLeaf() {
        return greedy == null ? null : greedy.leaf;
    }

    @Nullable Leaf<T> leaf() {
        return leaf;
    }

    /** The node of a template below this one, made where it does not exist. */
    Node<T> descend(PathTemplate template) {
        Node<T> node = this;
        for (PathTemplate.Segment segment : template.segments()) {
            node = node.child(segment);
        }
        return node;
    }

    void end(Leaf<T> value) {
        leaf = value;
    }

    private Node<T> child(PathTemplate.Segment segment) {
        return switch (segment) {
            case PathTemplate.Literal(String text) ->
                    literals.computeIfAbsent(text, unused -> new Node<>());
            case PathTemplate.Variable unused ->
                    variable = variable == null ? new Node<>() : variable;
            case PathTemplate.Greedy unused -> greedy = greedy == null ? new Node<>() : greedy;
        };
    }
}
