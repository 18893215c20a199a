package dev.gatehouse.lambda.sandbox.namespace;

import dev.gatehouse.lambda.sandbox.Sandbox;
import dev.gatehouse.lambda.sandbox.SandboxCommand;
import dev.gatehouse.lambda.sandbox.SandboxException;
import dev.gatehouse.lambda.sandbox.SandboxExit;
import dev.gatehouse.lambda.sandbox.SandboxProcess;
import dev.gatehouse.lambda.sandbox.SandboxReport;
import dev.gatehouse.lambda.sandbox.SandboxSettings;
import dev.gatehouse.lambda.sandbox.SandboxSpec;
import dev.gatehouse.lambda.sandbox.Sandboxes;
import dev.gatehouse.lambda.sandbox.os.FileTree;
import dev.gatehouse.lambda.sandbox.os.Launcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sandboxes of either namespace level. */
public final class NamespaceSandboxes implements Sandboxes {

    /** What a socket's name may have, less the longest sandbox id. */
    private static final int LONGEST_CALLS_PATH = 90;

    private static final int PROBE_SECONDS = 10;

    private final Allocations source;
    private final ReadySandboxes ready;
    private final SandboxReport report;
    private final Path calls;
    private final Skeleton skeleton;
    private final SandboxMaker maker;
    private final Set<Sandbox> open = ConcurrentHashMap.newKeySet();

    private NamespaceSandboxes(SandboxMaker maker, ReadySandboxes ready, SandboxReport report) {
        this.maker = maker;
        this.source = maker.source();
        this.skeleton = maker.skeleton();
        this.calls = maker.calls();
        this.ready = ready;
        this.report = report;
    }

    /** Proves the level by running a program in a sandbox, then begins to keep some ready. */
    public static NamespaceSandboxes start(
            SandboxSettings settings, Launcher launcher, Allocations source) throws IOException {
        Skeleton skeleton = Skeleton.in(settings.directory());
        Path calls = callsDirectory(settings.directory());
        SandboxMaker maker = new SandboxMaker(source, launcher, skeleton, calls);
        ReadySandboxes ready = new ReadySandboxes(settings.ready(), proven(maker), maker::make);
        return new NamespaceSandboxes(maker, ready, source.report());
    }

    private static Path callsDirectory(Path directory) throws IOException {
        Path calls = directory.resolve("calls");
        FileTree.delete(calls); // a node that was killed may have left a socket
        return calls.toString().length() <= LONGEST_CALLS_PATH
                ? Files.createDirectories(calls)
                : Files.createTempDirectory("gatehouse");
    }

    /** A sandbox that has run a program, and nothing is left of that in it. */
    private static NamespaceSandbox proven(SandboxMaker maker) {
        NamespaceSandbox sandbox = maker.make();
        try {
            prove(sandbox);
            return sandbox;
        } catch (Throwable e) {
            sandbox.close();
            throw e;
        }
    }

    private static void prove(Sandbox sandbox) {
        try {
            sandbox.holdToCpuShare(false);
            SandboxProcess process =
                    sandbox.start(
                            new SandboxCommand(
                                    List.of("/bin/sh", "-c", "exit 0"), Map.of(), "/", false));
            SandboxExit exit =
                    process.exit()
                            .toCompletionStage()
                            .toCompletableFuture()
                            .get(PROBE_SECONDS, TimeUnit.SECONDS);
            process.output().close();
            if (exit.code() != 0 || exit.signal() != 0 || exit.startFailure().isPresent()) {
                throw new SandboxException("a first program ended with " + exit);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SandboxException("interrupted", e);
        } catch (TimeoutException e) {
            throw new SandboxException("a first program did not end in time", e);
        } catch (IOException | ExecutionException e) {
            throw new SandboxException("a first program did not run: " + e, e);
        }
    }

    @Override
    public SandboxReport report() {
        return report;
    }

    @Override
    public boolean growsWhileProgramsRun() {
        return true;
    }

    @Override
    public int memoryBesideMb() {
        return source.images().isPresent() ? 0 : Allocations.DEFAULT_STORAGE_MB;
    }

    @Override
    public int ready() {
        return ready.count();
    }

    @Override
    public Sandbox open(SandboxSpec spec) {
        NamespaceSandbox sandbox =
                spec.root().isPresent() ? maker.on(spec.root().get()).make() : ready.take();
        open.add(sandbox);
        sandbox.whenClosed(() -> open.remove(sandbox));
        try {
            sandbox.specialise(spec);
            return sandbox;
        } catch (Throwable e) {
            sandbox.close();
            throw e;
        }
    }

    @Override
    public void close() {
        ready.close();
        open.parallelStream().forEach(Sandbox::close);
        source.close();
        skeleton.remove();
        FileTree.delete(calls);
    }
}
