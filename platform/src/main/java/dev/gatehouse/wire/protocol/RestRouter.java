package dev.gatehouse.wire.protocol;

import dev.gatehouse.aws.Location;
import dev.gatehouse.aws.Member;
import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.ServiceModel;
import dev.gatehouse.wire.format.UriPattern;
import dev.gatehouse.wire.format.UrlText;
import dev.gatehouse.wire.message.WireRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the operation of a REST service by method and path. A literal segment beats a label, a
 * label beats a greedy one; operations on the same path are told apart by query parameters and
 * headers.
 */
final class RestRouter {
    private final Node root = new Node();

    private static final class Node {
        final Map<String, Node> literals = new HashMap<>();
        final List<Route> here = new ArrayList<>();
        final List<Route> greedy = new ArrayList<>();
        @Nullable Node label;
    }

    private record Route(OperationModel operation, UriPattern pattern) {}

    RestRouter(ServiceModel service) {
        for (OperationModel operation : service.operations()) {
            add(new Route(operation, UriPattern.parse(operation.http().uri())));
        }
    }

    private void add(Route route) {
        Node node = root;
        for (UriPattern.Segment segment : route.pattern().segments()) {
            switch (segment) {
                case UriPattern.Segment.Literal(String text) ->
                        node = node.literals.computeIfAbsent(text, _ -> new Node());
                case UriPattern.Segment.Label _ -> {
                    Node label = node.label == null ? new Node() : node.label;
                    node.label = label;
                    node = label;
                }
                case UriPattern.Segment.Greedy _ -> {
                    node.greedy.add(route);
                    return;
                }
            }
        }
        node.here.add(route);
    }

    /** The operation a request asks for; null when there is none. */
    @Nullable OperationModel find(WireRequest request) {
        Query query = Query.of(request);
        return find(root, UriPattern.segmentsOf(request.rawPath()), 0, query);
    }

    private static @Nullable OperationModel find(
            Node node, List<String> segments, int at, Query query) {
        if (at == segments.size()) {
            return choose(node.here, query);
        }
        String segment = segments.get(at);
        Node literal = node.literals.get(UrlText.decode(segment, false));
        OperationModel found = literal == null ? null : find(literal, segments, at + 1, query);
        if (found == null && node.label != null && !segment.isEmpty()) {
            found = find(node.label, segments, at + 1, query);
        }
        return found == null ? choose(node.greedy, query) : found;
    }

    private static @Nullable OperationModel choose(List<Route> routes, Query query) {
        OperationModel best = null;
        int bestScore = Integer.MIN_VALUE;
        for (Route route : routes) {
            int score = query.score(route);
            if (score > bestScore) {
                best = route.operation();
                bestScore = score;
            }
        }
        return best;
    }

    /** What tells operations on the same path apart. */
    private record Query(
            WireRequest request, Set<String> names, Set<UrlText.Parameter> parameters) {

        static Query of(WireRequest request) {
            Set<UrlText.Parameter> parameters =
                    new HashSet<>(UrlText.parameters(request.rawQuery()));
            Set<String> names = new HashSet<>();
            parameters.forEach(parameter -> names.add(parameter.name()));
            return new Query(request, names, parameters);
        }

        /**
         * How well a route fits: fixed parameters must be there; required members that are there
         * count for it, missing ones against it, since a lone candidate is still the one meant.
         */
        int score(Route route) {
            OperationModel operation = route.operation();
            if (!operation.http().method().equals(request.method())) {
                return Integer.MIN_VALUE;
            }
            int score = operation.deprecated() ? -1 : 0;
            for (UrlText.Parameter fixed : route.pattern().query()) {
                boolean there =
                        fixed.value().isEmpty()
                                ? names.contains(fixed.name())
                                : parameters.contains(fixed);
                if (!there) {
                    return Integer.MIN_VALUE;
                }
                score += 10;
            }
            for (Member member : operation.input().members()) {
                score += member.required() ? scoreRequired(member) : 0;
            }
            return score;
        }

        private int scoreRequired(Member member) {
            boolean inQuery = member.location() == Location.QUERY;
            boolean inHeader = member.location() == Location.HEADER;
            if (!inQuery && !inHeader) {
                return 0;
            }
            boolean there =
                    inQuery
                            ? names.contains(member.wireName())
                            : request.headers().has(member.wireName());
            return there ? 1 : -1000;
        }
    }
}
