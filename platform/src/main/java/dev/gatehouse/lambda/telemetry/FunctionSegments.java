package dev.gatehouse.lambda.telemetry;

import dev.gatehouse.lambda.sandbox.SegmentSocket;
import io.netty.util.concurrent.FastThreadLocal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Takes the segments that an environment's programs send, as X-Ray's daemon does: datagrams of a
 * line {@code {"format": "json", "version": 1}} and a document. The runtime does not wait for them:
 * the event loop looks at the end of each event whose trace is sampled, and what is more than a
 * look may take waits in the kernel, or is dropped there.
 *
 * @see <a href="https://docs.aws.amazon.com/xray/latest/devguide/xray-api-sendingdata.html">Sending
 *     trace data to X-Ray, Sending segment documents to the X-Ray daemon</a>
 */
public final class FunctionSegments {
    /** What a datagram can have at most, as X-Ray's documents. */
    private static final int LONGEST = 64 * 1024;

    private static final int DATAGRAMS_A_LOOK = 256;

    /** One for each event loop: a look leaves nothing in it. */
    private static final FastThreadLocal<ByteBuffer> BUFFERS =
            new FastThreadLocal<>() {
                @Override
                protected ByteBuffer initialValue() {
                    return ByteBuffer.allocateDirect(LONGEST);
                }
            };

    private final SegmentSocket socket;
    private final EnvironmentLog log;

    public FunctionSegments(SegmentSocket socket, EnvironmentLog log) {
        this.socket = socket;
        this.log = log;
    }

    /** Takes what is there. */
    public void look() {
        ByteBuffer buffer = BUFFERS.get();
        for (int datagrams = 0; datagrams < DATAGRAMS_A_LOOK; datagrams++) {
            buffer.clear();
            if (!socket.receive(buffer)) {
                return;
            }
            pass(StandardCharsets.UTF_8.decode(buffer.flip()).toString());
        }
    }

    private void pass(String datagram) {
        int header = datagram.indexOf('\n');
        if (header > 0 && datagram.startsWith("{") && header + 1 < datagram.length()) {
            log.sent(datagram.substring(header + 1).strip());
        }
    }
}
