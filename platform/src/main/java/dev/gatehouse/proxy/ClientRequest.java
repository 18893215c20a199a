package dev.gatehouse.proxy;

import dev.gatehouse.http.Body;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * One request to an API.
 *
 * @param headers as the client sent them, in its casing; only read
 * @param body none, whole, or still on its way
 * @param disconnection how to hear of the client's going
 */
public record ClientRequest(
        RequestLine line,
        MultiMap headers,
        Body body,
        Arrival arrival,
        RequestIds ids,
        Disconnection disconnection) {
    private static final Buffer EMPTY = Buffer.buffer();

    /** The request with its body whole. */
    public ClientRequest with(Body whole) {
        return new ClientRequest(line, headers, whole, arrival, ids, disconnection);
    }

    /**
     * The request with other headers and another query.
     *
     * @param query raw; null for none
     */
    public ClientRequest with(MultiMap other, @Nullable String query) {
        RequestLine changed = new RequestLine(line.method(), line.path(), query, line.protocol());
        return new ClientRequest(changed, other, body, arrival, ids, disconnection);
    }

    /** The request under other names. */
    public ClientRequest with(RequestIds other) {
        return new ClientRequest(line, headers, body, arrival, other, disconnection);
    }

    /** The bytes of a body that is whole; empty where there is none, or it is still on its way. */
    public Buffer payload() {
        return body instanceof Body.Bytes(Buffer bytes) ? bytes : EMPTY;
    }

    public String method() {
        return line.method();
    }

    /** A header's first value; null when it was not sent. */
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    /** The client's address followed to what earlier proxies said: the value of X-Forwarded-For. */
    public String forwardedFor() {
        String earlier = headers.get("X-Forwarded-For");
        return earlier == null ? arrival.sourceIp() : earlier + ", " + arrival.sourceIp();
    }
}
