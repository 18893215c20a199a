package dev.gatehouse.lambda.schedule;

import dev.gatehouse.lambda.runtimeapi.EnvironmentState;
import dev.gatehouse.lambda.runtimeapi.RuntimeSession;
import dev.gatehouse.lambda.runtimeapi.RuntimeWatcher;
import dev.gatehouse.lambda.sandbox.SandboxExit;
import dev.gatehouse.lambda.sandbox.SandboxProcess;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The runtime of an environment: one process at a time, started as often as it is needed, in the
 * same sandbox. Confined to the environment's event loop.
 */
final class RuntimeProcess {
    private final Launch launch;
    private final EventLoop loop;
    private final Surroundings around;
    private @Nullable RuntimeSession session;
    private @Nullable SandboxProcess process;

    /** Completes when what was launched last has ended, or could not be launched. */
    private CompletableFuture<?> latest = CompletableFuture.completedFuture(null);

    private int launches;

    RuntimeProcess(Launch launch, EventLoop loop, Surroundings around) {
        this.launch = launch;
        this.loop = loop;
        this.around = around;
    }

    /** Starts the runtime for the first time, or takes over a warm one. */
    <W extends RuntimeWatcher & ProcessWatcher> void begin(W watcher, @Nullable WarmRuntime warm) {
        if (warm == null) {
            start(watcher);
        } else {
            adopt(watcher, warm);
        }
    }

    /** Starts the runtime once its predecessor is gone. */
    <W extends RuntimeWatcher & ProcessWatcher> void start(W watcher) {
        int number = ++launches;
        session = launch.api().begin(watcher);
        CompletableFuture<?> former = latest;
        CompletableFuture<Object> ended = new CompletableFuture<>();
        latest = ended;
        process = null;
        around.blocking(
                () -> {
                    former.join();
                    SandboxProcess started = launch.sandbox().start(launch.command());
                    started.exit().onComplete(ended::complete);
                    loop.execute(() -> launched(watcher, started, number));
                },
                failure -> {
                    ended.complete(failure);
                    loop.execute(() -> failed(watcher, failure, number));
                });
    }

    private void failed(ProcessWatcher watcher, Throwable failure, int number) {
        if (number == launches) {
            watcher.broken(failure);
        }
    }

    private void launched(ProcessWatcher watcher, SandboxProcess started, int number) {
        if (number != launches) {
            around.blocking(() -> discard(started), _ -> {});
            return;
        }
        process = started;
        watcher.running(started);
        started.exit().onSuccess(exit -> loop.execute(() -> exited(watcher, started, exit)));
    }

    /** One that nobody waits for any more when at last it runs. */
    private static void discard(SandboxProcess started) {
        started.kill();
        closeQuietly(started.output());
        started.framedLogs().ifPresent(RuntimeProcess::closeQuietly);
    }

    private static void closeQuietly(InputStream output) {
        try {
            output.close();
        } catch (IOException e) {
            // Nobody was to read it anyway.
        }
    }

    private void exited(ProcessWatcher watcher, SandboxProcess which, SandboxExit exit) {
        if (which == process && state() != EnvironmentState.GONE) {
            watcher.exited(exit);
        }
    }

    /** Takes over a runtime that waits to be told its function, and tells it. */
    private <W extends RuntimeWatcher & ProcessWatcher> void adopt(W watcher, WarmRuntime warm) {
        launches++;
        session = warm.session();
        process = warm.process();
        latest = warm.process().exit().toCompletionStage().toCompletableFuture();
        watcher.running(warm.process());
        warm.process()
                .exit()
                .onSuccess(exit -> loop.execute(() -> exited(watcher, warm.process(), exit)));
        warm.session().specialise(watcher, launch.command().environment());
    }

    EnvironmentState state() {
        RuntimeSession current = session;
        return current == null ? EnvironmentState.GONE : current.state();
    }

    /** The session of the process that was started last. */
    RuntimeSession session() {
        RuntimeSession current = session;
        if (current == null) {
            throw new IllegalStateException("no runtime was started yet");
        }
        return current;
    }

    /** Nothing is heard any more of what is being started; the sandbox is about to be closed. */
    void abandon() {
        launches++;
    }

    /**
     * Ends the runtime; the sandbox and its files stay, and so may programs that left its process
     * group.
     */
    void end() {
        launches++;
        RuntimeSession current = session;
        if (current != null) {
            current.end();
        }
        SandboxProcess running = process;
        if (running != null) {
            around.blocking(running::kill, _ -> {});
        }
    }
}
