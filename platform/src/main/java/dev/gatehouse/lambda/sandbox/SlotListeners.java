package dev.gatehouse.lambda.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.util.Optional;

/**
 * The two listeners of a sandbox: its Runtime API and its AWS endpoint.
 *
 * @param runtimeApi at {@link #RUNTIME_API_PORT} of a namespace, anywhere else
 * @param endpoint at {@link #ENDPOINT_PORT} of a namespace, anywhere else
 * @param names what carries its DNS questions out, where it cannot ask by itself
 */
record SlotListeners(
        ServerSocketChannel runtimeApi, ServerSocketChannel endpoint, Optional<NameRelay> names) {

    SlotListeners(ServerSocketChannel runtimeApi, ServerSocketChannel endpoint) {
        this(runtimeApi, endpoint, Optional.empty());
    }

    /** AWS's own. */
    static final int RUNTIME_API_PORT = 9001;

    /** The port on which emulators are expected. */
    static final int ENDPOINT_PORT = 4566;

    private static final int BACKLOG = 128;

    /** Listens on loopback of the caller's own network, at ports that are free. */
    static SlotListeners onHost() throws IOException {
        return at(0, 0);
    }

    /** Listens inside the network of another process, as root. */
    static SlotListeners inNetworkOf(long pid) throws IOException {
        return NetworkVisit.to(pid, () -> at(RUNTIME_API_PORT, ENDPOINT_PORT));
    }

    /** The same, and a relay that is closed with them. */
    SlotListeners with(NameRelay relay) {
        return new SlotListeners(runtimeApi, endpoint, Optional.of(relay));
    }

    private static SlotListeners at(int runtimeApiPort, int endpointPort) throws IOException {
        ServerSocketChannel runtimeApi = listen(runtimeApiPort);
        try {
            return new SlotListeners(runtimeApi, listen(endpointPort));
        } catch (IOException e) {
            runtimeApi.close();
            throw e;
        }
    }

    private static ServerSocketChannel listen(int port) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.INET);
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        return channel.bind(new InetSocketAddress(loopback, port), BACKLOG);
    }

    /** {@code 127.0.0.1:port}, as a program of the sandbox is told. */
    static String address(ServerSocketChannel listener) {
        return "127.0.0.1:" + listener.socket().getLocalPort();
    }

    void close() {
        names.ifPresent(NameRelay::close);
        for (ServerSocketChannel channel : new ServerSocketChannel[] {runtimeApi, endpoint}) {
            try {
                channel.close();
            } catch (IOException e) {
                // Closed is closed.
            }
        }
    }
}
