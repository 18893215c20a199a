package dev.gatehouse.gateway.websocket;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
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

    void take(WebSocketFrame frame) {
        switch (frame.type()) {
            case TEXT, CONTINUATION -> add(frame);
            case BINARY -> fail(CloseReason.BINARY);
            case PING, PONG, CLOSE -> {}
        }
    }

    private void add(WebSocketFrame frame) {
        Buffer bytes = frame.binaryData();
        Buffer whole = begun;
        if (whole == null) {
            whole = bytes;
        } else if (whole.length() + bytes.length() <= MAX_BYTES) {
            whole.appendBuffer(bytes);
        } else {
            fail(CloseReason.TOO_LONG);
            return;
        }
        if (!frame.isFinal()) {
            // A frame's own bytes are not to be added to.
            begun = begun == null ? Buffer.buffer().appendBuffer(whole) : whole;
        } else if (isText(whole)) {
            begun = null;
            messages.accept(whole);
        } else {
            fail(CloseReason.INVALID_TEXT);
        }
    }

    private void fail(CloseReason reason) {
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
