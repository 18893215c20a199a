package dev.gatehouse.gateway.websocket;

import dev.gatehouse.gateway.plan.usage.RateLimit;
import java.time.Duration;

/**
 * What connections of WebSocket APIs may take ("Amazon API Gateway quotas").
 *
 * @param idle how long one may be without a frame in either direction
 * @param life how long one may be
 * @param connections how many there may be together
 * @param connecting how many an account may make in a region, each second
 */
public record ConnectionLimits(
        Duration idle, Duration life, int connections, RateLimit connecting) {
    private static final int CONNECTING = 500;

    /** AWS's values; on AWS nothing but their rate and life bounds connections. */
    public static final ConnectionLimits AWS =
            new ConnectionLimits(
                    Duration.ofMinutes(10),
                    Duration.ofHours(2),
                    Integer.MAX_VALUE,
                    new RateLimit(CONNECTING, CONNECTING));
}
