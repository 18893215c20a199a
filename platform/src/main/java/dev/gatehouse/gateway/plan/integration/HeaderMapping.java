package dev.gatehouse.gateway.plan.integration;

import dev.gatehouse.gateway.map.ParameterSource;
import java.util.Optional;

/**
 * One header of a response and where its value comes from.
 *
 * @param name the header's name
 * @param value what it is set to; a source without a value leaves the header out
 */
public record HeaderMapping(String name, ParameterSource value) {
    private static final String METHOD_RESPONSE = "method.response.header.";
    private static final String GATEWAY_RESPONSE = "gatewayresponse.header.";

    /**
     * Reads one entry of {@code responseParameters}, of an integration response ({@code
     * method.response.header.name}) or a gateway response ({@code gatewayresponse.header.name});
     * empty when either side is something the data plane does not understand, so that the control
     * plane can reject it.
     */
    public static Optional<HeaderMapping> parse(String target, String source) {
        Optional<String> mapped = name(target, METHOD_RESPONSE);
        return mapped.isPresent()
                ? ParameterSource.ofResponse(source).map(value -> of(mapped.get(), value))
                : name(target, GATEWAY_RESPONSE)
                        .flatMap(
                                name ->
                                        ParameterSource.parse(source)
                                                .map(value -> of(name, value)));
    }

    private static HeaderMapping of(String name, ParameterSource value) {
        return new HeaderMapping(name, value);
    }

    private static Optional<String> name(String target, String prefix) {
        return target.startsWith(prefix) && target.length() > prefix.length()
                ? Optional.of(target.substring(prefix.length()))
                : Optional.empty();
    }
}
