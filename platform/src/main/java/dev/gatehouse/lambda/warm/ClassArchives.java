package dev.gatehouse.lambda.warm;

import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.FileTrees;
import dev.gatehouse.lambda.environment.Surroundings;
import dev.gatehouse.lambda.environment.Ticker;
import dev.gatehouse.lambda.launch.EnvironmentSources;
import dev.gatehouse.lambda.launch.EnvironmentVariables;
import dev.gatehouse.lambda.plan.FunctionPlan;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.plan.SealedVariables;
import dev.gatehouse.lambda.runtimes.RuntimeSetup;
import dev.gatehouse.lambda.runtimes.RuntimeSetup.ClassArchive;
import dev.gatehouse.lambda.sandbox.Sandbox;
import dev.gatehouse.lambda.sandbox.SandboxCommand;
import dev.gatehouse.lambda.sandbox.SandboxMount;
import dev.gatehouse.lambda.sandbox.SandboxSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Archives of the classes that starts of Java functions load. One is made when a JDK is first used,
 * by a run of the client without any function's code; and one for each version, by a run of its
 * init phase alone, in a sandbox, without credentials. They are mounted read-only into what starts
 * with this JDK and this client; without one, or with one that the JVM does not take, a start is
 * only slower. A class is taken from an archive where the package has the very same bytes.
 */
