package dev.gatehouse.lambda.warm;

import dev.gatehouse.kernel.FileTrees;
import dev.gatehouse.lambda.environment.Surroundings;
import dev.gatehouse.lambda.environment.Ticker;
import dev.gatehouse.lambda.launch.EnvironmentSources;
import dev.gatehouse.lambda.runtimes.RuntimeSetup;
import dev.gatehouse.lambda.runtimes.RuntimeSetup.ClassArchive;
import dev.gatehouse.lambda.sandbox.Sandbox;
import dev.gatehouse.lambda.sandbox.SandboxMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Archives of the classes that Java's client loads in every start. One is made when a JDK is first
 * used, by a run without any function's code, and mounted read-only into all that start with this
 * JDK and this client; without one, or with one that the JVM does not take, a start is only slower.
 * Those that no node has used for a month, whose JDK or client has been replaced, are deleted.
 */
public final class ClassArchives implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClassArchives.class);

    private static final Duration UNUSED = Duration.ofDays(30);

    private final EnvironmentSources sources;
    private final Surroundings around;

    /** In use, being made, or of no avail. */
    private final Set<Path> tried = ConcurrentHashMap.newKeySet();

    private final Set<Sandbox> training = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    public ClassArchives(EnvironmentSources sources, Surroundings around) {
        this.sources = sources;
        this.around = around;
    }

    /** The setup with the archive in use, where there is one. May block a little. */
    public RuntimeSetup used(RuntimeSetup setup) {
        Optional<ClassArchive> wanted = setup.jvm().flatMap(RuntimeSetup.Jvm::classes);
        return wanted.map(archive -> used(setup, archive)).orElse(setup);
    }

    private RuntimeSetup used(RuntimeSetup setup, ClassArchive archive) {
        Path folder = folder(archive);
        if (!Files.isDirectory(folder)) {
            return setup;
        }
        List<SandboxMount> mounts = new ArrayList<>(setup.mounts());
        mounts.add(SandboxMount.of(folder, ClassArchive.PLACE));
        List<String> arguments = new ArrayList<>(setup.arguments());
        arguments.addAll(1, archive.use());
        return new RuntimeSetup(
                setup.label(),
                mounts,
                arguments,
                setup.warmArguments(),
                setup.environment(),
                setup.framedLogs(),
                setup.warnings(),
                setup.jvm());
    }

    /** An archive names the parts of the class path as programs of this level see them. */
    private Path folder(ClassArchive archive) {
        String level = sources.sandboxes().report().level().name().toLowerCase(Locale.ROOT);
        return archive.folder().resolve(level);
    }

    /**
     * Makes the archive of a setup that has none, once. Blocks, for seconds.
     *
     * @return whether there is an archive that the setup does not use
     */
    public boolean make(RuntimeSetup setup, Ticker ticker) {
        Optional<ClassArchive> wanted = setup.jvm().flatMap(RuntimeSetup.Jvm::classes);
        if (closed || wanted.isEmpty()) {
            return false;
        }
        Path folder = folder(wanted.get());
        if (tried.add(folder)) {
            try {
                if (!Files.isDirectory(folder)) {
                    train(setup, wanted.get(), ticker, folder);
                }
                tidy(folder, wanted.get().folder().getParent());
            } catch (IOException | RuntimeException e) {
                if (!closed) {
                    LOG.warn("Starts of {} are slower than they could be", setup.label(), e);
                }
            }
        }
        return Files.isDirectory(folder)
                && setup.mounts().stream()
                        .noneMatch(mount -> mount.target().equals(ClassArchive.PLACE));
    }

    /** Notes that an archive was used now, and deletes those that were not for long. */
    private void tidy(Path used, Path shelf) throws IOException {
        Instant now = around.clock().now();
        Files.setLastModifiedTime(used, FileTime.from(now));
        for (Path archives : folders(shelf)) {
            for (Path each : folders(archives)) {
                if (Files.exists(each.resolve(ClassArchive.FILE))
                        && !tried.contains(each)
                        && Files.getLastModifiedTime(each).toInstant().plus(UNUSED).isBefore(now)) {
                    FileTrees.deleteIfExists(each);
                    if (folders(archives).isEmpty()) {
                        FileTrees.deleteIfExists(archives);
                    }
                }
            }
        }
    }

    private static List<Path> folders(Path parent) throws IOException {
        try (Stream<Path> found = Files.list(parent)) {
            return found.filter(Files::isDirectory).toList();
        }
    }

    private void train(RuntimeSetup setup, ClassArchive archive, Ticker ticker, Path folder)
            throws IOException {
        Sandbox sandbox = sources.sandboxes().open(Warmth.spec(setup, sources.trust()));
        training.add(sandbox);
        try (sandbox) {
            if (closed) {
                return;
            }
            Files.createDirectories(folder.getParent());
            Path draft = Files.createTempDirectory(folder.getParent(), "draft");
            try {
                new ClassTraining(sandbox, ticker, around)
                        .run(
                                new WarmCommand(setup, sandbox, sources.trust())
                                        .command(archive.training()),
                                draft.resolve(ClassArchive.FILE));
                publish(draft, folder);
            } finally {
                FileTrees.deleteIfExists(draft);
            }
            LOG.debug("{} starts with an archive of classes from now on", setup.label());
        } finally {
            training.remove(sandbox);
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

    /** Ends what is being made. */
    @Override
    public void close() {
        closed = true;
        training.forEach(Sandbox::close);
    }
}
