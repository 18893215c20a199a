package dev.gatehouse.lambda.names;

import dev.gatehouse.kernel.Clock;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Optional;

/** Questions that arrive as datagrams: nearly all. */
final class DatagramQuestions implements AutoCloseable {

    private static final int LONGEST_MESSAGE = 4_096;

    private final DatagramChannel inside;
    private final NameServer.Names names;
    private final Upstream upstream;

    private DatagramQuestions(DatagramChannel inside, NameServer.Names names, Clock clock) {
        this.inside = inside;
        this.names = names;
        this.upstream = new Upstream(names.servers(), inside::send, clock);
    }

    static DatagramQuestions start(DatagramChannel inside, NameServer.Names names, Clock clock) {
        DatagramQuestions questions = new DatagramQuestions(inside, names, clock);
        NameServer.loop("sandbox-names", questions::run);
        return questions;
    }

    /** A question that fails, as when its asker is gone, ends none but itself. */
    private void run() {
        ByteBuffer message = ByteBuffer.allocate(LONGEST_MESSAGE);
        while (inside.isOpen()) {
            try {
                answerNext(message);
            } catch (IOException e) {
                NameServer.pause();
            }
        }
    }

    private void answerNext(ByteBuffer message) throws IOException {
        message.clear();
        SocketAddress asker = inside.receive(message);
        if (asker == null || message.flip().limit() < DnsQuestion.HEADER) {
            return;
        }
        Optional<ByteBuffer> answer = names.answer(message);
        if (answer.isEmpty() && !upstream.ask(message, asker)) {
            answer = NameServer.Names.failure(message);
        }
        if (answer.isPresent()) {
            inside.send(answer.get(), asker);
        }
        Thread.yield(); // a flood of questions keeps nobody else from the processor
    }

    @Override
    public void close() {
        NameServer.close(inside);
        upstream.close();
    }
}
