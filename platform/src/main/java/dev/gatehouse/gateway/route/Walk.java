package dev.gatehouse.gateway.route;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One search for one path: depth first, literal before variable before greedy, going back where a
 * way ends in nothing acceptable. The work is bounded by the templates that fit the path, not by
 * how many there are.
 */
final class Walk<T> {
    private final String path;
    private final int end;
    private final Predicate<T> accepts;
    private int[] captures = new int[8];
    private int captured;
    private @Nullable Match<T> longest;
    private int longestStart = -1;

    /**
     * @param end where the path ends: before a trailing slash that does not count
     */
    Walk(String path, int end, Predicate<T> accepts) {
        this.path = path;
        this.end = end;
        this.accepts = accepts;
    }

    /**
     * The first acceptable leaf below {@code node} for the path from {@code start}, greedy ones in
     * their turn.
     */
    @Nullable Match<T> first(Node<T> node, int start) {
        return whole(node, start, true);
    }

    /** The first acceptable leaf, without greedy variables. */
    @Nullable Match<T> full(Node<T> node, int start) {
        return whole(node, start, false);
    }

    private @Nullable Match<T> whole(Node<T> node, int start, boolean greedy) {
        if (start > end) {
            return accepted(node.leaf());
        }
        int stop = segmentEnd(start);
        Node<T> literal = node.literal(path.substring(start, stop));
        if (literal != null) {
            Match<T> match = whole(literal, stop + 1, greedy);
            if (match != null) {
                return match;
            }
        }
        Match<T> match = variable(node, start, stop, greedy);
        return match == null && greedy ? greedy(node, start) : match;
    }

    private @Nullable Match<T> variable(Node<T> node, int start, int stop, boolean greedy) {
        Node<T> variable = node.variable();
        if (variable == null || stop == start) {
            return null;
        }
        push(start, stop);
        Match<T> match = whole(variable, stop + 1, greedy);
        captured--;
        return match;
    }

    private @Nullable Match<T> greedy(Node<T> node, int start) {
        if (node.greedyLeaf() == null || start >= end) {
            return null;
        }
        push(start, end);
        Match<T> match = accepted(node.greedyLeaf());
        captured--;
        return match;
    }

    /**
     * The acceptable greedy leaf that swallows the least; of equals the one with more literals in
     * front.
     */
    @Nullable Match<T> longestGreedy(Node<T> node, int start) {
        collectGreedy(node, start);
        return longest;
    }

    private void collectGreedy(Node<T> node, int start) {
        if (start > end) {
            return;
        }
        int stop = segmentEnd(start);
        Node<T> literal = node.literal(path.substring(start, stop));
        if (literal != null) {
            collectGreedy(literal, stop + 1);
        }
        Node<T> variable = node.variable();
        if (variable != null && stop > start) {
            push(start, stop);
            collectGreedy(variable, stop + 1);
            captured--;
        }
        Match<T> match = start > longestStart ? greedy(node, start) : null;
        if (match != null) {
            longest = match;
            longestStart = start;
        }
    }

    private int segmentEnd(int start) {
        int slash = path.indexOf('/', start);
        return slash < 0 || slash > end ? end : slash;
    }

    private void push(int start, int stop) {
        if (captures.length == 2 * captured) {
            captures = Arrays.copyOf(captures, 2 * captures.length);
        }
        captures[2 * captured] = start;
        captures[2 * captured + 1] = stop;
        captured++;
    }

    private @Nullable Match<T> accepted(Node.@Nullable Leaf<T> leaf) {
        if (leaf == null || !accepts.test(leaf.value())) {
            return null;
        }
        if (captured == 0) {
            return new Match<>(leaf.value(), Map.of());
        }
        Map<String, String> parameters = new LinkedHashMap<>(2 * captured);
        for (int i = 0; i < captured; i++) {
            parameters.put(leaf.names()[i], path.substring(captures[2 * i], captures[2 * i + 1]));
        }
        return new Match<>(leaf.value(), parameters);
    }
}
