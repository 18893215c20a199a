package dev.gatehouse.lambda.sandbox;

import dev.gatehouse.lambda.names.NameServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What listens for the node on a sandbox's loopback.
 *
 * @param runtimeApi at AWS's port of a namespace, anywhere else
 * @param endpoint at the port of emulators of a namespace, anywhere else
 * @param hosts where AWS's names lead to the sandbox
 * @param segments where X-Ray's daemon is expected
 * @param names its name server, in a namespace
 */
public record SandboxListeners(
        ServerSocketChannel runtimeApi,
        ServerSocketChannel endpoint,
        Optional<HostListeners> hosts,
        SegmentSocket segments,
        Optional<NameServer> names) {

    private static final int BACKLOG = 128;

    /** Listens on loopback of the caller's own network, at ports that are free. */
    public static SandboxListeners onHost() throws IOException {
        SegmentSocket segments = SegmentSocket.onHost();
        List<ServerSocketChannel> listeners = new ArrayList<>();
        try {
            listeners.add(listen(0));
            listeners.add(listen(0));
            return new SandboxListeners(
                    listeners.getFirst(),
                    listeners.getLast(),
                    Optional.empty(),
                    segments,
                    Optional.empty());
        } catch (Throwable e) {
            listeners.forEach(SandboxListeners::close);
            segments.close();
            throw e;
        }
    }

    private static ServerSocketChannel listen(int port) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.INET);
        try {
            return channel.bind(new InetSocketAddress(loopback(), port), BACKLOG);
        } catch (Throwable e) {
            close(channel);
            throw e;
        }
    }

    static InetAddress loopback() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    /** {@code 127.0.0.1:port}, as a program of the sandbox is told. */
    public static String address(ServerSocketChannel listener) {
        return "127.0.0.1:" + listener.socket().getLocalPort();
    }

    public void close() {
        names.ifPresent(NameServer::close);
        close(runtimeApi);
        close(endpoint);
        segments.close();
        hosts.ifPresent(
                both -> {
                    close(both.http());
                    close(both.https());
                });
    }

    public static void close(Channel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // Closed is closed.
        }
    }
}
