package dev.gatehouse.gateway.plan;

import dev.gatehouse.proxy.response.StreamLimits;
import java.time.Duration;

/**
 * What holds for responses of REST APIs that stream, by the type of the API's endpoint.
 *
 * @param limits of regional and private APIs
 * @param idleAtEdge how long nothing may come of an API that is edge-optimized
 */
public record StreamBounds(StreamLimits limits, Duration idleAtEdge) {
    /** Those of AWS. */
    public static final StreamBounds AWS =
            new StreamBounds(StreamLimits.AWS, Duration.ofSeconds(30));

    /** What holds for an API. */
    public StreamLimits of(EndpointType endpoint) {
        return switch (endpoint) {
            case EDGE -> limits.idle(idleAtEdge);
            case REGIONAL, PRIVATE -> limits;
        };
    }
}
