package dev.gatehouse.app.engine;

import dev.gatehouse.client.http.AwsRequest;
import dev.gatehouse.client.http.CallLimits;
import dev.gatehouse.client.http.Connections;
import dev.gatehouse.function.PushTargets;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.message.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * moto's server, which serves many services of AWS in memory: fetched once, started when it is
 * first needed, on loopback, and ended with the node. What ended by itself is started again when it
 * is next needed, and has forgotten everything.
 */
public final class Engine implements AutoCloseable {
    /** What is served. */
    public static final String NAME = "moto " + Installation.VERSION;

    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int LOOK_MILLIS = 50;

    /** The server, which ends with the process that holds the other end of its input. */
    private static final String PROGRAM = "engine.py";

    private static final AwsRequest LOOK =
            new AwsRequest("GET", "/moto-api/", "", Headers.NONE, new byte[0]);

    private final Installation installation;
    private final Supplier<PushTargets> functions;
    private final Clock clock;
    private @Nullable Process process;
    private @Nullable URI endpoint;
    private volatile String state = "starts when it is first needed";
    private boolean closed;

    /**
     * @param folder where it is kept
     * @param functions what its topics send messages to, once it has started
     */
    public Engine(Path folder, Supplier<PushTargets> functions, Clock clock) {
        this.installation = new Installation(folder);
        this.functions = functions;
        this.clock = clock;
    }

    /**
     * Where it serves; it is fetched and started where it is not there. Blocks.
     *
     * @throws ServiceException {@code ServiceUnavailable} saying why it cannot be had
     */
    public synchronized URI endpoint() {
        Process running = process;
        URI known = endpoint;
        if (running != null && running.isAlive() && known != null) {
            return known;
        }
        if (closed) {
            throw unavailable("the node is stopping");
        }
        if (running != null) {
            LOG.warn(
                    "The development engine ended with status {}; what it kept is lost",
                    running.exitValue());
        }
        try {
            state = "starting";
            URI started = start(known == null ? free() : known);
            endpoint = started;
            state = "running";
            return started;
        } catch (IOException problem) {
            state = "failed: " + problem.getMessage();
            throw unavailable(String.valueOf(problem.getMessage()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw unavailable("interrupted while it started");
        }
    }

    /** How it is, in words. */
    public String state() {
        return state;
    }

    private static ServiceException unavailable(String reason) {
        return new ServiceException(
                "ServiceUnavailable", 503, "The development engine cannot be had: " + reason);
    }

    private URI start(URI at) throws IOException, InterruptedException {
        Process started =
                installation
                        .python("-c", program(), "-H", at.getHost(), "-p", "" + at.getPort())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        process = started;
        TopicMessages messages = new TopicMessages(functions, clock);
        Thread.ofPlatform()
                .daemon()
                .name("engine-messages")
                .start(() -> messages.sendAll(started.inputReader(StandardCharsets.UTF_8)));
        try (Connections connections = new Connections(at, CallLimits.DEFAULT)) {
            await(started, connections);
        }
        LOG.info("{} serves at {}, in memory", NAME, at);
        return at;
    }

    private static String program() throws IOException {
        try (InputStream in = Engine.class.getResourceAsStream(PROGRAM)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void await(Process started, Connections connections)
            throws IOException, InterruptedException {
        long began = clock.nanoTime();
        while (!responds(connections)) {
            if (!started.isAlive()) {
                throw new IOException(
                        "%s ended with status %d when it was started"
                                .formatted(NAME, started.exitValue()));
            }
            if (clock.nanoTime() - began > PATIENCE.toNanos()) {
                started.destroyForcibly();
                throw new IOException(NAME + " does not respond");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    private static boolean responds(Connections connections) {
        try {
            connections.exchange(LOOK);
            return true;
        } catch (ServiceException notYet) {
            return false;
        }
    }

    private static URI free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return new URI("http", null, "127.0.0.1", socket.getLocalPort(), null, null, null);
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void close() {
        // An installation that goes on is not waited for.
        installation.stop();
        synchronized (this) {
            closed = true;
            Process running = process;
            if (running != null) {
                running.destroy();
            }
        }
    }
}
