package dev.gatehouse.lambda.sandbox;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/**
 * Where a sandbox expects X-Ray's daemon: takes datagrams and never blocks. The kernel keeps what
 * was not taken yet, and drops what is more than it keeps.
 *
 * @param port of the sandbox's loopback
 */
public record SegmentSocket(int port, DatagramChannel channel) {

    /** A socket that is bound already. */
    public static SegmentSocket at(int port, DatagramChannel channel) throws IOException {
        channel.configureBlocking(false);
        return new SegmentSocket(port, channel);
    }

    /** A free port of the caller's own loopback. */
    static SegmentSocket onHost() throws IOException {
        DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
        try {
            channel.bind(new InetSocketAddress(SandboxListeners.loopback(), 0));
            return at(channel.socket().getLocalPort(), channel);
        } catch (Throwable e) {
            SandboxListeners.close(channel);
            throw e;
        }
    }

    /**
     * Takes the datagram that has waited longest; what does not fit is cut off.
     *
     * @return whether there was one
     */
    public boolean receive(ByteBuffer into) {
        try {
            return channel.receive(into) != null;
        } catch (IOException closed) {
            return false;
        }
    }

    void close() {
        SandboxListeners.close(channel);
    }
}