public final class ClassArchives implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClassArchives.class);

    /** Of a JDK's own, with no function's code: takes an event and gives it back. */
    private static final String NO_FUNCTION = "java.util.Map::copyOf";

    private static final int LEAST_MB = 512;

    /** Whatever a deployment is followed by goes before. */
    private static final Path NICE = Path.of("/usr/bin/nice");

    private final EnvironmentSources sources;
    private final Surroundings around;
    private final ArchiveFiles files;

    /** Made, being made, or of no avail. */
    private final Set<Path> tried = ConcurrentHashMap.newKeySet();

    private final AtomicBoolean swept = new AtomicBoolean();

    /** One is made at a time: what is asked for now goes before what may be asked for. */
    private final Semaphore turn = new Semaphore(1);

    private final Set<Sandbox> training = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    public ClassArchives(EnvironmentSources sources, Surroundings around) {
        this.sources = sources;
        this.around = around;
        this.files = new ArchiveFiles(around);
    }

    /** A function has these versions now. */
    public void has(FunctionPlan plan) {
        files.has(plan);
    }

    /** A function is no more. */
    public void forget(Arn function) {
        files.forget(function);
    }

    /** The setup with the archive in use that suits a version best, if any. May block a little. */
    public RuntimeSetup used(FunctionVersion version, RuntimeSetup setup) {
        Optional<ClassArchive> wanted = setup.jvm().flatMap(RuntimeSetup.Jvm::classes);
        return wanted.map(archive -> used(version, setup, archive)).orElse(setup);
    }

    private RuntimeSetup used(FunctionVersion version, RuntimeSetup setup, ClassArchive archive) {
        Path own = ArchiveFiles.folder(archive, level(), version);
        Path folder = Files.isDirectory(own) ? own : archive.folder().resolve(level());
        if (!Files.isDirectory(folder)) {
            return setup;
        }
        files.used(folder);
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
    private String level() {
        return sources.sandboxes().report().level().name().toLowerCase(Locale.ROOT);
    }

    /** Makes the archive of a JDK and its client that has none, once. Blocks, for seconds. */
    public void make(RuntimeSetup setup, Ticker ticker) {
        Optional<ClassArchive> wanted = setup.jvm().flatMap(RuntimeSetup.Jvm::classes);
        wanted.ifPresent(
                archive -> {
                    SandboxSpec spec = Warmth.spec(setup, sources.trust());
                    List<String> program = archive.training(NO_FUNCTION);
                    Function<Sandbox, SandboxCommand> client =
                            sandbox ->
                                    new WarmCommand(setup, sandbox, sources.trust())
                                            .command(program);
                    makeOnce(archive.folder().resolve(level()), spec, client, ticker);
                    if (swept.compareAndSet(false, true)) {
                        files.sweep(archive);
                    }
                });
    }

    /**
     * Makes the archive of a version that has none, once. Blocks, for seconds.
     *
     * @param spec of its sandboxes
     * @param started whether it was in demand: then it may take the place of another one
     */
    public void make(
            FunctionVersion version,
            RuntimeSetup setup,
            SandboxSpec spec,
            boolean started,
            Ticker ticker) {
        Optional<ClassArchive> wanted = setup.jvm().flatMap(RuntimeSetup.Jvm::classes);
        if (wanted.isEmpty() || SealedVariables.is(version.launch().environment())) {
            return;
        }
        ClassArchive archive = wanted.get();
        Path folder = ArchiveFiles.folder(archive, level(), version);
        if (Files.isDirectory(folder) || !started && !files.hasRoom(archive)) {
            return;
        }
        files.sweep(archive);
        try {
            Files.createDirectories(archive.folder());
            Path layer = Files.createTempDirectory(archive.folder(), ArchiveFiles.DRAFT);
            try {
                InitOnly.write(layer, version.launch().handler());
                makeOnce(
                        folder,
                        withLayer(spec, layer),
                        sandbox -> init(version, setup, archive, sandbox),
                        ticker);
            } finally {
                FileTrees.deleteIfExists(layer);
            }
        } catch (IOException e) {
            LOG.debug("{} has no archive of its own", version.function(), e);
        }
    }

    private SandboxCommand init(
            FunctionVersion version, RuntimeSetup setup, ClassArchive archive, Sandbox sandbox) {
        List<String> program = new ArrayList<>(archive.training(InitOnly.HANDLER));
        if (version.isRestored()) {
            program.addAll(1, archive.restored());
        }
        if (Files.isExecutable(NICE)) {
            program.addAll(0, List.of(NICE.toString(), "-n", "19"));
        }
        return new EnvironmentVariables(version, setup, sandbox, "training", false)
                .training(program, sources.trust());
    }

    /** Last among the layers, and with room for a JVM that writes an archive. */
    private static SandboxSpec withLayer(SandboxSpec spec, Path layer) {
        List<SandboxMount> mounts = new ArrayList<>();
        List<Path> layers = new ArrayList<>();
        for (SandboxMount mount : spec.mounts()) {
            if (mount.target().equals("/opt")) {
                layers.addAll(mount.sources());
            } else {
                mounts.add(mount);
            }
        }
        layers.add(layer);
        mounts.add(new SandboxMount("/opt", layers));
        return new SandboxSpec(
                Math.max(LEAST_MB, spec.memoryMb()), spec.ephemeralStorageMb(), mounts);
    }

    private void makeOnce(
            Path folder,
            SandboxSpec spec,
            Function<Sandbox, SandboxCommand> command,
            Ticker ticker) {
        if (closed || Files.isDirectory(folder) || !tried.add(folder)) {
            return;
        }
        turn.acquireUninterruptibly();
        try {
            train(folder, spec, command, ticker);
            tried.remove(folder); // it may go, and be made again
        } catch (IOException | RuntimeException e) {
            if (!closed) {
                LOG.debug("no archive comes into {}", folder, e);
            }
        } finally {
            turn.release();
        }
    }

    private void train(
            Path folder, SandboxSpec spec, Function<Sandbox, SandboxCommand> command, Ticker ticker)
            throws IOException {
        if (closed) {
            return;
        }
        Sandbox sandbox = sources.sandboxes().open(spec);
        training.add(sandbox);
        try (sandbox) {
            if (closed) {
                return;
            }
            Files.createDirectories(folder.getParent());
            Path draft = Files.createTempDirectory(folder.getParent(), ArchiveFiles.DRAFT);
            try {
                new ClassTraining(sandbox, ticker, around)
                        .run(command.apply(sandbox), draft.resolve(ClassArchive.FILE));
                publish(draft, folder);
            } finally {
                FileTrees.deleteIfExists(draft);
            }
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
