package dev.gatehouse.lambda.names;

import java.nio.ByteBuffer;

/** Makes answers to DNS questions (RFC 1035, section 4.1). */
final class DnsAnswer {

    /** Nobody could be asked. */
    static final int SERVER_FAILURE = 2;

    /** What AWS gives its own hosts; the address never changes. */
    private static final int SECONDS_TO_LIVE = 60;

    private static final int LOOPBACK = 0x7F000001;

    /** A pointer to the name in the question. */
    private static final short SAME_NAME = (short) 0xC00C;

    private static final int FLAGS = 2;
    private static final int ANSWERS = 6;

    /** A response, and that recursion is available. */
    private static final int RESPONSE = 0x8080;

    /** What the client says of recursion is repeated. */
    private static final int RECURSION_DESIRED = 0x0100;

    private static final int RECORD = 16;

    private DnsAnswer() {}

    /** The loopback address for whoever asks for an address, and no record of any other type. */
    static ByteBuffer loopback(ByteBuffer message, DnsQuestion question) {
        boolean address = question.type() == DnsQuestion.ADDRESS;
        ByteBuffer answer = begun(message, question, 0);
        if (address) {
            answer.putShort(ANSWERS, (short) 1)
                    .putShort(SAME_NAME)
                    .putShort((short) DnsQuestion.ADDRESS)
                    .putShort((short) DnsQuestion.INTERNET)
                    .putInt(SECONDS_TO_LIVE)
                    .putShort((short) Integer.BYTES)
                    .putInt(LOOPBACK);
        }
        return answer.flip();
    }

    /** That the question cannot be answered now. */
    static ByteBuffer failure(ByteBuffer message, DnsQuestion question) {
        return begun(message, question, SERVER_FAILURE).flip();
    }

    /** Header and question; what a client may have sent after them is not repeated. */
    private static ByteBuffer begun(ByteBuffer message, DnsQuestion question, int code) {
        int flags = RESPONSE | (message.getShort(FLAGS) & RECURSION_DESIRED) | code;
        return ByteBuffer.allocate(question.end() + RECORD)
                .put(message.slice(0, question.end()))
                .putShort(FLAGS, (short) flags)
                .putLong(FLAGS + 2, 0x0001_0000_0000_0000L);
    }
}
