package dev.gatehouse.lambda.sandbox;

import dev.gatehouse.lambda.names.NameServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.Channel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What listens for the node on a sandbox's loopback.
 *
 * @param runtimeApi at {@link #RUNTIME_API_PORT} of a namespace, anywhere else
 * @param endpoint at {@link #ENDPOINT_PORT} of a namespace, anywhere else
 * @param hosts where AWS's names lead to the sandbox
 * @param names its name server, in a namespace
 */
record SlotListeners(
        ServerSocketChannel runtimeApi,
        ServerSocketChannel endpoint,
        Optional<HostListeners> hosts,
        Optional<NameServer> names) {

    /** AWS's own. */
    static final int RUNTIME_API_PORT = 9001;

    /** The port on which emulators are expected. */
    static final int ENDPOINT_PORT = 4566;

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;
    private static final int BACKLOG = 128;

    /** Listens on loopback of the caller's own network, at ports that are free. */
    static SlotListeners onHost() throws IOException {
        ServerSocketChannel runtimeApi = listen(0);
        try {
            return new SlotListeners(runtimeApi, listen(0), Optional.empty(), Optional.empty());
        } catch (Throwable e) {
            close(runtimeApi);
            throw e;
        }
    }

    /**
     * What a launcher is told, to have its init listen where only programs of the sandbox can call.
     */
    static List<String> arguments(SlotNames names) {
        List<String> arguments = new ArrayList<>();
        for (int port : ports(names)) {
            arguments.addAll(List.of("--listen", Integer.toString(port)));
        }
        arguments.addAll(List.of("--datagrams", Integer.toString(NameServer.PORT)));
        return arguments;
    }

    /**
     * Takes over the sockets of a namespace: only its init is in that network.
     *
     * @param ready what the launcher says then: the init, and the descriptors of the sockets
     */
    static SlotListeners takenFrom(Monitor monitor, Frame ready, SlotNames names)
            throws IOException {
        List<String> numbers = ready.words().subList(1, ready.words().size());
        List<ServerSocketChannel> listeners = new ArrayList<>();
        Optional<DatagramChannel> questions = Optional.empty();
        try {
            for (String number : numbers.subList(0, numbers.size() - 1)) {
                listeners.add(Descriptors.listener(monitor.pid(), Integer.parseInt(number)));
            }
            questions =
                    Optional.of(
                            Descriptors.datagrams(
                                    monitor.pid(), Integer.parseInt(numbers.getLast())));
            monitor.tell(new Frame("taken", numbers));
            return serving(listeners, questions.get(), names);
        } catch (Throwable e) {
            listeners.forEach(SlotListeners::close);
            questions.ifPresent(SlotListeners::close);
            throw e;
        }
    }

    /** The ports at which a namespace listens for connections. */
    private static List<Integer> ports(SlotNames names) {
        List<Integer> always = List.of(RUNTIME_API_PORT, ENDPOINT_PORT, NameServer.PORT);
        return names.aws()
                ? Stream.concat(always.stream(), Stream.of(HTTP_PORT, HTTPS_PORT)).toList()
                : always;
    }

    /** Puts sockets at {@link #ports} to use, and the one for questions to the name server. */
    private static SlotListeners serving(
            List<ServerSocketChannel> listeners, DatagramChannel questions, SlotNames names) {
        return new SlotListeners(
                listeners.get(0),
                listeners.get(1),
                names.aws()
                        ? Optional.of(new HostListeners(listeners.get(3), listeners.get(4)))
                        : Optional.empty(),
                Optional.of(NameServer.start(questions, listeners.get(2), names.names())));
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

    private static InetAddress loopback() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    /** {@code 127.0.0.1:port}, as a program of the sandbox is told. */
    static String address(ServerSocketChannel listener) {
        return "127.0.0.1:" + listener.socket().getLocalPort();
    }

    void close() {
        names.ifPresent(NameServer::close);
        close(runtimeApi);
        close(endpoint);
        hosts.ifPresent(
                both -> {
                    close(both.http());
                    close(both.https());
                });
    }

    private static void close(Channel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // Closed is closed.
        }
    }
}
