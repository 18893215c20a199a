package dev.gatehouse.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * One request to an API, whole.
 *
 * @param headers as the client sent them, in its casing; only read
 * @param body empty when there is none
 */
public record ClientRequest(
        RequestLine line, MultiMap headers, Buffer body, Arrival arrival, RequestIds ids) {

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
