package dev.gatehouse.wire.message;

import dev.gatehouse.http.Body;

/**
 * A control-plane response as it goes to the socket.
 *
 * @param status the HTTP status
 * @param headers the headers, without those of the transport such as Content-Length
 * @param body the body: bytes, a file or a stream
 */
public record WireResponse(int status, Headers headers, Body body) {

    /** One whose body is here, and never written to again. */
    public WireResponse(int status, Headers headers, byte[] body) {
        this(status, headers, Body.of(body));
    }

    /** The head with another body. */
    public WireResponse with(String contentType, Body events) {
        return new WireResponse(
                status, headers.toBuilder().set("Content-Type", contentType).build(), events);
    }
}
