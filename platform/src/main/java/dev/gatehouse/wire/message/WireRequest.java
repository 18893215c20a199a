package dev.gatehouse.wire.message;

/**
 * A control-plane request as it came off the socket.
 *
 * @param method the HTTP method, in capitals
 * @param rawPath the path as sent, percent-encoded
 * @param rawQuery the query string as sent, without its question mark; empty when there is none
 * @param headers the headers
 * @param body the whole body, already bounded; empty while it was not received; never written to
 * @param sourceIp the client's address
 */
public record WireRequest(
        String method,
        String rawPath,
        String rawQuery,
        Headers headers,
        byte[] body,
        String sourceIp) {

    /** The same with its body. */
    public WireRequest with(byte[] received) {
        return new WireRequest(method, rawPath, rawQuery, headers, received, sourceIp);
    }
}
