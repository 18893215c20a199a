package dev.gatehouse.lambda.warm;

import dev.gatehouse.kernel.FileTrees;
import dev.gatehouse.lambda.environment.Surroundings;
import dev.gatehouse.lambda.environment.Ticker;
import dev.gatehouse.lambda.launch.EnvironmentSources;
import dev.gatehouse.lambda.runtimes.RuntimeSetup.ClassArchive;
import dev.gatehouse.lambda.sandbox.Sandbox;
import dev.gatehouse.lambda.sandbox.SandboxCommand;
import dev.gatehouse.lambda.sandbox.SandboxSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes archives of classes, one at a time, each in a sandbox of its own that ends after some
 * minutes whatever runs in it.
 */
final class ArchiveMaker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ArchiveMaker.class);

    /** One that hangs keeps no others from being made. They take seconds on a machine at rest. */
    private static final Duration LONGEST = Duration.ofMinutes(4);

    private final EnvironmentSources sources;
    private final Surroundings around;

    /** Being made, or of no avail. */
    private final Set<Path> tried = ConcurrentHashMap.newKeySet();

    private final Semaphore turn = new Semaphore(1);
    private volatile @Nullable Training current;
    private volatile boolean closed;

    ArchiveMaker(EnvironmentSources sources, Surroundings around) {
        this.sources = sources;
        this.around = around;
    }

    /**
     * What is to be made.
     *
     * @param folder that the archive will be in
     * @param spec of the sandbox
     * @param command leaves the archive
     * @param room that the sandbox has a part of; empty where it is not counted
     */
    record Order(
            Path folder,
            SandboxSpec spec,
            Function<Sandbox, SandboxCommand> command,
            Optional<Room> room) {}

    private record Training(Order order, Sandbox sandbox, AtomicBoolean gaveWay) {}

    /** Whether an archive is not there, nor being made, nor known to be of no avail. */
    boolean lacks(Path folder) {
        return !closed && !Files.isDirectory(folder) && !tried.contains(folder);
    }

    /** Makes one if it is lacking and there is room for it. Blocks, for seconds. */
    void make(Order order, Ticker ticker) {
        if (!lacks(order.folder()) || !tried.add(order.folder())) {
            return;
        }
        turn.acquireUninterruptibly();
        try {
            makeInTurn(order, ticker);
            // It may go, and be made again.
            tried.remove(order.folder());
        } catch (IOException | RuntimeException e) {
            if (!closed) {
                LOG.debug("no archive comes into {}", order.folder(), e);
            }
        } finally {
            turn.release();
        }
    }

    private void makeInTurn(Order order, Ticker ticker) throws IOException {
        int megabytes = order.spec().memoryMb() + sources.sandboxes().memoryBesideMb();
        if (closed || order.room().isPresent() && !order.room().get().take(megabytes)) {
            return;
        }
        try {
            train(order, ticker);
        } finally {
            order.room().ifPresent(room -> room.giveBack(megabytes));
        }
    }

    private void train(Order order, Ticker ticker) throws IOException {
        Sandbox sandbox = sources.sandboxes().open(order.spec());
        Training training = new Training(order, sandbox, new AtomicBoolean());
        current = training;
        try (sandbox) {
            Future<?> end =
                    ticker.loop()
                            .schedule(() -> end(sandbox), LONGEST.toSeconds(), TimeUnit.SECONDS);
            try {
                draft(order, sandbox, ticker);
            } finally {
                end.cancel(false);
            }
        } catch (IOException | RuntimeException e) {
            if (!training.gaveWay().get()) {
                throw e;
            }
        } finally {
            current = null;
        }
    }

    private void draft(Order order, Sandbox sandbox, Ticker ticker) throws IOException {
        if (closed) {
            return;
        }
        Path parent = Files.createDirectories(order.folder().getParent());
        Path draft = Files.createTempDirectory(parent, ArchiveFiles.DRAFT);
        try {
            new ClassTraining(sandbox, ticker, around)
                    .run(order.command().apply(sandbox), draft.resolve(ClassArchive.FILE));
            publish(draft, order.folder());
        } finally {
            FileTrees.deleteIfExists(draft);
        }
    }

    private static void publish(Path draft, Path folder) throws IOException {
        Files.setPosixFilePermissions(
                draft.resolve(ClassArchive.FILE), PosixFilePermissions.fromString("rw-r--r--"));
        for (Path each : List.of(draft, folder.getParent())) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        try {
            Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
            // Another node on the same data folder was faster; its archive is as good.
        }
    }

    /**
     * Begins to end what is being made, for what is asked for now: it is made later. Returns at
     * once.
     *
     * @return false when nothing that has a part of the room is being made
     */
    boolean giveWay() {
        Training one = current;
        if (one == null
                || one.order().room().isEmpty()
                || !one.gaveWay().compareAndSet(false, true)) {
            return false;
        }
        end(one.sandbox());
        return true;
    }

    private void end(Sandbox sandbox) {
        around.blocking(
                sandbox::close, failure -> LOG.warn("a sandbox could not be closed", failure));
    }

    /** Ends what is being made. */
    @Override
    public void close() {
        closed = true;
        Training one = current;
        if (one != null) {
            one.sandbox().close();
        }
    }
}
