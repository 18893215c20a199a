package dev.gatehouse.app;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.lambda.launch.Relay;
import dev.gatehouse.lambda.launch.SandboxEndpoint;
import dev.gatehouse.lambda.sandbox.Sandbox;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The AWS endpoint inside a sandbox: relays connections from the sandbox's own loopback to the
 * node's listeners for sandboxes, where signatures are checked as for all other callers, but an
 * account's root keys are not known.
 */
final class SandboxRelay implements SandboxEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(SandboxRelay.class);

    /** Before connections are accepted again where that failed, as without a free descriptor. */
    private static final long PAUSE_MILLIS = 100;

    private final Clock clock;
    private volatile IntSupplier plain = () -> 0;
    private volatile IntSupplier secure = () -> 0;

    SandboxRelay(Clock clock) {
        this.clock = clock;
    }

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
        ConnectionPlaces places = new ConnectionPlaces(clock);
        serve(sandbox.endpointListener(), places, () -> plain.getAsInt());
        sandbox.hostListeners()
                .ifPresent(
                        hosts -> {
                            serve(hosts.http(), places, () -> plain.getAsInt());
                            serve(hosts.https(), places, () -> secure.getAsInt());
                        });
    }

    /** Relays what arrives at one listener until that is closed; a failure ends no more. */
    static void serve(ServerSocketChannel listener, ConnectionPlaces places, IntSupplier port) {
        Thread.ofVirtual().name("sandbox-endpoint").start(() -> accept(listener, places, port));
    }

    private static void accept(
            ServerSocketChannel listener, ConnectionPlaces places, IntSupplier port) {
        try {
            listener.configureBlocking(true);
            while (listener.isOpen()) {
                places.acquire();
                acceptOne(listener, places, port);
            }
        } catch (IOException closed) {
            LOG.debug("a sandbox's endpoint ended", closed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The connection that is accepted gives the place back; without one it is given back here. */
    private static void acceptOne(
            ServerSocketChannel listener, ConnectionPlaces places, IntSupplier port)
            throws InterruptedException {
        try {
            SocketChannel inside = listener.accept();
            Thread.ofVirtual().start(() -> relay(inside, places, port));
        } catch (IOException problem) {
            places.release();
            if (listener.isOpen()) {
                LOG.warn("a sandbox's endpoint could not accept a connection", problem);
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }

    private static void relay(SocketChannel inside, ConnectionPlaces places, IntSupplier port) {
        try (inside;
                SocketChannel node =
                        SocketChannel.open(new InetSocketAddress("127.0.0.1", port.getAsInt()))) {
            Relay.between(inside, node);
        } catch (IOException problem) {
            LOG.debug("a connection of a sandbox ended", problem);
        } catch (RuntimeException problem) {
            LOG.warn("no connection for a sandbox", problem);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            places.release();
        }
    }
}
