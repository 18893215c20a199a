package dev.gatehouse.wire.format;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One message of an AWS event stream ({@code application/vnd.amazon.eventstream}).
 *
 * @param headers by name; strings, and of incoming messages also what other header types hold
 * @param payload the content
 */
public record EventMessage(Map<String, Object> headers, byte[] payload) {

    /** An event, such as {@code PayloadChunk}. */
    public static EventMessage event(String type, String contentType, byte[] payload) {
        Map<String, Object> headers = new LinkedHashMap<>();
        headers.put(":message-type", "event");
        headers.put(":event-type", type);
        headers.put(":content-type", contentType);
        return new EventMessage(headers, payload);
    }

    /** A modelled error inside a stream. */
    public static EventMessage exception(String type, byte[] payload) {
        Map<String, Object> headers = new LinkedHashMap<>();
        headers.put(":message-type", "exception");
        headers.put(":exception-type", type);
        headers.put(":content-type", "application/json");
        return new EventMessage(headers, payload);
    }
}
