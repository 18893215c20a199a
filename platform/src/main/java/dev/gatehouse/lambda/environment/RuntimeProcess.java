package dev.gatehouse.lambda.environment;

import dev.gatehouse.lambda.extension.Companions;
import dev.gatehouse.lambda.launch.Launch;
import dev.gatehouse.lambda.runtimeapi.EnvironmentState;
import dev.gatehouse.lambda.runtimeapi.RuntimeSession;
import dev.gatehouse.lambda.runtimeapi.RuntimeWatcher;
import dev.gatehouse.lambda.sandbox.SandboxExit;
import dev.gatehouse.lambda.sandbox.SandboxProcess;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The runtime of an environment: one process at a time, started as often as it is needed, in the
 * same sandbox. Confined to the environment's event loop.
 */
final class RuntimeProcess {
    private final Launch launch;
    private final Companions companions;
    private final EventLoop loop;
    private final Surroundings around;
    private @Nullable RuntimeSession session;
    private @Nullable SandboxProcess process;

    /** Completes when what was asked of the sandbox last is done, or has failed. */
    private CompletableFuture<?> latest = CompletableFuture.completedFuture(null);

    private int launches;

    RuntimeProcess(Launch launch, Companions companions, EventLoop loop, Surroundings around) {
        this.launch = launch;
        this.companions = companions;
        this.loop = loop;
        this.around = around;
    }

    /** Starts the runtime for the first time, or takes over a warm one. */
    void begin(
            RuntimeWatcher watcher, ProcessWatcher processes, WarmRuntime.@Nullable Adopted warm) {
        if (warm == null) {
            start(watcher, processes);
        } else {
            adopt(watcher, processes, warm);
        }
    }

    /**
     * Starts the runtime once nothing of its predecessor is left; where there are programs to start
     * before it, {@link #startRuntime} is to follow.
     */
    void start(RuntimeWatcher watcher, ProcessWatcher processes) {
        int number = ++launches;
        session = launch.api().begin(watcher, companions.begin());
        process = null;
        if (companions.areExternal()) {
            inTurn(
                    companions::start,
                    failure -> loop.execute(() -> failed(processes, failure, number)));
        } else {
            startRuntime(processes);
        }
    }

    /** Starts the runtime itself. */
    void startRuntime(ProcessWatcher watcher) {
        int number = launches;
        inTurn(
                () -> {
                    SandboxProcess started = launch.sandbox().start(launch.command());
                    loop.execute(() -> launched(watcher, started, number));
                },
                failure -> loop.execute(() -> failed(watcher, failure, number)));
    }

    /** Runs what blocks after everything before it, also after what failed. */
    private void inTurn(Runnable step, Consumer<Throwable> failed) {
        CompletableFuture<?> former = latest;
        CompletableFuture<Object> done = new CompletableFuture<>();
        latest = done;
        around.blocking(
                () -> {
                    former.join();
                    try {
                        step.run();
                    } finally {
                        done.complete(null);
                    }
                },
                failed);
    }

    private void failed(ProcessWatcher watcher, Throwable failure, int number) {
        if (number != launches) {
            return;
        }
        if (number == 1) {
            watcher.broken(failure);
        } else {
            watcher.lost();
        }
    }

    private void launched(ProcessWatcher watcher, SandboxProcess started, int number) {
        if (number != launches) {
            // Nobody waits for it any more; the reset that is due ends it.
            around.blocking(() -> closeQuietly(started.output()), _ -> {});
            return;
        }
        process = started;
        watcher.running(started);
        started.exit().onSuccess(exit -> loop.execute(() -> exited(watcher, started, exit)));
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
    private void adopt(
            RuntimeWatcher watcher, ProcessWatcher processes, WarmRuntime.Adopted adopted) {
        WarmRuntime warm = adopted.runtime();
        launches++;
        session = warm.session();
        process = warm.process();
        processes.running(warm.process());
        warm.process()
                .exit()
                .onSuccess(exit -> loop.execute(() -> exited(processes, warm.process(), exit)));
        warm.session().specialise(watcher, companions.begin(), adopted.function());
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

    /**
     * The process that runs, if one does, for whoever ends it in order. Nothing is heard of it any
     * more.
     */
    @Nullable SandboxProcess release() {
        launches++;
        session().mute();
        SandboxProcess last = process;
        process = null;
        return last;
    }

    /** Nothing is heard any more of what is being started; the sandbox is about to be closed. */
    void abandon() {
        launches++;
    }

    /**
     * Ends the runtime and everything that it started; the sandbox and its files stay.
     *
     * @param watcher hears when the sandbox cannot be made as new
     */
    void end(ProcessWatcher watcher) {
        launches++;
        RuntimeSession current = session;
        if (current != null) {
            current.end();
        }
        process = null;
        inTurn(launch.sandbox()::reset, _ -> loop.execute(watcher::lost));
    }
}
