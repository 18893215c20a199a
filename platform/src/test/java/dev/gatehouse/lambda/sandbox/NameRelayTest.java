package dev.gatehouse.lambda.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Questions and answers find their way through a relay, whoever asks. */
final class NameRelayTest {

    private static final int MESSAGE = 20;

    private final List<AutoCloseable> open = new ArrayList<>();
    private DatagramChannel server;
    private SocketAddress address;

    @BeforeEach
    void start() throws IOException {
        server = keep(NameRelay.bound("127.0.0.1", 0));
        DatagramChannel inside = NameRelay.bound("127.0.0.1", 0);
        address = inside.getLocalAddress();
        keep(NameRelay.between(inside, (InetSocketAddress) server.getLocalAddress()));
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    @Test
    void givesEachAskerTheAnswerToItsOwnQuestion() throws IOException {
        DatagramChannel one = asker();
        DatagramChannel other = asker();
        ask(one, (short) 7, 1);
        ask(other, (short) 7, 2);
        ByteBuffer first = receive(server);
        SocketAddress relay = lastSender;
        ByteBuffer second = receive(server);
        // The same number from two askers; answered in the other order.
        server.send(second, relay);
        server.send(first, relay);
        assertThat(payload(receive(one))).isEqualTo(1);
        ByteBuffer answer = receive(other);
        assertThat(answer.getShort(0)).isEqualTo((short) 7);
        assertThat(payload(answer)).isEqualTo(2);
    }

    @Test
    void passesOverWhatIsNoMessage() throws IOException {
        DatagramChannel asker = asker();
        asker.send(ByteBuffer.wrap(new byte[3]), address);
        ask(asker, (short) 9, 3);
        ByteBuffer question = receive(server);
        assertThat(payload(question)).isEqualTo(3);
        server.send(ByteBuffer.wrap(new byte[2]), lastSender);
        server.send(question, lastSender);
        assertThat(payload(receive(asker))).isEqualTo(3);
    }

    private SocketAddress lastSender = new InetSocketAddress(0);

    private ByteBuffer receive(DatagramChannel channel) throws IOException {
        ByteBuffer message = ByteBuffer.allocate(512);
        lastSender = channel.receive(message);
        return message.flip();
    }

    private void ask(DatagramChannel from, short number, int content) throws IOException {
        from.send(
                ByteBuffer.allocate(MESSAGE).putShort(0, number).putInt(MESSAGE - 4, content),
                address);
    }

    private static int payload(ByteBuffer message) {
        return message.getInt(MESSAGE - 4);
    }

    private DatagramChannel asker() throws IOException {
        return keep(
                DatagramChannel.open(StandardProtocolFamily.INET)
                        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
    }

    private <T extends AutoCloseable> T keep(T resource) {
        open.add(resource);
        return resource;
    }
}
