package dev.gatehouse.lambda.warm;

import dev.gatehouse.kernel.FileTrees;
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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
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

    private final EnvironmentSources sources;
    private final CompiledFolders folders;

    /** Being made, or of no avail. */
    private final Map<Path, CompletableFuture<Void>> tried = new ConcurrentHashMap<>();

    private final Set<Sandbox> compiling = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    public CompiledModules(EnvironmentSources sources) {
        this.sources = sources;
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

    /** Compiles what a version imports, once, where that is worth it. Blocks, for seconds. */
    public void make(FunctionVersion version, RuntimeSetup setup) {
        Optional<ModuleCompiler> compiler = ModuleCompiler.of(version, setup);
        if (closed || compiler.isEmpty()) {
            return;
        }
        Path folder = folders.of(version, setup);
        CompletableFuture<Void> made = new CompletableFuture<>();
        CompletableFuture<Void> other = tried.putIfAbsent(folder, made);
        if (other != null) {
            other.join();
            return;
        }
        try {
            if (!Files.isDirectory(folder) && folders.makeRoom()) {
                compile(version, setup, compiler.get(), folder);
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("Starts of {} are slower than they could be", version.function(), e);
        } finally {
            made.complete(null);
            if (Files.isDirectory(folder)) {
                tried.remove(folder);
            }
        }
    }

    private void compile(
            FunctionVersion version, RuntimeSetup setup, ModuleCompiler compiler, Path folder)
            throws IOException {
        Sandbox sandbox = sources.sandboxes().open(spec(version, setup));
        compiling.add(sandbox);
        Path draft = folders.draft();
        try (sandbox) {
            // A level without a view of its own has other paths at each start.
            boolean own = sandbox.locate("/var/task").equals("/var/task");
            if (closed || !own) {
                return;
            }
            sandbox.holdToCpuShare(true);
            WarmCommand command = new WarmCommand(setup, sandbox, sources.trust());
            int files =
                    CompiledFiles.write(sandbox.start(command.command(compiler.command())), draft);
            if (files > 0) {
                Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
                LOG.debug("{} files of {} are compiled", files, version.function());
            }
        } finally {
            compiling.remove(sandbox);
            FileTrees.deleteIfExists(draft);
        }
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
        compiling.forEach(Sandbox::close);
    }
}
