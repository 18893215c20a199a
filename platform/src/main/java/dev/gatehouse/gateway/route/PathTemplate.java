package dev.gatehouse.gateway.route;

import java.util.ArrayList;
import java.util.List;

/** A path template taken apart: {@code /pets/{id}/{rest+}}. */
record PathTemplate(List<Segment> segments) {

    /** One part between slashes. */
    sealed interface Segment {}

    record Literal(String text) implements Segment {}

    record Variable(String name) implements Segment {}

    record Greedy(String name) implements Segment {}

    static PathTemplate parse(String template) {
        List<Segment> segments = new ArrayList<>();
        for (String part : template.substring(Math.min(1, template.length())).split("/", -1)) {
            segments.add(segment(part));
        }
        if (template.length() <= 1) {
            segments.clear();
        }
        return new PathTemplate(List.copyOf(segments));
    }

    private static Segment segment(String part) {
        if (part.length() > 2 && part.charAt(0) == '{' && part.endsWith("}")) {
            String name = part.substring(1, part.length() - 1);
            return name.endsWith("+")
                    ? new Greedy(name.substring(0, name.length() - 1))
                    : new Variable(name);
        }
        return new Literal(part);
    }

    /** The names of the variables, in order. */
    String[] names() {
        return segments.stream()
                .filter(segment -> !(segment instanceof Literal))
                .map(
                        segment ->
                                segment instanceof Variable(String name)
                                        ? name
                                        : ((Greedy) segment).name())
                .toArray(String[]::new);
    }
}
