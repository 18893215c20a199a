package dev.gatehouse.client.http;

import java.time.Duration;

/**
 * What bounds the calls of one endpoint.
 *
 * @param connect how long a connection may take to open
 * @param response how long a service may take for a whole response; for the head of one that is
 *     read from the connection
 * @param calls how many calls may be under way at once, each on a connection of its own
 * @param responseBytes the largest response that is read into memory
 */
public record CallLimits(Duration connect, Duration response, int calls, int responseBytes) {

    /** A minute a response, as AWS's SDKs have it; 50 connections, as most of them do. */
    public static final CallLimits DEFAULT =
            new CallLimits(Duration.ofSeconds(5), Duration.ofSeconds(60), 50, 256 * 1024 * 1024);

    /** The same with another time for a response. */
    public CallLimits within(Duration otherResponse) {
        return new CallLimits(connect, otherResponse, calls, responseBytes);
    }
}
