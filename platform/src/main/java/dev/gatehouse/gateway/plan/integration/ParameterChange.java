package dev.gatehouse.gateway.plan.integration;

import dev.gatehouse.gateway.map.SelectionExpression;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One change that an integration of an HTTP API makes of a request or of a response.
 *
 * @param name of a header or a parameter; empty for what there is one of
 * @param value what it is changed to; null where something is removed
 */
public record ParameterChange(
        Action action, Location location, String name, @Nullable SelectionExpression value) {

    /** What is done. */
    public enum Action {
        APPEND,
        OVERWRITE,
        REMOVE
    }

    /** What is changed. */
    public enum Location {
        HEADER,
        QUERYSTRING,
        PATH,
        STATUSCODE
    }

    /**
     * What is changed, and how, without the value.
     *
     * @param name empty for what there is one of
     */
    public record Destination(Action action, Location location, String name) {

        /** The destination in a request, such as {@code append:header.name}; empty for none. */
        public static Optional<Destination> ofRequest(String key) {
            return parse(key).filter(each -> each.location != Location.STATUSCODE);
        }

        /** The destination in a response, such as {@code overwrite:statuscode}; empty for none. */
        public static Optional<Destination> ofResponse(String key) {
            return parse(key)
                    .filter(
                            each ->
                                    each.location == Location.HEADER
                                            || each.location == Location.STATUSCODE);
        }

        private static Optional<Destination> parse(String key) {
            int colon = key.indexOf(':');
            for (Action action : Action.values()) {
                if (colon > 0 && word(action).equals(key.substring(0, colon))) {
                    return parse(action, key.substring(colon + 1));
                }
            }
            return Optional.empty();
        }

        private static Optional<Destination> parse(Action action, String place) {
            for (Location location : Location.values()) {
                boolean single = location == Location.PATH || location == Location.STATUSCODE;
                String prefix = word(location) + '.';
                if (single && action == Action.OVERWRITE && place.equals(word(location))) {
                    return Optional.of(new Destination(action, location, ""));
                }
                if (!single && place.startsWith(prefix) && place.length() > prefix.length()) {
                    String name = place.substring(prefix.length());
                    return Optional.of(new Destination(action, location, name));
                }
            }
            return Optional.empty();
        }

        private static String word(Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT);
        }

        private Optional<ParameterChange> with(Optional<SelectionExpression> value) {
            if (action == Action.REMOVE) {
                return Optional.of(new ParameterChange(action, location, name, null));
            }
            return value.map(source -> new ParameterChange(action, location, name, source));
        }
    }

    /** Reads an entry of {@code requestParameters}; empty when either side of it is none. */
    public static Optional<ParameterChange> ofRequest(String key, String source) {
        return Destination.ofRequest(key).flatMap(with(SelectionExpression.ofRequest(source)));
    }

    /** Reads an entry of {@code responseParameters}; empty when either side of it is none. */
    public static Optional<ParameterChange> ofResponse(String key, String source) {
        return Destination.ofResponse(key).flatMap(with(SelectionExpression.ofResponse(source)));
    }

    private static Function<Destination, Optional<ParameterChange>> with(
            Optional<SelectionExpression> value) {
        return destination -> destination.with(value);
    }

    boolean readsBody() {
        return value != null && value.readsBody();
    }
}
