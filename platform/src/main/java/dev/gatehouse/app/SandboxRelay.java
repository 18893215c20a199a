package dev.gatehouse.app;

import dev.gatehouse.lambda.launch.SandboxEndpoint;
import dev.gatehouse.lambda.sandbox.Sandbox;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Semaphore;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The AWS endpoint inside a sandbox: relays connections from the sandbox's own loopback to the
 * node's listeners for sandboxes, where signatures are checked as for everybody else but an
 * account's root keys are not known.
 */
final class SandboxRelay implements SandboxEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(SandboxRelay.class);

    /** Connections of one sandbox at once; further ones wait in the listener's backlog. */
    private static final int CONNECTIONS = 256;

    private static final int BUFFER_BYTES = 16 * 1024;

    /** Before connections are accepted again where that failed, as without a free descriptor. */
    private static final long PAUSE_MILLIS = 100;

    private volatile IntSupplier plain = () -> 0;
    private volatile IntSupplier secure = () -> 0;

    /**
     * From now on connections go to the node's listeners.
     *
     * @param plainPort where it speaks HTTP to sandboxes
     * @param securePort where it speaks TLS to them; both are asked at every connection, and may
     *     block
     */
    void connect(IntSupplier plainPort, IntSupplier securePort) {
        plain = plainPort;
        secure = securePort;
    }

    @Override
    public void serve(Sandbox sandbox) {
        Semaphore free = new Semaphore(CONNECTIONS);
        serve(sandbox.endpointListener(), free, () -> plain.getAsInt());
        sandbox.hostListeners()
                .ifPresent(
                        hosts -> {
                            serve(hosts.http(), free, () -> plain.getAsInt());
                            serve(hosts.https(), free, () -> secure.getAsInt());
                        });
    }

    /** Relays what arrives at one listener until that is closed; a failure ends no more. */
    static void serve(ServerSocketChannel listener, Semaphore free, IntSupplier port) {
        Thread.ofVirtual().name("sandbox-endpoint").start(() -> accept(listener, free, port));
    }

    private static void accept(ServerSocketChannel listener, Semaphore free, IntSupplier port) {
        try {
            listener.configureBlocking(true);
            while (listener.isOpen()) {
                free.acquire();
                acceptOne(listener, free, port);
            }
        } catch (IOException closed) {
            LOG.debug("a sandbox's endpoint ended", closed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The connection that is accepted gives the place back; without one it is given back here. */
    private static void acceptOne(ServerSocketChannel listener, Semaphore free, IntSupplier port)
            throws InterruptedException {
        try {
            SocketChannel inside = listener.accept();
            Thread.ofVirtual().start(() -> relay(inside, free, port));
        } catch (IOException problem) {
            free.release();
            if (listener.isOpen()) {
                LOG.warn("a sandbox's endpoint could not accept a connection", problem);
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }

    private static void relay(SocketChannel inside, Semaphore free, IntSupplier port) {
        try (inside;
                SocketChannel node =
                        SocketChannel.open(new InetSocketAddress("127.0.0.1", port.getAsInt()))) {
            Thread back = Thread.ofVirtual().start(() -> copy(node, inside));
            copy(inside, node);
            back.join();
        } catch (IOException problem) {
            LOG.debug("a connection of a sandbox ended", problem);
        } catch (RuntimeException problem) {
            LOG.warn("no connection for a sandbox", problem);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            free.release();
        }
    }

    private static void copy(SocketChannel from, SocketChannel to) {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        try {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                buffer.clear();
            }
            to.shutdownOutput();
        } catch (IOException problem) {
            closeQuietly(from);
            closeQuietly(to);
        }
    }

    private static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException problem) {
            LOG.debug("closing a relayed connection", problem);
        }
    }
}
