package dev.gatehouse.lambda.names;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * What one DNS message asks (RFC 1035, section 4.1).
 *
 * @param name in lower case, without the last dot
 * @param type such as {@link #ADDRESS}
 * @param kind the class, nearly always {@link #INTERNET}
 * @param end where the question ends in its message
 */
record DnsQuestion(String name, int type, int kind, int end) {

    /** An IPv4 address: the type A. */
    static final int ADDRESS = 1;

    static final int INTERNET = 1;

    /** The bytes before the question. */
    static final int HEADER = 12;

    private static final int FLAGS = 2;
    private static final int QUESTIONS = 4;
    private static final int LONGEST_NAME = 253;
    private static final int LONGEST_LABEL = 63;

    /** A standard query: neither a response (the first bit) nor another opcode (the next four). */
    private static final int QUERY_MASK = 0xF8;

    /**
     * Reads the one question of a message that begins at index 0 and ends at the limit; empty when
     * it is none that any resolver sends.
     */
    static Optional<DnsQuestion> read(ByteBuffer message) {
        if (message.limit() < HEADER
                || (message.get(FLAGS) & QUERY_MASK) != 0
                || message.getShort(QUESTIONS) != 1) {
            return Optional.empty();
        }
        StringBuilder name = new StringBuilder();
        int at = HEADER;
        while (at < message.limit()) {
            int length = message.get(at++);
            if (length == 0) {
                return at + 4 > message.limit()
                        ? Optional.empty()
                        : Optional.of(ended(message, name, at));
            }
            // Longer ones are pointers to elsewhere, which a question has no use for.
            if (length < 0
                    || length > LONGEST_LABEL
                    || at + length > message.limit()
                    || name.length() + length > LONGEST_NAME) {
                return Optional.empty();
            }
            byte[] label = new byte[length];
            message.get(at, label);
            name.append(new String(label, StandardCharsets.ISO_8859_1)).append('.');
            at += length;
        }
        return Optional.empty();
    }

    private static DnsQuestion ended(ByteBuffer message, StringBuilder name, int at) {
        String whole = name.substring(0, Math.max(0, name.length() - 1));
        return new DnsQuestion(
                whole.toLowerCase(Locale.ROOT),
                Short.toUnsignedInt(message.getShort(at)),
                Short.toUnsignedInt(message.getShort(at + 2)),
                at + 4);
    }
}
