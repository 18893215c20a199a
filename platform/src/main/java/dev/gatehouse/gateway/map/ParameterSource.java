package dev.gatehouse.gateway.map;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a mapped parameter's value comes from. What has no case here is rejected when it is
 * configured, by the empty result of {@link #parse} and {@link #ofResponse}.
 */
public sealed interface ParameterSource {

    /** {@code 'text'}. */
    record Literal(String text) implements ParameterSource {}

    /** {@code method.request.header.name}, case-insensitive. */
    record RequestHeader(String name) implements ParameterSource {}

    /** {@code method.request.multivalueheader.name}: all values. */
    record RequestHeaders(String name) implements ParameterSource {}

    /** {@code method.request.querystring.name}: the last value, decoded. */
    record RequestQuery(String name) implements ParameterSource {}

    /** {@code method.request.multivaluequerystring.name}: all values, decoded. */
    record RequestQueries(String name) implements ParameterSource {}

    /** {@code method.request.path.name}, as it stands in the request. */
    record RequestPath(String name) implements ParameterSource {}

    /**
     * {@code method.request.body} and {@code integration.response.body}, each perhaps with a
     * JSONPath: the body of the side that is mapped.
     *
     * @param path null for the whole body
     */
    record Payload(@Nullable String path) implements ParameterSource {}

    /** {@code integration.response.header.name}, case-insensitive. */
    record ResponseHeader(String name) implements ParameterSource {}

    /** {@code integration.response.multivalueheader.name}: all values. */
    record ResponseHeaders(String name) implements ParameterSource {}

    /** {@code context.name}. */
    record Context(String name) implements ParameterSource {}

    /** {@code stageVariables.name}. */
    record StageVariable(String name) implements ParameterSource {}

    /**
     * Reads the source of a mapped request parameter, or of a header of a gateway response; empty
     * when it is one the data plane does not know.
     */
    static Optional<ParameterSource> parse(String source) {
        if (source.length() >= 2 && source.startsWith("'") && source.endsWith("'")) {
            return Optional.of(new Literal(source.substring(1, source.length() - 1)));
        }
        return name(source, "method.request.header.")
                .<ParameterSource>map(RequestHeader::new)
                .or(() -> name(source, "method.request.multivalueheader.").map(RequestHeaders::new))
                .or(() -> name(source, "method.request.querystring.").map(RequestQuery::new))
                .or(
                        () ->
                                name(source, "method.request.multivaluequerystring.")
                                        .map(RequestQueries::new))
                .or(() -> name(source, "method.request.path.").map(RequestPath::new))
                .or(() -> payload(source, "method.request.body"))
                .or(() -> name(source, "context.").map(Context::new))
                .or(() -> name(source, "stageVariables.").map(StageVariable::new));
    }

    /** Reads the source of a header of an integration response; empty when it is none. */
    static Optional<ParameterSource> ofResponse(String source) {
        return name(source, "integration.response.header.")
                .<ParameterSource>map(ResponseHeader::new)
                .or(
                        () ->
                                name(source, "integration.response.multivalueheader.")
                                        .map(ResponseHeaders::new))
                .or(() -> payload(source, "integration.response.body"))
                .or(() -> parse(source));
    }

    /** The value for one call; null when the call has none. */
    default @Nullable String valueFrom(MappingInput input) {
        return switch (this) {
            case Literal(String text) -> text;
            case RequestHeader(String name) -> input.headers().get(name);
            case RequestHeaders(String name) -> joined(input.headers().getAll(name));
            case RequestQuery(String name) -> last(input.query().get(name));
            case RequestQueries(String name) -> joined(input.query().getOrDefault(name, List.of()));
            case RequestPath(String name) -> input.path().get(name);
            case Payload(String path) -> payload(input, path);
            case ResponseHeader(String name) -> input.responseHeaders().get(name);
            case ResponseHeaders(String name) -> joined(input.responseHeaders().getAll(name));
            case Context(String name) -> text(input.context().find(name));
            case StageVariable(String name) -> input.stageVariables().get(name);
        };
    }

    /** All values for one call, where the source has several. */
    default List<String> valuesFrom(MappingInput input) {
        return switch (this) {
            case RequestHeaders(String name) -> input.headers().getAll(name);
            case RequestQueries(String name) -> input.query().getOrDefault(name, List.of());
            case ResponseHeaders(String name) -> input.responseHeaders().getAll(name);
            case Literal _,
                    RequestHeader _,
                    RequestQuery _,
                    RequestPath _,
                    Payload _,
                    ResponseHeader _,
                    Context _,
                    StageVariable _ -> {
                String value = valueFrom(input);
                yield value == null ? List.of() : List.of(value);
            }
        };
    }

    private static Optional<String> name(String source, String prefix) {
        return source.startsWith(prefix) && source.length() > prefix.length()
                ? Optional.of(source.substring(prefix.length()))
                : Optional.empty();
    }

    private static Optional<ParameterSource> payload(String source, String prefix) {
        if (source.equals(prefix)) {
            return Optional.of(new Payload(null));
        }
        return name(source, prefix)
                .filter(path -> path.startsWith(".") || path.startsWith("["))
                .map(path -> new Payload('$' + path));
    }

    private static @Nullable String payload(MappingInput input, @Nullable String path) {
        if (path == null) {
            return input.body().text();
        }
        return input.body().key(path);
    }

    private static @Nullable String joined(List<String> values) {
        return values.isEmpty() ? null : String.join(",", values);
    }

    private static @Nullable String last(@Nullable List<String> values) {
        return values == null ? null : values.getLast();
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : Objects.toString(value);
    }
}
