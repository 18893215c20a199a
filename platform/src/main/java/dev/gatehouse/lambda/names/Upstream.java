package dev.gatehouse.lambda.names;

import dev.gatehouse.kernel.Clock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries one sandbox's questions to a name server and the responses back. Questions are told apart
 * by numbers of its own; one whose number has come round again is forgotten, as it would be in any
 * lossy network. A server that stays silent is left for the next one when a question comes, which
 * is the sandbox asking again.
 */
final class Upstream implements AutoCloseable {

    private static final int LONGEST_MESSAGE = 4_096;

    /** At most so many questions wait for a response. */
    private static final int PENDING = 256;

    /** Below the time after which resolvers ask again. */
    private static final long PATIENCE_NANOS = Duration.ofMillis(1_500).toNanos();

    private final Supplier<List<InetSocketAddress>> servers;
    private final Answers answers;
    private final Clock clock;
    private final AtomicReferenceArray<@Nullable Question> pending =
            new AtomicReferenceArray<>(PENDING);
    private @Nullable Conversation conversation;
    private int next;
    private int server;
    private boolean closed;

    Upstream(Supplier<List<InetSocketAddress>> servers, Answers answers, Clock clock) {
        this.servers = servers;
        this.answers = answers;
        this.clock = clock;
    }

    /** Where responses go. */
    interface Answers {
        void send(ByteBuffer message, SocketAddress asker) throws IOException;
    }

    /**
     * @param number what the asker calls it
     * @param sent what it is called upstream: its place in the table, and above it chance, so that
     *     nobody else can answer
     */
    private record Question(short number, short sent, SocketAddress asker) {}

    /** Asks on somebody's behalf; false when there is no server to ask. */
    synchronized boolean ask(ByteBuffer message, SocketAddress asker) {
        if (conversation != null && conversation.isSilent()) {
            leave();
        }
        try {
            Conversation current = conversation == null ? begin() : conversation;
            conversation = current;
            if (current == null) {
                return false;
            }
            int place = next;
            next = (next + 1) % PENDING;
            short sent = current.number(place);
            pending.set(place, new Question(message.getShort(0), sent, asker));
            current.send(message.putShort(0, sent));
            return true;
        } catch (IOException e) {
            leave();
            return true; // the asker will ask again
        }
    }

    /** The next question goes to the next server. */
    private void leave() {
        if (conversation != null) {
            NameServer.close(conversation);
            conversation = null;
        }
        server++;
    }

    private @Nullable Conversation begin() throws IOException {
        List<InetSocketAddress> all = servers.get();
        if (all.isEmpty() || closed) {
            return null;
        }
        DatagramChannel channel = DatagramChannel.open();
        try {
            channel.connect(all.get(Math.floorMod(server, all.size())));
        } catch (IOException e) {
            NameServer.close(channel);
            throw e;
        }
        Conversation begun = new Conversation(channel);
        NameServer.loop("sandbox-names-answers", begun::receive);
        return begun;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (conversation != null) {
            NameServer.close(conversation);
        }
    }

    /** A socket of our own to one server. */
    private final class Conversation implements AutoCloseable {

        private final DatagramChannel channel;
        private final Random chance = new SecureRandom();

        /** When the first question went out to which nothing has come back; 0 for none. */
        private volatile long waitingSince;

        Conversation(DatagramChannel channel) {
            this.channel = channel;
        }

        boolean isSilent() {
            long since = waitingSince;
            return since != 0 && clock.nanoTime() - since > PATIENCE_NANOS;
        }

        short number(int place) {
            return (short) (chance.nextInt(PENDING) * PENDING + place);
        }

        void send(ByteBuffer message) throws IOException {
            if (waitingSince == 0) {
                waitingSince = clock.nanoTime();
            }
            try {
                channel.write(message);
            } catch (PortUnreachableException e) {
                // Of an earlier question: nobody is there, and the silence will tell.
            }
        }

        void receive() throws IOException {
            ByteBuffer message = ByteBuffer.allocate(LONGEST_MESSAGE);
            while (true) {
                message.clear();
                try {
                    channel.read(message);
                } catch (PortUnreachableException e) {
                    continue;
                }
                if (message.flip().limit() >= DnsQuestion.HEADER) {
                    waitingSince = 0;
                    answered(message);
                }
            }
        }

        private void answered(ByteBuffer message) throws IOException {
            short sent = message.getShort(0);
            int place = Math.floorMod(sent, PENDING);
            Question question = pending.get(place);
            if (question != null
                    && question.sent() == sent
                    && pending.compareAndSet(place, question, null)) {
                message.putShort(0, question.number());
                answers.send(message, question.asker());
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
