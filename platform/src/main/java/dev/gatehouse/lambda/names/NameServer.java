package dev.gatehouse.lambda.names;

import dev.gatehouse.kernel.Clock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The name server of one sandbox: answers some names with the sandbox's own loopback, and carries
 * all other questions to the name servers of this machine, also to those on its loopback, which a
 * sandbox could not reach. Waits on virtual threads only.
 */
public final class NameServer implements AutoCloseable {

    /** Where the sandbox's {@code resolv.conf} points. */
    public static final String ADDRESS = "127.0.0.1";

    /** The port of name servers. */
    public static final int PORT = 53;

    private static final long PAUSE_MILLIS = 50;

    private final DatagramQuestions datagrams;
    private final StreamQuestions streams;

    private NameServer(DatagramQuestions datagrams, StreamQuestions streams) {
        this.datagrams = datagrams;
        this.streams = streams;
    }

    /**
     * What a sandbox is told.
     *
     * @param here the names that mean the sandbox's own loopback
     * @param servers whom to ask about all others, the most preferred first; read again whenever
     *     one is silent
     */
    public record Names(Predicate<String> here, Supplier<List<InetSocketAddress>> servers) {

        /** The response to a question that needs nobody else's. */
        Optional<ByteBuffer> answer(ByteBuffer message) {
            return DnsQuestion.read(message)
                    .filter(question -> question.kind() == DnsQuestion.INTERNET)
                    .filter(question -> here.test(question.name()))
                    .map(question -> DnsAnswer.loopback(message, question));
        }

        /** The response where there is nobody to ask; empty for what is no question. */
        static Optional<ByteBuffer> failure(ByteBuffer message) {
            return DnsQuestion.read(message).map(asked -> DnsAnswer.failure(message, asked));
        }
    }

    /** Serves what arrives at two sockets, which it then owns, until closed. */
    public static NameServer start(
            DatagramChannel datagrams, ServerSocketChannel streams, Names names) {
        return new NameServer(
                DatagramQuestions.start(datagrams, names, Clock.SYSTEM),
                StreamQuestions.start(streams, names));
    }

    @Override
    public void close() {
        datagrams.close();
        streams.close();
    }

    static void close(AutoCloseable channel) {
        try {
            channel.close();
        } catch (Exception e) {
            // Closed is closed.
        }
    }

    /** Before going on after a failure that may last. */
    static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What runs until its channel is closed. */
    interface Loop {
        void run() throws IOException;
    }

    static void loop(String name, Loop body) {
        Thread.ofVirtual()
                .name(name)
                .start(
                        () -> {
                            try {
                                body.run();
                            } catch (IOException e) {
                                // Closed, which is how it ends.
                            }
                        });
    }
}
