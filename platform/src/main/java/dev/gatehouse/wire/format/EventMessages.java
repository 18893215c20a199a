package dev.gatehouse.wire.format;

import io.vertx.core.buffer.Buffer;
import java.util.Map;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/** Messages of an AWS event stream, framed by AWS's own library. */
public final class EventMessages {
    /** The type of a body made of them. */
    public static final String CONTENT_TYPE = "application/vnd.amazon.eventstream";

    private static final HeaderValue EVENT = HeaderValue.fromString("event");

    private EventMessages() {}

    /**
     * An event, framed.
     *
     * @param type such as {@code PayloadChunk}
     * @param contentType of its payload
     */
    public static Buffer event(String type, String contentType, byte[] payload) {
        Map<String, HeaderValue> headers =
                Map.of(
                        ":message-type",
                        EVENT,
                        ":event-type",
                        HeaderValue.fromString(type),
                        ":content-type",
                        HeaderValue.fromString(contentType));
        return Buffer.buffer(new Message(headers, payload).toByteBuffer().array());
    }
}
