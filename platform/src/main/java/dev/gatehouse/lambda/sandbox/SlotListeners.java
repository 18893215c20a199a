package dev.gatehouse.lambda.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The two listeners of a sandbox: its Runtime API and its AWS endpoint.
 *
 * @param runtimeApi at {@link #RUNTIME_API_PORT} of a namespace, anywhere else
 * @param endpoint at {@link #ENDPOINT_PORT} of a namespace, anywhere else
 */
record SlotListeners(ServerSocketChannel runtimeApi, ServerSocketChannel endpoint) {

    /** AWS's own. */
    static final int RUNTIME_API_PORT = 9001;

    /** The port on which emulators are expected. */
    static final int ENDPOINT_PORT = 4566;

    private static final int BACKLOG = 128;

    /** Listens on loopback of the caller's own network, at ports that are free. */
    static SlotListeners onHost() throws IOException {
        return at(0, 0);
    }

    /**
     * Listens inside the network of another process, as root: a socket belongs to the network its
     * thread was in when it was made, and works from everywhere afterwards. The thread never comes
     * back from there, so it is used once.
     */
    static SlotListeners inNetworkOf(long pid) throws IOException {
        AtomicReference<SlotListeners> made = new AtomicReference<>();
        AtomicReference<IOException> failure = new AtomicReference<>();
        Thread visitor =
                Thread.ofPlatform()
                        .name("sandbox-listeners")
                        .start(
                                () -> {
                                    try {
                                        LibC.enterNetworkOf(pid);
                                        made.set(at(RUNTIME_API_PORT, ENDPOINT_PORT));
                                    } catch (IOException e) {
                                        failure.set(e);
                                    }
                                });
        try {
            visitor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        SlotListeners listeners = made.get();
        if (listeners == null) {
            throw new IOException("cannot listen inside the sandbox", failure.get());
        }
        return listeners;
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
        for (ServerSocketChannel channel : new ServerSocketChannel[] {runtimeApi, endpoint}) {
            try {
                channel.close();
            } catch (IOException e) {
                // Closed is closed.
            }
        }
    }
}
