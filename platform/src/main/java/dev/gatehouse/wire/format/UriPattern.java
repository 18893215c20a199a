package dev.gatehouse.wire.format;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The URI of an operation: literal segments, labels ({@code {Name}}), a greedy last label ({@code
 * {Key+}}), and query parameters that must be there ({@code ?list-type=2}, {@code ?acl}).
 */
public record UriPattern(List<Segment> segments, List<UrlText.Parameter> query) {
    /** One segment of the path. */
    public sealed interface Segment {
        record Literal(String text) implements Segment {}

        record Label(String name) implements Segment {}

        record Greedy(String name) implements Segment {}
    }

    public static UriPattern parse(String uri) {
        int mark = uri.indexOf('?');
        String path = mark < 0 ? uri : uri.substring(0, mark);
        List<Segment> segments = new ArrayList<>();
        for (String part : segmentsOf(path)) {
            segments.add(segment(part));
        }
        List<UrlText.Parameter> query =
                mark < 0 ? new ArrayList<>() : UrlText.parameters(uri.substring(mark + 1));
        // Some SDKs add x-id=Operation for their logs, others never send it.
        query.removeIf(one -> one.name().equals("x-id"));
        return new UriPattern(segments, query);
    }

    /** The segments of a path as sent; a trailing slash adds none. */
    public static List<String> segmentsOf(String rawPath) {
        String path = rawPath.startsWith("/") ? rawPath.substring(1) : rawPath;
        List<String> segments = new ArrayList<>(List.of(path.split("/", -1)));
        if (segments.getLast().isEmpty()) {
            segments.removeLast();
        }
        return segments;
    }

    private static Segment segment(String part) {
        if (!part.startsWith("{")) {
            return new Segment.Literal(part);
        }
        return part.endsWith("+}")
                ? new Segment.Greedy(part.substring(1, part.length() - 2))
                : new Segment.Label(part.substring(1, part.length() - 1));
    }

    /** The decoded labels of a path known to match. */
    public Map<String, String> labels(String rawPath) {
        Map<String, String> labels = new HashMap<>();
        List<String> parts = segmentsOf(rawPath);
        for (int i = 0; i < segments.size() && i < parts.size(); i++) {
            switch (segments.get(i)) {
                case Segment.Literal _ -> {}
                case Segment.Label(String name) ->
                        labels.put(name, UrlText.decode(parts.get(i), false));
                case Segment.Greedy(String name) ->
                        labels.put(name, UrlText.decode(rest(rawPath, i), false));
            }
        }
        return labels;
    }

    /** What follows the {@code count} first segments, with its slashes. */
    private static String rest(String rawPath, int count) {
        int at = 1;
        for (int i = 0; i < count; i++) {
            at = rawPath.indexOf('/', at) + 1;
        }
        return rawPath.substring(at);
    }
}
