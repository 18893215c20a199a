package dev.gatehouse.gateway.map;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a mapped parameter's value comes from. What has no case here is rejected when it is
 * configured, by the empty result of {@link #parse}.
 */
public sealed interface ParameterSource {

    /** {@code 'text'}. */
    record Literal(String text) implements ParameterSource {}

    /** {@code method.request.header.name}, case-insensitive. */
    record RequestHeader(String name) implements ParameterSource {}

    /** {@code method.request.querystring.name}: the last value, decoded. */
    record RequestQuery(String name) implements ParameterSource {}

    /** {@code method.request.path.name}, as it stands in the request. */
    record RequestPath(String name) implements ParameterSource {}

    /** {@code context.name}. */
    record Context(String name) implements ParameterSource {}

    /** {@code stageVariables.name}. */
    record StageVariable(String name) implements ParameterSource {}

    /**
     * Reads the source of a parameter mapping; empty when it is one the data plane does not know.
     */
    static Optional<ParameterSource> parse(String source) {
        if (source.length() >= 2 && source.startsWith("'") && source.endsWith("'")) {
            return Optional.of(new Literal(source.substring(1, source.length() - 1)));
        }
        return name(source, "method.request.header.")
                .<ParameterSource>map(RequestHeader::new)
                .or(() -> name(source, "method.request.querystring.").map(RequestQuery::new))
                .or(() -> name(source, "method.request.path.").map(RequestPath::new))
                .or(() -> name(source, "context.").map(Context::new))
                .or(() -> name(source, "stageVariables.").map(StageVariable::new));
    }

    /** The value for one call; null when the call has none. */
    default @Nullable String valueFrom(MappingInput input) {
        return switch (this) {
            case Literal(String text) -> text;
            case RequestHeader(String name) -> input.headers().get(name);
            case RequestQuery(String name) -> last(input.query().get(name));
            case RequestPath(String name) -> input.path().get(name);
            case Context(String name) -> text(input.context().find(name));
            case StageVariable(String name) -> input.stageVariables().get(name);
        };
    }

    private static Optional<String> name(String source, String prefix) {
        return source.startsWith(prefix) && source.length() > prefix.length()
                ? Optional.of(source.substring(prefix.length()))
                : Optional.empty();
    }

    private static @Nullable String last(@Nullable List<String> values) {
        return values == null ? null : values.getLast();
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
