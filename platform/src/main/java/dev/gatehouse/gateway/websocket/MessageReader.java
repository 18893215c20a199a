package dev.gatehouse.gateway.websocket;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes messages of the frames of one connection, within API Gateway's quota. */
final class MessageReader {
    /** API Gateway's quota of a message. */
    static final int MAX_BYTES = 128 * 1024;

    private final Consumer<Buffer> messages;
    private final Consumer<CloseReason> breach;
    private @Nullable Buffer begun;

    /**
     * @param messages takes each message, whose bytes are a text
     * @param breach hears of what is none; nothing is to come after it
     */
    MessageReader(Consumer<Buffer> messages, Consumer<CloseReason> breach) {
        this.messages = messages;
        this.breach = breach;
    }

    /**
     * A frame of a text.
     *
     * @param last whether it ends its message
     */
    void take(Buffer bytes, boolean last) {
        Buffer whole = begun;
        if (whole == null) {
            whole = bytes;
        } else if (whole.length() + bytes.length() <= MAX_BYTES) {
            whole.appendBuffer(bytes);
        } else {
            fail(CloseReason.TOO_LONG);
            return;
        }
        if (!last) {
            begun = whole;
        } else if (isText(whole)) {
            begun = null;
            messages.accept(whole);
        } else {
            fail(CloseReason.INVALID_TEXT);
        }
    }

    /** What came is no message. */
    void fail(CloseReason reason) {
        begun = null;
        breach.accept(reason);
    }

    /** Whether bytes are UTF-8. */
    static boolean isText(Buffer bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.getBytes()));
            return true;
        } catch (CharacterCodingException broken) {
            return false;
        }
    }
}
