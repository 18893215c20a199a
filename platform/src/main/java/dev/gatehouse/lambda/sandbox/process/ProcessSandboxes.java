package dev.gatehouse.lambda.sandbox.process;

import dev.gatehouse.lambda.sandbox.Sandbox;
import dev.gatehouse.lambda.sandbox.SandboxException;
import dev.gatehouse.lambda.sandbox.SandboxLevel;
import dev.gatehouse.lambda.sandbox.SandboxListeners;
import dev.gatehouse.lambda.sandbox.SandboxReport;
import dev.gatehouse.lambda.sandbox.SandboxSpec;
import dev.gatehouse.lambda.sandbox.Sandboxes;
import dev.gatehouse.lambda.sandbox.os.FileTree;
import dev.gatehouse.lambda.sandbox.os.Launcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Plain processes, for machines that allow nothing stronger. */
public final class ProcessSandboxes implements Sandboxes {

    private final Path directory;
    private final Optional<Launcher> launcher;
    private final SandboxReport report;
    private final AtomicLong next = new AtomicLong();
    private final Set<Sandbox> open = ConcurrentHashMap.newKeySet();

    private ProcessSandboxes(Path directory, Optional<Launcher> launcher, SandboxReport report) {
        this.directory = directory;
        this.launcher = launcher;
        this.report = report;
    }

    /**
     * @param rejections why no stronger level works here
     */
    public static ProcessSandboxes start(
            Path directory, Optional<Launcher> launcher, List<String> rejections)
            throws IOException {
        Path place = directory.resolve("process");
        FileTree.delete(place); // what a killed node left
        Files.createDirectories(place);
        List<String> warnings = new ArrayList<>(rejections);
        warnings.add(
                "functions are plain processes of the node's user: run only code that you trust");
        warnings.add("SDKs that do not read AWS_ENDPOINT_URL call AWS itself from functions");
        SandboxReport report =
                new SandboxReport(
                        SandboxLevel.PROCESS,
                        "the network of this machine",
                        launcher.isPresent() ? "RLIMIT_DATA of each process" : "not limited",
                        "this machine's own, shared and not limited",
                        warnings);
        return new ProcessSandboxes(place, launcher, report);
    }

    @Override
    public SandboxReport report() {
        return report;
    }

    /** What Landlock lets a program read is settled before it starts. */
    @Override
    public boolean growsWhileProgramsRun() {
        return launcher.isEmpty();
    }

    @Override
    public int memoryBesideMb() {
        return 0;
    }

    @Override
    public int ready() {
        return 0;
    }

    @Override
    public Sandbox open(SandboxSpec spec) {
        if (spec.root().isPresent()) {
            throw new SandboxException(
                    "container images need a sandbox of the level namespaces, which does not work"
                            + " here");
        }
        String id = "p-" + next.getAndIncrement();
        try {
            Path own = Files.createDirectories(directory.resolve(id));
            ProcessSandbox sandbox =
                    new ProcessSandbox(
                            id, new ProcessView(own), launcher, SandboxListeners.onHost());
            open.add(sandbox);
            sandbox.whenClosed(() -> open.remove(sandbox));
            return specialised(sandbox, spec);
        } catch (IOException e) {
            throw new SandboxException("no place for a sandbox: " + e, e);
        }
    }

    private static Sandbox specialised(Sandbox sandbox, SandboxSpec spec) {
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
        open.parallelStream().forEach(Sandbox::close);
        FileTree.delete(directory);
    }
}
