package dev.gatehouse.lambda.extension;

import dev.gatehouse.lambda.sandbox.SandboxProcess;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The shutdown phase of an environment with extensions: the runtime is asked to end by SIGTERM,
 * then the extensions are told; whoever has not ended in time is left to the sandbox's end.
 * Confined to the environment's event loop.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html">Shutdown
 *     phase</a>
 */
final class Shutdown {
    /** What AWS allows where there are external extensions. */
    private static final long EXTERNAL_MILLIS = 2_000;

    /** What AWS allows where extensions are part of the runtime. */
    private static final long INTERNAL_MILLIS = 500;

    /** The runtime's part of the time, in percent, before that of external extensions. */
    private static final long RUNTIME_PERCENT = 30;

    private static final long LOOK_MILLIS = 20;

    private final ExtensionHome home;
    private final Extensions extensions;
    private final List<ExtensionProcess> processes;
    private final ShutdownReason reason;
    private final Runnable look;
    private final List<ScheduledFuture<?>> timers = new ArrayList<>();
    private Runnable afterwards;
    private long deadlineMillis;
    private boolean told;
    private boolean over;

    /**
     * @param look takes what the programs have written, and delivers what waits for them
     * @param afterwards runs once, when all have ended or their time is over
     */
    Shutdown(
            ExtensionHome home,
            Extensions extensions,
            List<ExtensionProcess> processes,
            ShutdownReason reason,
            Runnable look,
            Runnable afterwards) {
        this.home = home;
        this.extensions = extensions;
        this.processes = processes;
        this.reason = reason;
        this.look = look;
        this.afterwards = afterwards;
    }

    /** Something else is to follow. */
    void then(Runnable other) {
        afterwards = other;
    }

    /**
     * @param runtime the runtime's process; null when it has ended
     */
    void begin(@Nullable SandboxProcess runtime) {
        boolean external = extensions.areExternal();
        long millis = external ? EXTERNAL_MILLIS : INTERNAL_MILLIS;
        deadlineMillis = home.clock().millis() + millis;
        in(millis, this::finish);
        timers.add(home.loop().scheduleAtFixedRate(look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS));
        if (runtime == null) {
            tell();
            return;
        }
        home.threads().execute(runtime::terminate);
        runtime.exit().onComplete(_ -> home.loop().execute(this::tell));
        if (external) {
            in(millis * RUNTIME_PERCENT / 100, () -> give(runtime));
        }
    }

    private void in(long millis, Runnable step) {
        timers.add(home.loop().schedule(step, millis, TimeUnit.MILLISECONDS));
    }

    /** The runtime's time is over. */
    private void give(SandboxProcess runtime) {
        if (!told) {
            home.threads().execute(runtime::kill);
            tell();
        }
    }

    /** The runtime has ended: now the extensions. */
    private void tell() {
        if (told || over) {
            return;
        }
        told = true;
        for (ExtensionProcess each : processes) {
            if (!each.hasEnded() && !extensions.hearsShutdown(each.name())) {
                home.threads().execute(each.process()::kill);
            }
        }
        extensions.shutDown(reason, deadlineMillis);
        ended();
    }

    /** One of the programs may have ended. */
    void ended() {
        if (told && processes.stream().allMatch(ExtensionProcess::hasEnded)) {
            finish();
        }
    }

    private void finish() {
        if (!over) {
            over = true;
            timers.forEach(timer -> timer.cancel(false));
            afterwards.run();
        }
    }
}
