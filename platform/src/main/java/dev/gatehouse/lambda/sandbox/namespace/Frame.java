package dev.gatehouse.lambda.sandbox.namespace;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.lambda.sandbox.SandboxException;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One message between node and launcher: a verb and its words, see {@code native/src/protocol.c}.
 */
record Frame(String verb, List<String> words) {

    /** What the launcher takes at most; AWS's own limit on variables is far below. */
    static final int MAX_BYTES = 192 * 1024;

    Frame {
        words = List.copyOf(words);
    }

    static Frame of(String verb, String... words) {
        return new Frame(verb, List.of(words));
    }

    /** The bytes on the wire: length, then each word with a NUL after it. */
    ByteBuffer encode() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        append(body, verb);
        words.forEach(word -> append(body, word));
        if (body.size() > MAX_BYTES) {
            throw new SandboxException("arguments and environment exceed " + MAX_BYTES + " bytes");
        }
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + body.size());
        return bytes.putInt(body.size()).put(body.toByteArray()).flip();
    }

    /** The next frame; empty at the end of the stream. */
    static Optional<Frame> read(DataInputStream in) throws IOException {
        byte[] body;
        try {
            int length = in.readInt();
            if (length < 1 || length > MAX_BYTES) {
                throw new IOException("a frame of " + length + " bytes");
            }
            body = in.readNBytes(length);
        } catch (EOFException e) {
            return Optional.empty();
        }
        return Optional.of(decode(body));
    }

    private static Frame decode(byte[] body) {
        List<String> words = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < body.length; i++) {
            if (body[i] == 0) {
                words.add(new String(Arrays.copyOfRange(body, start, i), UTF_8));
                start = i + 1;
            }
        }
        return new Frame(words.getFirst(), words.subList(1, words.size()));
    }

    private static void append(ByteArrayOutputStream body, String word) {
        if (word.indexOf(0) >= 0) {
            throw new SandboxException("a NUL character in an argument or variable");
        }
        body.writeBytes(word.getBytes(UTF_8));
        body.write(0);
    }
}
