package dev.gatehouse.gateway.plan.integration;

import dev.gatehouse.gateway.map.ParameterSource;
import java.util.Locale;
import java.util.Optional;

/** One parameter of the request to the backend and where its value comes from. */
public record RequestParameter(Location location, String name, ParameterSource value) {

    /** Where in the backend's request the parameter goes. */
    public enum Location {
        PATH,
        QUERYSTRING,
        HEADER
    }

    /**
     * Reads one entry of an integration's {@code requestParameters}, such as {@code
     * integration.request.path.id} ← {@code method.request.path.id}; empty when the data plane does
     * not understand either side.
     */
    public static Optional<RequestParameter> parse(String target, String source) {
        for (Location location : Location.values()) {
            String prefix = "integration.request." + location.name().toLowerCase(Locale.ROOT) + '.';
            if (target.startsWith(prefix) && target.length() > prefix.length()) {
                return ParameterSource.parse(source)
                        .map(
                                value ->
                                        new RequestParameter(
                                                location,
                                                target.substring(prefix.length()),
                                                value));
            }
        }
        return Optional.empty();
    }
}
