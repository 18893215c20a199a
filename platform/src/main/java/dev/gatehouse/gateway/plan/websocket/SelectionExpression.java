package dev.gatehouse.gateway.plan.websocket;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An expression that selects one of several things by its key ("WebSocket selection expressions"):
 * text with variables such as {@code $request.body.action} or {@code ${request.body.version}-beta};
 * {@code \$} stands for a dollar.
 */
public final class SelectionExpression {
    private static final Pattern VARIABLE =
            Pattern.compile("\\\\\\$|\\$\\{([^{}$]+)}|\\$([A-Za-z0-9_.\\[\\]*'@-]+)");

    private final String source;
    private final List<Part> parts;

    /** A text as it is, or a variable's name. */
    private record Part(String text, boolean isVariable) {}

    private SelectionExpression(String source, List<Part> parts) {
        this.source = source;
        this.parts = List.copyOf(parts);
    }

    /** Reads an expression. */
    public static SelectionExpression of(String source) {
        List<Part> parts = new ArrayList<>();
        Matcher found = VARIABLE.matcher(source);
        int from = 0;
        while (found.find()) {
            if (found.start() > from) {
                parts.add(new Part(source.substring(from, found.start()), false));
            }
            parts.add(part(found));
            from = found.end();
        }
        if (from < source.length()) {
            parts.add(new Part(source.substring(from), false));
        }
        return new SelectionExpression(source, parts);
    }

    private static Part part(Matcher found) {
        String name = found.group(1) == null ? found.group(2) : found.group(1);
        // The reserved key is no variable, however it is written.
        return name == null
                ? new Part("$", false)
                : name.equals("default") ? new Part("$default", false) : new Part(name, true);
    }

    /** The names of its variables. */
    public List<String> variables() {
        return parts.stream().filter(Part::isVariable).map(Part::text).toList();
    }

    /**
     * The key it evaluates to; empty when a variable has no value.
     *
     * @param values finds the value of a variable; null when there is none
     */
    public Optional<String> evaluate(Function<String, @Nullable String> values) {
        StringBuilder key = new StringBuilder();
        for (Part part : parts) {
            String text = part.isVariable() ? values.apply(part.text()) : part.text();
            if (text == null) {
                return Optional.empty();
            }
            key.append(text);
        }
        return Optional.of(key.toString());
    }

    @Override
    public String toString() {
        return source;
    }
}
