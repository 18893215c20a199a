package dev.gatehouse.gateway.apigateway.patch;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where a change applies: a JSON Pointer (RFC 6901) of at least one step. In its text {@code ~1}
 * stands for a slash and {@code ~0} for a tilde within a step.
 */
public record PatchPath(List<String> steps) {

    public PatchPath {
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("a patch path has at least one step");
        }
    }

    /** Reads the text of a path; the slash in front may be left out, as AWS allows. */
    public static PatchPath parse(String text) {
        String relative = text.startsWith("/") ? text.substring(1) : text;
        List<String> steps = new ArrayList<>();
        for (String step : relative.split("/", -1)) {
            steps.add(unescape(step));
        }
        return new PatchPath(steps);
    }

    /** The last step, unescaped. */
    public String last() {
        return steps.getLast();
    }

    private static String unescape(String step) {
        return step.replace("~1", "/").replace("~0", "~");
    }

    private static String escape(String step) {
        return step.replace("~", "~0").replace("/", "~1");
    }

    /** The escaped text, with a slash in front. */
    @Override
    public String toString() {
        return steps.stream().map(PatchPath::escape).collect(Collectors.joining("/", "/", ""));
    }
}
