package dev.gatehouse.gateway.route;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A place in a tree of path templates; filled by a builder, and from then on never changed. */
final class Node<T> {
    private final Map<String, Node<T>> literals;
    private @Nullable Node<T> variable;
    private @Nullable Node<T> greedy;
    private @Nullable Leaf<T> leaf;

    /** What ends here, and the names of the variables on the way. */
    record Leaf<T>(T value, String[] names) {}

    /** What becomes of the leaf of a node, null standing for none. */
    interface LeafChange<T> {
        @Nullable Leaf<T> of(@Nullable Leaf<T> present);
    }

    Node() {
        this.literals = new HashMap<>();
    }

    private Node(Node<T> other) {
        this.literals = new HashMap<>(other.literals);
        this.variable = other.variable;
        this.greedy = other.greedy;
        this.leaf = other.leaf;
    }

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

    /**
     * This node with another leaf at the end of {@code way}; only the nodes on the way are copied.
     * Null when nothing is left of it.
     */
    @Nullable Node<T> with(List<PathTemplate.Segment> way, LeafChange<T> change) {
        Node<T> copy = new Node<>(this);
        if (way.isEmpty()) {
            copy.leaf = change.of(leaf);
        } else {
            copy.step(way.getFirst(), way.subList(1, way.size()), change);
        }
        return copy.isEmpty() ? null : copy;
    }

    private void step(
            PathTemplate.Segment segment, List<PathTemplate.Segment> rest, LeafChange<T> change) {
        switch (segment) {
            case PathTemplate.Literal(String text) -> {
                Node<T> child = orEmpty(literals.remove(text)).with(rest, change);
                if (child != null) {
                    literals.put(text, child);
                }
            }
            case PathTemplate.Variable unused -> variable = orEmpty(variable).with(rest, change);
            case PathTemplate.Greedy unused -> greedy = orEmpty(greedy).with(rest, change);
        }
    }

    private static <T> Node<T> orEmpty(@Nullable Node<T> node) {
        return node == null ? new Node<>() : node;
    }

    private boolean isEmpty() {
        return leaf == null && variable == null && greedy == null && literals.isEmpty();
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
