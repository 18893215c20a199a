package dev.gatehouse.lambda.warm;

import dev.gatehouse.kernel.FileTrees;
import dev.gatehouse.lambda.environment.Surroundings;
import dev.gatehouse.lambda.launch.EnvironmentSources;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.runtimes.RuntimeSetup;
import dev.gatehouse.lambda.sandbox.Sandbox;
import dev.gatehouse.lambda.sandbox.SandboxMount;
import dev.gatehouse.lambda.sandbox.SandboxSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * V8's code of what Node.js functions import: made once a version, in a sandbox in which none of
 * its code runs and no event ever comes, and mounted read-only into the version's environments.
 * Without it, or with one that Node.js does not take, a start is only slower.
 */
public final class CompiledModules implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CompiledModules.class);
    private static final int MEMORY_MB = 512;

    /** From so many on they are forgotten, and tried again at a later start. */
    private static final int MOST_REMEMBERED = 1_000;

    private final EnvironmentSources sources;
    private final Surroundings around;
    private final CompiledFolders folders;

    /** Those that nothing came of, as far as they are remembered. */
    private final Set<Path> ofNoAvail = ConcurrentHashMap.newKeySet();

    /** One version is compiled at a time. */
    private final Semaphore turn = new Semaphore(1);

    private volatile @Nullable Sandbox current;
    private volatile boolean gaveWay;
    private volatile boolean closed;

    public CompiledModules(EnvironmentSources sources, Surroundings around) {
        this.sources = sources;
        this.around = around;
        this.folders = new CompiledFolders(sources.runtimes().compiled());
    }

    /** What an environment of a version sees beside its code; nothing where nothing was made. */
    public List<SandboxMount> mounts(FunctionVersion version, RuntimeSetup setup) {
        if (!ModuleCompiler.isOfNode(version)) {
            return List.of();
        }
        Path folder = folders.of(version, setup);
        return folders.use(folder)
                ? List.of(SandboxMount.of(folder, ModuleCompiler.PLACE))
                : List.of();
    }

    /**
     * Compiles what a version imports, once, where that is worth it. Blocks, for seconds.
     *
     * @param room without which it is done after a later start
     */
    public void make(FunctionVersion version, RuntimeSetup setup, Room room) {
        Optional<ModuleCompiler> compiler = ModuleCompiler.of(version, setup);
        if (compiler.isEmpty()) {
            return;
        }
        Path folder = folders.of(version, setup);
        if (!lacks(folder)) {
            return;
        }
        turn.acquireUninterruptibly();
        gaveWay = false;
        try {
            if (lacks(folder)) {
                makeInTurn(compiler.get(), spec(version, setup), setup, folder, room);
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("Starts of {} are slower than they could be", version.function(), e);
            if (!gaveWay) {
                giveUp(folder);
            }
        } finally {
            turn.release();
        }
    }

    private boolean lacks(Path folder) {
        return !closed && !Files.isDirectory(folder) && !ofNoAvail.contains(folder);
    }

    private void giveUp(Path folder) {
        if (ofNoAvail.size() >= MOST_REMEMBERED) {
            ofNoAvail.clear();
        }
        ofNoAvail.add(folder);
    }

    private void makeInTurn(
            ModuleCompiler compiler, SandboxSpec spec, RuntimeSetup setup, Path folder, Room room)
            throws IOException {
        int megabytes = spec.memoryMb() + sources.sandboxes().memoryBesideMb();
        if (!folders.makeRoom() || !room.take(megabytes)) {
            return;
        }
        try {
            compile(compiler, spec, setup, folder);
        } finally {
            room.giveBack(megabytes);
        }
    }

    private void compile(ModuleCompiler compiler, SandboxSpec spec, RuntimeSetup setup, Path folder)
            throws IOException {
        Path draft = folders.draft();
        try (Sandbox sandbox = sources.sandboxes().open(spec)) {
            current = sandbox;
            // A level without a view of its own has other paths at each start.
            boolean own = sandbox.locate("/var/task").equals("/var/task");
            int files = own && !closed ? run(compiler, setup, sandbox, draft) : 0;
            if (gaveWay || closed) {
                return; // what was printed may not be all
            }
            if (files == 0) {
                giveUp(folder);
                return;
            }
            Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
            LOG.debug("{} files are compiled into {}", files, folder);
        } finally {
            current = null;
            FileTrees.deleteIfExists(draft);
        }
    }

    private int run(ModuleCompiler compiler, RuntimeSetup setup, Sandbox sandbox, Path draft)
            throws IOException {
        sandbox.holdToCpuShare(true);
        WarmCommand command = new WarmCommand(setup, sandbox, sources.trust());
        return CompiledFiles.write(sandbox.start(command.command(compiler.command())), draft);
    }

    /**
     * Begins to end what is being compiled, for what is asked for now: it is done later. Returns at
     * once.
     *
     * @return false when nothing is
     */
    public boolean giveWay() {
        Sandbox one = current;
        if (one == null || gaveWay) {
            return false;
        }
        gaveWay = true;
        around.blocking(one::close, failure -> LOG.warn("a sandbox could not be closed", failure));
        return true;
    }

    private SandboxSpec spec(FunctionVersion version, RuntimeSetup setup) {
        List<SandboxMount> mounts = new ArrayList<>(Warmth.spec(setup, sources.trust()).mounts());
        mounts.add(SandboxMount.of(version.code().root(), "/var/task"));
        if (!version.code().layers().isEmpty()) {
            mounts.add(new SandboxMount("/opt", version.code().layers()));
        }
        return new SandboxSpec(MEMORY_MB, MEMORY_MB, mounts);
    }

    /** Ends what is being made. */
    @Override
    public void close() {
        closed = true;
        Sandbox one = current;
        if (one != null) {
            one.close();
        }
    }
}
