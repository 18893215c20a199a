package dev.gatehouse.identity.sigv4.verify;

import java.util.Map;

/**
 * A request's body without the framing its signature put around it.
 *
 * @param bytes the body itself
 * @param trailers headers that came after it, by lower-case name
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record Payload(byte[] bytes, Map<String, String> trailers) {

    public static Payload plain(byte[] bytes) {
        return new Payload(bytes, Map.of());
    }
}
