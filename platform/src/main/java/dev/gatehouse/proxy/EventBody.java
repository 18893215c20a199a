package dev.gatehouse.proxy;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The body of a request as a member of an event: text, or Base64 when it is binary. */
final class EventBody {
    private static final char REPLACEMENT = '\ufffd';

    private EventBody() {}

    /**
     * Writes a REST API's body: Base64 where its type is among the API's binary media types, else
     * decoded as UTF-8, whatever it is. What is no UTF-8 arrives with replacement characters
     * ("Working with binary media types for REST APIs").
     */
    static void writeRest(JsonWriter json, Buffer body, boolean binary) {
        if (binary) {
            json.base64("body", body.getBytes()).member("isBase64Encoded", true);
        } else {
            json.member("body", body.toString(StandardCharsets.UTF_8))
                    .member("isBase64Encoded", false);
        }
    }

    /**
     * Writes an HTTP API's body as text unless {@code binary} or no UTF-8, and {@code
     * isBase64Encoded}.
     */
    static void write(JsonWriter json, Buffer body, boolean binary) {
        byte[] bytes = body.getBytes();
        String text = binary ? null : text(bytes);
        if (text == null) {
            json.base64("body", bytes).member("isBase64Encoded", true);
        } else {
            json.member("body", text).member("isBase64Encoded", false);
        }
    }

    /**
     * Whether an HTTP API takes a body of this type for text: everything else is Base64 in its
     * events.
     */
    static boolean isText(@Nullable String contentType) {
        if (contentType == null) {
            return true;
        }
        int semicolon = contentType.indexOf(';');
        String type =
                (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
                        .trim()
                        .toLowerCase(Locale.ROOT);
        return type.startsWith("text/")
                || type.equals("application/json")
                || type.equals("application/javascript")
                || type.equals("application/xml")
                || type.endsWith("+json")
                || type.endsWith("+xml");
    }

    private static @Nullable String text(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        // A replacement character is a broken sequence or, rarely, one that the client really sent.
        return text.indexOf(REPLACEMENT) < 0 || isUtf8(bytes) ? text : null;
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException broken) {
            return false;
        }
    }
}
