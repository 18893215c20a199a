package dev.gatehouse.lambda.warm;

import dev.gatehouse.kernel.FileTrees;
import dev.gatehouse.lambda.environment.Surroundings;
import dev.gatehouse.lambda.environment.Ticker;
import dev.gatehouse.lambda.launch.EnvironmentSources;
import dev.gatehouse.lambda.launch.EnvironmentVariables;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.plan.SealedVariables;
import dev.gatehouse.lambda.runtimes.RuntimeSetup;
import dev.gatehouse.lambda.runtimes.RuntimeSetup.ClassArchive;
import dev.gatehouse.lambda.sandbox.Sandbox;
import dev.gatehouse.lambda.sandbox.SandboxCommand;
import dev.gatehouse.lambda.sandbox.SandboxMount;
import dev.gatehouse.lambda.sandbox.SandboxSpec;
import dev.gatehouse.lambda.trust.SandboxTrust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Archives of the classes that starts of Java functions load. One is made when a JDK is first used,
 * by a run of the client without any function's code. Versions with SnapStart, whose init phase AWS
 * runs apart from their calls too, have one of their own after their first start, by a run of it in
 * a sandbox, without credentials. They are mounted read-only into what starts with this JDK and
 * this client; without one, or with one that the JVM does not take, a start is only slower. A class
 * is taken from an archive where the package has the very same bytes.
 */
public final class ClassArchives implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClassArchives.class);

    /** Of a JDK's own, with no function's code: takes an event and gives it back. */
    private static final String NO_FUNCTION = "java.util.Map::copyOf";

    /** For a JVM that writes an archive. */
    private static final int LEAST_MB = 512;

    /** What is asked for now goes before. */
    private static final Path NICE = Path.of("/usr/bin/nice");

    private final EnvironmentSources sources;
    private final ArchiveFiles files;
    private final ArchiveMaker maker;
    private final AtomicBoolean swept = new AtomicBoolean();

    public ClassArchives(EnvironmentSources sources, Surroundings around) {
        this.sources = sources;
        this.files = new ArchiveFiles(around.clock());
        this.maker = new ArchiveMaker(sources, around);
    }

    /** The setup with the archive in use that suits a version best, if any. May block a little. */
    public RuntimeSetup used(FunctionVersion version, RuntimeSetup setup) {
        Optional<ClassArchive> own = setup.jvm().flatMap(RuntimeSetup.Jvm::own);
        Optional<ClassArchive> client = setup.jvm().flatMap(RuntimeSetup.Jvm::client);
        return own.flatMap(archive -> used(setup, archive, folder(archive, version)))
                .or(() -> client.flatMap(archive -> used(setup, archive, folder(archive))))
                .orElse(setup);
    }

    private Optional<RuntimeSetup> used(RuntimeSetup setup, ClassArchive archive, Path folder) {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        files.used(folder);
        List<SandboxMount> mounts = new ArrayList<>(setup.mounts());
        mounts.add(SandboxMount.of(folder, ClassArchive.PLACE));
        List<String> arguments = new ArrayList<>(setup.arguments());
        arguments.addAll(1, archive.use());
        return Optional.of(
                new RuntimeSetup(
                        setup.label(),
                        mounts,
                        arguments,
                        setup.warmArguments(),
                        setup.environment(),
                        setup.framedLogs(),
                        setup.warnings(),
                        setup.jvm()));
    }

    private Path folder(ClassArchive archive) {
        return archive.folder().resolve(level());
    }

    private Path folder(ClassArchive archive, FunctionVersion version) {
        return ArchiveFiles.folder(archive, level(), version);
    }

    /** An archive names the parts of the class path as programs of this level see them. */
    private String level() {
        return sources.sandboxes().report().level().name().toLowerCase(Locale.ROOT);
    }

    /** Makes the archive of a JDK and its client that has none, once. Blocks, for seconds. */
    public void make(RuntimeSetup setup, Ticker ticker) {
        setup.jvm()
                .flatMap(RuntimeSetup.Jvm::client)
                .ifPresent(archive -> makeClients(setup, archive, ticker));
    }

    private void makeClients(RuntimeSetup setup, ClassArchive archive, Ticker ticker) {
        SandboxTrust trust = sources.trust();
        List<String> program = archive.training(NO_FUNCTION);
        // Seconds in the life of a JDK, and no more than an interpreter that waits: neither counts.
        maker.make(
                new ArchiveMaker.Order(
                        folder(archive),
                        Warmth.spec(setup, trust),
                        sandbox -> new WarmCommand(setup, sandbox, trust).command(program),
                        Optional.empty()),
                ticker);
        if (swept.compareAndSet(false, true)) {
            files.sweep(archive);
        }
    }

    /**
     * Makes the archive of a version that may have one and has none, once. Blocks, for seconds.
     *
     * @param spec of its sandboxes
     * @param room without which it is made after a later start
     */
    public void make(
            FunctionVersion version,
            RuntimeSetup setup,
            SandboxSpec spec,
            Room room,
            Ticker ticker) {
        Optional<ClassArchive> own = setup.jvm().flatMap(RuntimeSetup.Jvm::own);
        if (own.isEmpty() || isSealed(version) || !maker.lacks(folder(own.get(), version))) {
            return;
        }
        ClassArchive archive = own.get();
        try {
            Files.createDirectories(archive.folder());
            Path layer = Files.createTempDirectory(archive.folder(), ArchiveFiles.DRAFT);
            try {
                InitOnly.write(layer, version.launch().handler());
                maker.make(
                        new ArchiveMaker.Order(
                                folder(archive, version),
                                withLayer(spec, layer),
                                sandbox -> init(version, setup, archive, sandbox),
                                Optional.of(room)),
                        ticker);
            } finally {
                FileTrees.deleteIfExists(layer);
            }
        } catch (IOException e) {
            LOG.debug("{} has no archive of its own", version.function(), e);
        }
        files.sweep(archive);
    }

    /** What a key must be asked for is kept nowhere in the clear. */
    private static boolean isSealed(FunctionVersion version) {
        return SealedVariables.is(version.launch().environment())
                || version.code().sealedKey() != null;
    }

    private SandboxCommand init(
            FunctionVersion version, RuntimeSetup setup, ClassArchive archive, Sandbox sandbox) {
        List<String> program = new ArrayList<>(archive.training(InitOnly.HANDLER));
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

    /**
     * Begins to end what is being made for a version, for what is asked for now. Returns at once.
     *
     * @return false when there is none
     */
    public boolean giveWay() {
        return maker.giveWay();
    }

    /** Ends what is being made. */
    @Override
    public void close() {
        maker.close();
    }
}
