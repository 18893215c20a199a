package dev.gatehouse.gateway.websocket;

import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes messages of the frames of one connection, within API Gateway's quota. */
final class MessageReader {
    /** API Gateway's quota of a message. */
    static final int MAX_BYTES = 128 * 1024;

    private final Consumer<Buffer> messages;
    private final Consumer<CloseReason> breach;
    private @Nullable Buffer begun;
    private @Nullable TextCheck text;

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
        if (whole == null && last) {
            accept(bytes, TextCheck.isText(bytes));
        } else if (whole == null) {
            text = new TextCheck();
            begun = Buffer.buffer();
            append(begun, bytes, false);
        } else {
            append(whole, bytes, last);
        }
    }

    private void append(Buffer whole, Buffer bytes, boolean last) {
        if (whole.length() + bytes.length() > MAX_BYTES) {
            fail(CloseReason.TOO_LONG);
            return;
        }
        whole.appendBuffer(bytes);
        boolean isText = text != null && text.goesOn(bytes, last);
        if (last || !isText) {
            accept(whole, isText);
        }
    }

    private void accept(Buffer whole, boolean isText) {
        if (isText) {
            begun = null;
            text = null;
            messages.accept(whole);
        } else {
            fail(CloseReason.INVALID_TEXT);
        }
    }

    /** What came is no message. */
    void fail(CloseReason reason) {
        begun = null;
        text = null;
        breach.accept(reason);
    }
}
