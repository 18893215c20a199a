package dev.gatehouse.lambda.names;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.kernel.Clock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Questions are answered here or find their way to a server and back, whoever asks. */
@Tag("unit")
final class DatagramQuestionsTest {

    private static final int MESSAGE = 20;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<InetSocketAddress> servers = new ArrayList<>();
    private final MovableClock clock = new MovableClock();
    private DatagramChannel server;
    private SocketAddress address;
    private SocketAddress lastSender = new InetSocketAddress(0);

    @BeforeEach
    void start() throws IOException {
        server = socket();
        servers.add((InetSocketAddress) server.getLocalAddress());
        DatagramChannel inside = socket();
        address = inside.getLocalAddress();
        NameServer.Names names = new NameServer.Names("here.example"::equals, () -> servers);
        open.add(DatagramQuestions.start(inside, names, clock));
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    @Test
    void answersForItsOwnNamesItself() throws IOException {
        DatagramChannel asker = socket();
        asker.send(DnsQuestionTest.asking("Here.Example", DnsQuestion.ADDRESS), address);

        ByteBuffer answer = receive(asker);
        assertThat(answer.getInt(answer.limit() - 4)).isEqualTo(0x7F000001);
    }

    @Test
    void givesEachAskerTheAnswerToItsOwnQuestion() throws IOException {
        DatagramChannel one = socket();
        DatagramChannel other = socket();
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
    void passesOverWhatIsNoMessageAndAnswersNobodyAskedFor() throws IOException {
        DatagramChannel asker = socket();
        asker.send(ByteBuffer.wrap(new byte[3]), address);
        ask(asker, (short) 9, 3);
        ByteBuffer question = receive(server);
        assertThat(payload(question)).isEqualTo(3);
        server.send(ByteBuffer.wrap(new byte[2]), lastSender);
        ByteBuffer guessed = ByteBuffer.wrap(question.array().clone()).limit(MESSAGE);
        server.send(guessed.putShort(0, (short) (question.getShort(0) ^ 0x5500)), lastSender);
        server.send(question, lastSender);
        assertThat(payload(receive(asker))).isEqualTo(3);
    }

    @Test
    void turnsToTheNextServerWhenOneIsSilent() throws IOException {
        DatagramChannel next = socket();
        servers.add((InetSocketAddress) next.getLocalAddress());
        DatagramChannel asker = socket();
        ask(asker, (short) 1, 4);
        receive(server);
        clock.advance(Duration.ofSeconds(2));
        ask(asker, (short) 1, 4);

        ByteBuffer question = receive(next);
        next.send(question, lastSender);
        assertThat(payload(receive(asker))).isEqualTo(4);
    }

    @Test
    void saysSoWhenThereIsNobodyToAsk() throws IOException {
        servers.clear();
        DatagramChannel asker = socket();
        asker.send(DnsQuestionTest.asking("elsewhere.example", DnsQuestion.ADDRESS), address);

        assertThat(receive(asker).getShort(2) & 0xF).isEqualTo(DnsAnswer.SERVER_FAILURE);
    }

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

    private DatagramChannel socket() throws IOException {
        DatagramChannel channel =
                DatagramChannel.open(StandardProtocolFamily.INET)
                        .bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
        open.add(channel);
        return channel;
    }

    private static final class MovableClock implements Clock {
        private final AtomicLong nanos = new AtomicLong(1);

        void advance(Duration time) {
            nanos.addAndGet(time.toNanos());
        }

        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public long nanoTime() {
            return nanos.get();
        }
    }
}
