package dev.gatehouse.lambda.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Carries a sandbox's DNS questions to a name server on the loopback of this machine, which a
 * sandbox cannot reach, and the answers back. Questions are told apart by numbers of the relay's
 * own; a question whose number has come round again is forgotten, as it would be in any lossy
 * network.
 */
final class NameRelay implements AutoCloseable {

    /** Where the sandbox's {@code resolv.conf} then points. */
    static final String ADDRESS = "127.0.0.1";

    static final int PORT = 53;

    private static final int LONGEST_MESSAGE = 4_096;
    private static final int SHORTEST_MESSAGE = 12;
    private static final int PENDING = 256;

    private final DatagramChannel inside;
    private final DatagramChannel outside;
    private final AtomicReferenceArray<@Nullable Question> pending =
            new AtomicReferenceArray<>(PENDING);

    private NameRelay(DatagramChannel inside, DatagramChannel outside) {
        this.inside = inside;
        this.outside = outside;
    }

    private record Question(short number, SocketAddress asker) {}

    /** Relays for the network of a process until closed. */
    static NameRelay start(long pid, InetAddress server) throws IOException {
        DatagramChannel inside = NetworkVisit.to(pid, () -> bound(ADDRESS, PORT));
        return between(inside, new InetSocketAddress(server, PORT));
    }

    /** Relays what arrives at a channel, which it then owns, to a server. */
    static NameRelay between(DatagramChannel inside, InetSocketAddress server) throws IOException {
        DatagramChannel outside = DatagramChannel.open(StandardProtocolFamily.INET);
        outside.connect(server);
        NameRelay relay = new NameRelay(inside, outside);
        Thread.ofVirtual().name("sandbox-names-out").start(() -> run(relay::ask));
        Thread.ofVirtual().name("sandbox-names-in").start(() -> run(relay::answer));
        return relay;
    }

    static DatagramChannel bound(String address, int port) throws IOException {
        return DatagramChannel.open(StandardProtocolFamily.INET)
                .bind(new InetSocketAddress(InetAddress.ofLiteral(address), port));
    }

    private interface Loop {
        void run() throws IOException;
    }

    private static void run(Loop loop) {
        try {
            loop.run();
        } catch (IOException e) {
            // Closed, which is how a relay ends.
        }
    }

    private void ask() throws IOException {
        ByteBuffer message = ByteBuffer.allocate(LONGEST_MESSAGE);
        for (int next = 0; true; next = (next + 1) % PENDING) {
            message.clear();
            SocketAddress asker = inside.receive(message);
            if (asker == null || message.flip().limit() < SHORTEST_MESSAGE) {
                continue;
            }
            pending.set(next, new Question(message.getShort(0), asker));
            message.putShort(0, (short) next);
            send(message);
        }
    }

    /** A server that refuses one question may take the next. */
    private void send(ByteBuffer message) throws IOException {
        try {
            outside.write(message);
        } catch (PortUnreachableException e) {
            // The asker will ask again.
        }
    }

    private void answer() throws IOException {
        ByteBuffer message = ByteBuffer.allocate(LONGEST_MESSAGE);
        while (true) {
            message.clear();
            try {
                outside.read(message);
            } catch (PortUnreachableException e) {
                continue;
            }
            int number = message.flip().limit() < SHORTEST_MESSAGE ? -1 : message.getShort(0);
            Question question =
                    number < 0 || number >= PENDING ? null : pending.getAndSet(number, null);
            if (question != null) {
                message.putShort(0, question.number());
                inside.send(message, question.asker());
            }
        }
    }

    @Override
    public void close() {
        for (DatagramChannel channel : new DatagramChannel[] {inside, outside}) {
            try {
                channel.close();
            } catch (IOException e) {
                // Closed is closed.
            }
        }
    }
}
