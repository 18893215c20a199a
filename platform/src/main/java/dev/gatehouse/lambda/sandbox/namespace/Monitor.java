package dev.gatehouse.lambda.sandbox.namespace;

import dev.gatehouse.lambda.sandbox.SandboxException;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The node's end of one launcher process: orders go out one at a time and are replied to; what
 * happens in the sandbox comes in between. The launcher takes the sandbox down when this end
 * closes, however it closes, so a killed node leaves nothing behind.
 */
final class Monitor {

    private static final int PATIENCE_SECONDS = 10;
    private static final Frame OVER = Frame.of("failed", "the sandbox is gone");

    private final Process process;
    private final SocketChannel channel;
    private final ReentrantLock orders = new ReentrantLock();
    private final BlockingQueue<Frame> replies = new ArrayBlockingQueue<>(4);
    private volatile boolean over;

    private Monitor(Process process, SocketChannel channel) {
        this.process = process;
        this.channel = channel;
    }

    /** Starts a launcher that calls back on a socket in {@code directory}, named {@code id}. */
    static Monitor start(List<String> command, Path directory, String id) throws IOException {
        Path path = directory.resolve(id);
        Files.deleteIfExists(path);
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path));
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().clear(); // the node's variables are no business of a sandbox
            Process process = builder.start();
            // A launcher that dies before it calls must not leave us waiting.
            process.onExit().thenRun(() -> close(server));
            return new Monitor(process, caller(server, process));
        } finally {
            Files.deleteIfExists(path);
        }
    }

    /** A launcher that cannot be heard is not left behind. */
    private static SocketChannel caller(ServerSocketChannel server, Process process)
            throws IOException {
        try {
            return server.accept();
        } catch (Throwable e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /**
     * Begins to listen: {@code events} gets what is no response, {@code end} runs once at the end.
     */
    void listen(Consumer<Frame> events, Runnable end) {
        Thread.ofVirtual().name("sandbox-monitor").start(() -> receive(events, end));
    }

    private void receive(Consumer<Frame> events, Runnable end) {
        try (DataInputStream in = new DataInputStream(Channels.newInputStream(channel))) {
            for (Optional<Frame> next = Frame.read(in); next.isPresent(); next = Frame.read(in)) {
                Frame frame = next.get();
                switch (frame.verb()) {
                    case "ready", "started", "connected", "done", "failed" -> replies.put(frame);
                    default -> events.accept(frame);
                }
            }
        } catch (IOException e) {
            // The launcher is gone, or we closed the channel: the same as the end of the stream.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            over = true;
            replies.offer(OVER);
            end.run();
        }
    }

    /** The launcher's word that the sandbox stands: its init's process id, then any descriptors. */
    Frame ready() {
        return reply();
    }

    /** Whether the sandbox is gone. */
    boolean isOver() {
        return over;
    }

    /** Gives an order and returns its response. */
    Frame ask(Frame order) {
        orders.lock();
        try {
            send(order);
            return reply();
        } finally {
            orders.unlock();
        }
    }

    /** Gives an order that has no response; nothing happens when the sandbox is gone. */
    void tell(Frame order) {
        orders.lock();
        try {
            send(order);
        } catch (SandboxException e) {
            // Gone already, which is what every such order is about in the end.
        } finally {
            orders.unlock();
        }
    }

    private void send(Frame order) {
        ByteBuffer bytes = order.encode();
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw new SandboxException("the sandbox is gone", e);
        }
    }

    private Frame reply() {
        Frame reply = null;
        try {
            reply = over ? replies.poll() : replies.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (reply == null) {
            close(channel); // a response that came later would be taken for that of another order
            reply = OVER;
        }
        if (reply.verb().equals("failed")) {
            throw new SandboxException(String.join(" ", reply.words()));
        }
        return reply;
    }

    /** Where the launcher's descriptors can be opened by the node. */
    Path descriptor(String number) {
        return Path.of("/proc", Long.toString(process.pid()), "fd", number);
    }

    long pid() {
        return process.pid();
    }

    /** Lets go, and waits until the launcher has cleaned up and ended. */
    void close() {
        close(channel);
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            // Nothing is lost with a channel that cannot even be closed.
        }
    }
}
