package dev.gatehouse.lambda.sandbox.process;

import dev.gatehouse.lambda.sandbox.SandboxException;
import dev.gatehouse.lambda.sandbox.SandboxExit;
import dev.gatehouse.lambda.sandbox.SandboxProcess;
import dev.gatehouse.lambda.sandbox.cgroup.GroupFiles;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A process of the host. */
final class PlainProcess implements SandboxProcess {

    /** How the JDK, like a shell, tells death by a signal. */
    private static final int SIGNALLED = 128;

    private static final int PATIENCE_SECONDS = 10;

    private final Process process;
    private final boolean underLauncher;
    private final Promise<SandboxExit> exit = Promise.promise();

    private PlainProcess(Process process, boolean underLauncher) {
        this.process = process;
        this.underLauncher = underLauncher;
    }

    /**
     * @param underLauncher whether it is a launcher that is started, and the program by it
     */
    static PlainProcess start(ProcessBuilder builder, boolean underLauncher) {
        try {
            PlainProcess started = new PlainProcess(builder.start(), underLauncher);
            started.process.onExit().thenAccept(ended -> started.ended(ended.exitValue()));
            return started;
        } catch (IOException e) {
            throw new SandboxException("cannot start " + builder.command().getFirst() + ": " + e);
        }
    }

    private void ended(int value) {
        boolean signalled = value > SIGNALLED;
        exit.complete(
                new SandboxExit(
                        signalled ? 0 : value,
                        signalled ? value - SIGNALLED : 0,
                        false,
                        Optional.empty()));
    }

    @Override
    public InputStream output() {
        return process.getInputStream();
    }

    @Override
    public Future<SandboxExit> exit() {
        return exit.future();
    }

    /** By its handle: the process itself would close our ends of its pipes as well. */
    @Override
    public void terminate() {
        process.toHandle().destroy();
    }

    /**
     * Kills it and everything it started. A launcher does so when its input ends, and misses
     * nothing; without one, what is known now must do.
     */
    @Override
    public void kill() {
        if (underLauncher) {
            endInput();
            return;
        }
        List<ProcessHandle> all = process.descendants().toList();
        process.toHandle().destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
    }

    /** Stops it and its process group where they stand; asked of its launcher. */
    void stop() {
        order('s');
    }

    /** Lets it go on. */
    void go() {
        order('c');
    }

    private void order(char letter) {
        try {
            process.getOutputStream().write(letter);
            process.getOutputStream().flush();
        } catch (IOException e) {
            // It has ended.
        }
    }

    private void endInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            process.destroyForcibly();
        }
    }

    /** Waits until it has ended, but not for ever; false when it has not. */
    boolean awaitExit() {
        try {
            return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The peak of this one process; 0 when the system does not say. */
    long peakMemoryBytes() {
        Path status = Path.of("/proc", Long.toString(process.pid()));
        return GroupFiles.number(status, "status", "VmHWM:") << 10;
    }
}
