package dev.gatehouse.gateway.map;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where HTTP APIs take a value from ("Transform API requests and responses for HTTP APIs"): a text,
 * one variable such as {@code $request.header.name}, or a text with variables in braces.
 */
public final class SelectionExpression {
    private static final Pattern BRACED = Pattern.compile("\\$\\{([^{}]*)}");

    private final String source;
    private final List<ParameterSource> parts;

    private SelectionExpression(String source, List<ParameterSource> parts) {
        this.source = source;
        this.parts = List.copyOf(parts);
    }

    /** Reads one that sees a request; empty when it is none. */
    public static Optional<SelectionExpression> ofRequest(String source) {
        return parse(source, true);
    }

    /** Reads one that sees the response of an integration; empty when it is none. */
    public static Optional<SelectionExpression> ofResponse(String source) {
        return parse(source, false);
    }

    private static Optional<SelectionExpression> parse(String source, boolean request) {
        if (source.startsWith("$") && !source.startsWith("${")) {
            return variable(source.substring(1), request)
                    .map(only -> new SelectionExpression(source, List.of(only)));
        }
        List<ParameterSource> parts = new ArrayList<>();
        Matcher braced = BRACED.matcher(source);
        int from = 0;
        while (braced.find()) {
            addText(parts, source.substring(from, braced.start()));
            Optional<ParameterSource> variable = variable(braced.group(1), request);
            if (variable.isEmpty()) {
                return Optional.empty();
            }
            parts.add(variable.get());
            from = braced.end();
        }
        addText(parts, source.substring(from));
        return Optional.of(new SelectionExpression(source, parts));
    }

    private static void addText(List<ParameterSource> parts, String text) {
        if (!text.isEmpty()) {
            parts.add(new ParameterSource.Literal(text));
        }
    }

    private static Optional<ParameterSource> variable(String name, boolean request) {
        if (name.indexOf(' ') >= 0) {
            return Optional.empty();
        }
        Optional<ParameterSource> side =
                request
                        ? named(name, "request.header.")
                                .<ParameterSource>map(ParameterSource.RequestHeaders::new)
                                .or(
                                        () ->
                                                named(name, "request.querystring.")
                                                        .map(ParameterSource.RequestQueries::new))
                                .or(
                                        () ->
                                                named(name, "request.path.")
                                                        .map(ParameterSource.RequestPath::new))
                                .or(() -> path(name))
                                .or(() -> body(name, "request.body"))
                        : named(name, "response.header.")
                                .<ParameterSource>map(ParameterSource.ResponseHeaders::new)
                                .or(() -> body(name, "response.body"));
        return side.or(() -> named(name, "context.").map(ParameterSource.Context::new))
                .or(() -> named(name, "stageVariables.").map(ParameterSource.StageVariable::new));
    }

    private static Optional<ParameterSource> path(String name) {
        return name.equals("request.path")
                ? Optional.of(new ParameterSource.RequestPath(MappingInput.WHOLE_PATH))
                : Optional.empty();
    }

    /** Neither recursive descent nor filters are understood, as on AWS. */
    private static Optional<ParameterSource> body(String name, String prefix) {
        if (name.equals(prefix)) {
            return Optional.of(new ParameterSource.Payload(null));
        }
        String path = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
        boolean steps = path.length() > 1 && (path.startsWith(".") || path.startsWith("["));
        return steps && !path.contains("..") && !path.contains("?(")
                ? Optional.of(new ParameterSource.Payload('$' + path))
                : Optional.empty();
    }

    private static Optional<String> named(String source, String prefix) {
        return source.startsWith(prefix) && source.length() > prefix.length()
                ? Optional.of(source.substring(prefix.length()))
                : Optional.empty();
    }

    /** Whether it is the same for every call. */
    public boolean isStatic() {
        return parts.stream().allMatch(ParameterSource.Literal.class::isInstance);
    }

    /** Whether the body has to be whole. */
    public boolean readsBody() {
        return parts.stream().anyMatch(ParameterSource.Payload.class::isInstance);
    }

    /**
     * The value for one call. A variable that stands alone and has no value gives null; among
     * others it is empty.
     */
    public @Nullable String valueFrom(MappingInput input) {
        if (parts.size() == 1) {
            return value(parts.getFirst(), input);
        }
        StringBuilder text = new StringBuilder();
        for (ParameterSource part : parts) {
            String value = value(part, input);
            text.append(value == null ? "" : value);
        }
        return text.toString();
    }

    /** As it was configured. */
    @Override
    public String toString() {
        return source;
    }

    private static @Nullable String value(ParameterSource part, MappingInput input) {
        if (part instanceof ParameterSource.Payload(String path)) {
            return input.body().isEmpty()
                    ? null
                    : path == null ? part.valueFrom(input) : input.body().beginning().key(path);
        }
        return part.valueFrom(input);
    }
}
