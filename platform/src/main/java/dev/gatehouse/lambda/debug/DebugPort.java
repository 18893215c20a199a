package dev.gatehouse.lambda.debug;

import dev.gatehouse.lambda.launch.Relay;
import dev.gatehouse.lambda.sandbox.Sandbox;
import dev.gatehouse.lambda.sandbox.SandboxException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A port of this machine's loopback that leads to the same port of a sandbox's. */
final class DebugPort {
    private static final Logger LOG = LoggerFactory.getLogger(DebugPort.class);
    private static final long PAUSE_MILLIS = 100;

    /** How long a debugger waits for the runtime to listen. */
    private static final int TRIES = 300;

    private final ServerSocketChannel listener;
    private final int port;
    private final Sandbox sandbox;

    private DebugPort(ServerSocketChannel listener, int port, Sandbox sandbox) {
        this.listener = listener;
        this.port = port;
        this.sandbox = sandbox;
    }

    /** Listens as long as the sandbox is there. */
    static void open(int port, Sandbox sandbox) {
        Thread.ofVirtual().name("debug-port").start(() -> listen(port, sandbox));
    }

    private static void listen(int port, Sandbox sandbox) {
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            bind(listener, port, sandbox);
            LOG.info("A function waits for a debugger at 127.0.0.1:{}", port);
            DebugPort open = new DebugPort(listener, port, sandbox);
            Thread.ofVirtual().name("debug-accept").start(open::accept);
            while (isThere(sandbox)) {
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (IOException problem) {
            LOG.warn("No debugger can come to 127.0.0.1:{}", port, problem);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Another environment may have it: this one, which waits for a debugger, has it next. */
    private static void bind(ServerSocketChannel listener, int port, Sandbox sandbox)
            throws IOException, InterruptedException {
        while (true) {
            try {
                listener.bind(new InetSocketAddress("127.0.0.1", port));
                return;
            } catch (IOException taken) {
                if (!isThere(sandbox)) {
                    throw taken;
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }

    private static boolean isThere(Sandbox sandbox) {
        return sandbox.endpointListener().isOpen();
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel debugger = listener.accept();
                Thread.ofVirtual().start(() -> connect(debugger));
            }
        } catch (IOException closed) {
            LOG.debug("The debugger's port is closed", closed);
        }
    }

    private void connect(SocketChannel debugger) {
        try (debugger;
                SocketChannel runtime = runtime()) {
            Relay.between(debugger, runtime);
        } catch (IOException | SandboxException problem) {
            LOG.debug("A debugger's connection ended", problem);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private SocketChannel runtime() throws IOException, InterruptedException {
        for (int i = 0; ; i++) {
            try {
                return sandbox.connect(port);
            } catch (IOException | SandboxException notYet) {
                if (i >= TRIES || !isThere(sandbox)) {
                    throw notYet;
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }
}
