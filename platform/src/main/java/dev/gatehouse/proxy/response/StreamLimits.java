package dev.gatehouse.proxy.response;

import java.time.Duration;

/**
 * How fast a response may stream, and how long it may stand still ("Stream the integration response
 * for your proxy integrations in API Gateway").
 *
 * @param freeBytes what goes as fast as it comes
 * @param bytesASecond how fast the rest goes; 0 for as fast as it comes
 * @param idle how long nothing may come; zero for as long as it takes
 */
public record StreamLimits(long freeBytes, long bytesASecond, Duration idle) {
    private static final long FREE_BYTES = 10L << 20;

    /** What AWS lets pass of regional and private APIs. */
    public static final StreamLimits AWS =
            new StreamLimits(FREE_BYTES, 2L << 20, Duration.ofMinutes(5));

    /** Behind AWS's bytes that are free. */
    public StreamLimits(long bytesASecond, Duration idle) {
        this(FREE_BYTES, bytesASecond, idle);
    }

    /** The same with another time to stand still. */
    public StreamLimits idle(Duration other) {
        return new StreamLimits(freeBytes, bytesASecond, other);
    }
}
