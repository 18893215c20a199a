package dev.gatehouse.gateway.integrate.websocket;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * What an integration made of something that happened on a connection.
 *
 * @param status what it says to a handshake: anything beyond 2xx keeps the client out
 * @param integrationStatus what the backend itself said, also where its response is mapped
 * @param protocol the sub-protocol that it chose of those that a client offered; null for none
 * @param body what goes to the client of a route that responds
 */
public record Outcome(int status, int integrationStatus, @Nullable String protocol, Buffer body) {
    private static final int OK = 200;

    /** Nothing that could go wrong. */
    public static Outcome ok(Buffer body) {
        return mapped(OK, body);
    }

    /** A response that was mapped, whose status is its own affair. */
    static Outcome mapped(int integrationStatus, Buffer body) {
        return new Outcome(OK, integrationStatus, null, body);
    }
}
