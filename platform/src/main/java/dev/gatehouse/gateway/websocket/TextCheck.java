package dev.gatehouse.gateway.websocket;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Tells as soon as it can whether the parts of a message are UTF-8 together (RFC 6455, 8.1). */
final class TextCheck {
    private static final int AT_ONCE = 1024;

    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();

    /** The begin of a character whose rest is in the next part. */
    private byte[] begun = {};

    /** Whether bytes are UTF-8. */
    static boolean isText(Buffer bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.getBytes()));
            return true;
        } catch (CharacterCodingException broken) {
            return false;
        }
    }

    /**
     * Whether it may still become a text with this part.
     *
     * @param last whether the message ends with it
     */
    boolean goesOn(Buffer part, boolean last) {
        ByteBuffer in =
                ByteBuffer.allocate(begun.length + part.length())
                        .put(begun)
                        .put(part.getBytes())
                        .flip();
        CharBuffer out = CharBuffer.allocate(AT_ONCE);
        CoderResult result;
        do {
            result = decoder.decode(in, out.clear(), last);
        } while (result.isOverflow());
        begun = new byte[in.remaining()];
        in.get(begun);
        return !result.isError();
    }
}
