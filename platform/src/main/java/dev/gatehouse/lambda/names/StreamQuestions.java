package dev.gatehouse.lambda.names;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Questions that arrive on connections, each with its length before it (RFC 7766): those whose
 * answers were too long for a datagram.
 */
final class StreamQuestions implements AutoCloseable {

    /** Connections of one sandbox at once; further ones wait. */
    private static final int CONNECTIONS = 16;

    private static final int PATIENCE_MILLIS = 5_000;

    private final ServerSocketChannel listener;
    private final NameServer.Names names;
    private final Semaphore free = new Semaphore(CONNECTIONS);

    private StreamQuestions(ServerSocketChannel listener, NameServer.Names names) {
        this.listener = listener;
        this.names = names;
    }

    static StreamQuestions start(ServerSocketChannel listener, NameServer.Names names) {
        StreamQuestions questions = new StreamQuestions(listener, names);
        NameServer.loop("sandbox-names-streams", questions::accept);
        return questions;
    }

    private void accept() {
        while (listener.isOpen()) {
            free.acquireUninterruptibly();
            try {
                Socket asker = listener.accept().socket();
                NameServer.loop("sandbox-names-stream", () -> converse(asker));
            } catch (IOException e) {
                free.release();
                NameServer.pause(); // closed, or no descriptor is free just now
            }
        }
    }

    private void converse(Socket asker) throws IOException {
        try (asker) {
            asker.setSoTimeout(PATIENCE_MILLIS);
            DataInputStream in = new DataInputStream(asker.getInputStream());
            DataOutputStream out = new DataOutputStream(asker.getOutputStream());
            while (true) {
                byte[] message = in.readNBytes(in.readUnsignedShort());
                Optional<ByteBuffer> answer = answer(message);
                if (answer.isEmpty()) {
                    return;
                }
                write(out, answer.get());
            }
        } finally {
            free.release();
        }
    }

    private Optional<ByteBuffer> answer(byte[] message) {
        ByteBuffer question = ByteBuffer.wrap(message);
        Optional<ByteBuffer> own = names.answer(question);
        if (own.isPresent()) {
            return own;
        }
        for (InetSocketAddress server : names.servers().get()) {
            try {
                return Optional.of(ask(server, question));
            } catch (IOException e) {
                // The next one, then.
            }
        }
        return NameServer.Names.failure(question);
    }

    private static ByteBuffer ask(InetSocketAddress server, ByteBuffer question)
            throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(server, PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            write(new DataOutputStream(socket.getOutputStream()), question);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] answer = new byte[in.readUnsignedShort()];
            in.readFully(answer);
            return ByteBuffer.wrap(answer);
        }
    }

    /** Length and message at once: some servers want both in the first segment. */
    private static void write(DataOutputStream out, ByteBuffer message) throws IOException {
        byte[] framed = new byte[Short.BYTES + message.remaining()];
        ByteBuffer.wrap(framed).putShort((short) message.remaining()).put(message.duplicate());
        out.write(framed);
        out.flush();
    }

    @Override
    public void close() {
        NameServer.close(listener);
    }
}
