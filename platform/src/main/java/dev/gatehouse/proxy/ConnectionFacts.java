package dev.gatehouse.proxy;

import org.jspecify.annotations.Nullable;

/**
 * What events tell of a WebSocket connection, the same from its handshake to its end.
 *
 * @param id 16 characters of URL-safe Base64
 * @param connectedAt when it was asked for, in milliseconds since 1970
 * @param domainName the host under which its API calls it
 * @param sourceIp the client's address, without port
 * @param userAgent what the client said it is; null when it said nothing
 */
public record ConnectionFacts(
        String id,
        long connectedAt,
        String domainName,
        String sourceIp,
        @Nullable String userAgent) {}
