package dev.gatehouse.gateway;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Frames of a WebSocket as {@code autobahn.txt} writes them.
 *
 * @param head the first byte
 */
record FrameScript(int head, byte[] payload) {
    private static final Pattern WORD =
            Pattern.compile("(?:(\\d+)\\*)?([a-z]+)(\\d*)(-?)(?:,rsv(\\d))?(?::(.+))?");
    private static final Pattern CODE = Pattern.compile("(\\d+)(?:\\+(.+))?");
    private static final List<String> NAMES =
            List.of("cont", "text", "binary", "", "", "", "", "", "close", "ping", "pong");

    /** Reads frames that are separated by blanks. */
    static List<FrameScript> read(String words) {
        List<FrameScript> frames = new ArrayList<>();
        for (String word : words.strip().split(" +", -1)) {
            Matcher read = WORD.matcher(word);
            if (!read.matches()) {
                throw new IllegalArgumentException("no frame: " + word);
            }
            int times = read.group(1) == null ? 1 : Integer.parseInt(read.group(1));
            FrameScript frame = frame(read);
            for (int i = 0; i < times; i++) {
                frames.add(frame);
            }
        }
        return frames;
    }

    private static FrameScript frame(Matcher read) {
        String name = read.group(2).equals("echo") ? "text" : read.group(2);
        int opcode = name.equals("op") ? Integer.parseInt(read.group(3)) : NAMES.indexOf(name);
        int fin = read.group(4).isEmpty() ? RawSocket.FIN : 0;
        int reserved = read.group(5) == null ? 0 : Integer.parseInt(read.group(5)) << 4;
        String given = read.group(6) == null ? "" : read.group(6);
        Matcher coded = CODE.matcher(given);
        byte[] payload =
                opcode == RawSocket.CLOSE && coded.matches()
                        ? close(
                                Integer.parseInt(coded.group(1)),
                                bytes(coded.group(2) == null ? "" : coded.group(2)))
                        : bytes(given);
        return new FrameScript(fin | reserved | opcode, payload);
    }

    private static byte[] close(int code, byte[] reason) {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        payload.write(code >> 8);
        payload.write(code);
        payload.writeBytes(reason);
        return payload.toByteArray();
    }

    private static byte[] bytes(String text) {
        int times = text.lastIndexOf('*');
        if (times > 0 && times > text.lastIndexOf('\'')) {
            byte[] one = bytes(text.substring(0, times));
            ByteArrayOutputStream many = new ByteArrayOutputStream();
            for (int i = Integer.parseInt(text.substring(times + 1)); i > 0; i--) {
                many.writeBytes(one);
            }
            return many.toByteArray();
        }
        return text.startsWith("'")
                ? text.substring(1, text.length() - 1)
                        .replace('_', ' ')
                        .getBytes(StandardCharsets.UTF_8)
                : HexFormat.of().parseHex(text);
    }

    int opcode() {
        return head & 0x0f;
    }

    /** As a client sends it. */
    byte[] masked() {
        return RawSocket.encoded(head, payload, true);
    }
}
