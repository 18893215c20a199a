package dev.gatehouse.lambda.sandbox.namespace;

import dev.gatehouse.lambda.names.NameServer;
import dev.gatehouse.lambda.sandbox.HostListeners;
import dev.gatehouse.lambda.sandbox.SandboxListeners;
import dev.gatehouse.lambda.sandbox.SegmentSocket;
import dev.gatehouse.lambda.sandbox.os.Descriptors;
import java.io.IOException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The listeners of a namespace: made by its init, since only that is in its network. */
final class NamespaceListeners {

    /** AWS's own. */
    private static final int RUNTIME_API_PORT = 9001;

    /** The port on which emulators are expected. */
    private static final int ENDPOINT_PORT = 4566;

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    /** Of X-Ray's daemon, AWS's own. */
    private static final int SEGMENTS_PORT = 2000;

    private static final List<Integer> DATAGRAM_PORTS = List.of(NameServer.PORT, SEGMENTS_PORT);

    private NamespaceListeners() {}

    /**
     * What a launcher is told, to have its init listen where only programs of the sandbox can call.
     */
    static List<String> arguments(SandboxNames names) {
        List<String> arguments = new ArrayList<>();
        for (int port : ports(names)) {
            arguments.addAll(List.of("--listen", Integer.toString(port)));
        }
        for (int port : DATAGRAM_PORTS) {
            arguments.addAll(List.of("--datagrams", Integer.toString(port)));
        }
        return arguments;
    }

    /**
     * Takes over the sockets of a namespace: only its init is in that network.
     *
     * @param ready what the launcher says then: the init, and the descriptors of the sockets
     */
    static SandboxListeners takenFrom(Monitor monitor, Frame ready, SandboxNames names)
            throws IOException {
        List<String> numbers = ready.words().subList(1, ready.words().size());
        List<ServerSocketChannel> listeners = new ArrayList<>();
        List<DatagramChannel> datagrams = new ArrayList<>();
        int streams = numbers.size() - DATAGRAM_PORTS.size();
        try {
            for (String number : numbers.subList(0, streams)) {
                listeners.add(Descriptors.listener(monitor.pid(), Integer.parseInt(number)));
            }
            for (String number : numbers.subList(streams, numbers.size())) {
                datagrams.add(Descriptors.datagrams(monitor.pid(), Integer.parseInt(number)));
            }
            monitor.tell(new Frame("taken", numbers));
            return serving(listeners, datagrams, names);
        } catch (Throwable e) {
            listeners.forEach(SandboxListeners::close);
            datagrams.forEach(SandboxListeners::close);
            throw e;
        }
    }

    /** A connection to a port of the namespace, which its init makes. */
    static SocketChannel connection(Monitor monitor, int port) throws IOException {
        Frame connected = monitor.ask(Frame.of("connect", Integer.toString(port)));
        String number = connected.words().getLast();
        try {
            return Descriptors.connection(monitor.pid(), Integer.parseInt(number), port);
        } finally {
            monitor.tell(Frame.of("taken", number));
        }
    }

    /** The ports at which a namespace listens for connections. */
    private static List<Integer> ports(SandboxNames names) {
        List<Integer> always = List.of(RUNTIME_API_PORT, ENDPOINT_PORT, NameServer.PORT);
        return names.aws()
                ? Stream.concat(always.stream(), Stream.of(HTTP_PORT, HTTPS_PORT)).toList()
                : always;
    }

    /** Puts sockets at {@link #ports} and at {@link #DATAGRAM_PORTS} to use. */
    private static SandboxListeners serving(
            List<ServerSocketChannel> listeners,
            List<DatagramChannel> datagrams,
            SandboxNames names)
            throws IOException {
        return new SandboxListeners(
                listeners.get(0),
                listeners.get(1),
                names.aws()
                        ? Optional.of(new HostListeners(listeners.get(3), listeners.get(4)))
                        : Optional.empty(),
                SegmentSocket.at(SEGMENTS_PORT, datagrams.getLast()),
                Optional.of(
                        NameServer.start(datagrams.getFirst(), listeners.get(2), names.names())));
    }
}
