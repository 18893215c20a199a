package dev.gatehouse.lambda.environment;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.lambda.launch.Launch;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.sandbox.SandboxProcess;
import dev.gatehouse.lambda.telemetry.EnvironmentLog;
import dev.gatehouse.lambda.telemetry.FunctionOutput;
import dev.gatehouse.lambda.telemetry.LogTap;
import dev.gatehouse.lambda.telemetry.PlatformEvent;
import dev.gatehouse.lambda.telemetry.PlatformEvent.Completion;
import dev.gatehouse.lambda.telemetry.PlatformEvent.Fault;
import dev.gatehouse.lambda.telemetry.PlatformEvent.InitPhase;
import dev.gatehouse.lambda.telemetry.PlatformEvent.Initialization;
import dev.gatehouse.lambda.telemetry.RuntimeArns;
import dev.gatehouse.lambda.telemetry.TwoDecimals;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that one environment's log gets: what the platform has to say of the environment and its
 * events, and what the runtime writes. An event's part of it is whole when the runtime asks for the
 * next one, or ends. Confined to the environment's event loop.
 */
final class Journal {
    private final Clock clock;
    private final FunctionVersion version;
    private final Launch launch;
    private final EnvironmentLog log;
    private final Initialization initialization;
    private final FunctionOutput output;
    private final EventRecord record;
    private @Nullable Concluded unwritten;
    private long nextLookNanos;
    private boolean restoring;

    /**
     * An event whose outcome is known, but of which the log has not everything: its runtime may
     * still write until it asks for the next event.
     *
     * @param assignment the event
     * @param ending its outcome; kept only for a caller that waits for the log
     * @param completion what the platform sees of it
     * @param producedBytes the length of its response
     * @param tookNanos how long it took so far
     * @param runtimeDone whether it was told that the runtime is done with it
     */
    record Concluded(
            Assignment assignment,
            @Nullable Ending ending,
            Completion completion,
            long producedBytes,
            long tookNanos,
            boolean runtimeDone) {

        static Concluded of(Assignment assignment, Ending ending, long tookNanos) {
            return new Concluded(
                    assignment,
                    assignment.wantsLogTail() ? ending : null,
                    ending.completion(),
                    ending.producedBytes(),
                    tookNanos,
                    false);
        }

        Concluded took(long nanos) {
            return new Concluded(assignment, ending, completion, producedBytes, nanos, runtimeDone);
        }

        Concluded completed(Completion other) {
            return new Concluded(assignment, ending, other, producedBytes, tookNanos, runtimeDone);
        }

        Concluded runtimeDone(long nanos) {
            return new Concluded(assignment, ending, completion, producedBytes, nanos, true);
        }

        /** Tells a caller that has waited for the log. */
        void tell(@Nullable Buffer tail) {
            if (ending != null) {
                assignment.complete(ending.outcome(tail));
            }
        }
    }

    Journal(EnvironmentPool pool, Launch launch, Surroundings around) {
        this.clock = around.clock();
        this.version = pool.version();
        this.launch = launch;
        this.log = launch.log();
        this.initialization = Initialization.of(version, pool.isProvisioned());
        this.output = new FunctionOutput(log, LogTap.Source.FUNCTION, clock);
        this.record = new EventRecord(log, version, launch.sandbox(), around);
    }

    void initStarts() {
        log.add(new PlatformEvent.InitStart(init(InitPhase.INIT), runtimeVersion(), arn()));
        launch.warnings().forEach(log::note);
    }

    private String runtimeVersion() {
        return launch.label() + ".v1";
    }

    private String arn() {
        return RuntimeArns.of(version, launch.label());
    }

    /** Whether the runtime of this start was restored already. */
    boolean isRestoring() {
        return restoring;
    }

    /** The runtime has started, and is restored now. */
    void restores(InitPhase phase, long initNanos) {
        output.drain();
        restoring = true;
        initEnded(phase, Completion.SUCCESS, initNanos, List.of());
        log.add(new PlatformEvent.RestoreStart(runtimeVersion(), arn()));
    }

    void initSucceeded(InitPhase phase, long tookNanos, List<PlatformEvent.Extension> extensions) {
        if (phase == InitPhase.INIT) {
            record.ready(new PlatformEvent.Startup(restoring, tookNanos));
        }
        output.drain();
        startEnded(phase, Completion.SUCCESS, tookNanos, extensions);
    }

    /** A start has ended, in its init phase or behind that. */
    void startEnded(
            InitPhase phase,
            Completion completion,
            long tookNanos,
            List<PlatformEvent.Extension> extensions) {
        if (!restoring) {
            initEnded(phase, completion, tookNanos, extensions);
            return;
        }
        restoring = false;
        log.add(new PlatformEvent.RestoreRuntimeDone(completion));
        extensions.forEach(log::add);
        log.add(new PlatformEvent.RestoreReport(completion, tookNanos));
    }

    private void initEnded(
            InitPhase phase,
            Completion completion,
            long tookNanos,
            List<PlatformEvent.Extension> extensions) {
        log.add(new PlatformEvent.InitRuntimeDone(init(phase), completion));
        extensions.forEach(log::add);
        log.add(new PlatformEvent.InitReport(init(phase), completion, tookNanos));
    }

    private PlatformEvent.Init init(InitPhase phase) {
        return new PlatformEvent.Init(initialization, phase);
    }

    /** Listens to a new process. */
    void attach(SandboxProcess process) {
        output.attach(process);
    }

    /** An event waits for the runtime to start again: what that writes is of the event's log. */
    void awaits(Assignment assignment) {
        settle();
        restoring = false; // the former start may have ended with its event's time
        if (assignment.wantsLogTail()) {
            log.beginTail();
        }
    }

    void begin(Assignment assignment) {
        settle();
        record.begin(assignment);
        nextLookNanos = clock.nanoTime() + Ticker.PERIOD_NANOS;
    }

    /** The first byte of the event's response is there, and more to come. */
    void responding(long tookNanos) {
        record.responding(tookNanos);
    }

    /** An event's outcome is known; what the log gets of it waits for {@link #settle}. */
    void conclude(Assignment done, Ending ending, long tookNanos) {
        settle();
        record.responded(tookNanos);
        unwritten = Concluded.of(done, ending, tookNanos);
    }

    /** The runtime is done with the event whose outcome is known; extensions are not. */
    void runtimeDone(long tookNanos) {
        Concluded last = unwritten;
        if (last != null) {
            output.drain();
            unwritten = last.runtimeDone(tookNanos);
            record.runtimeDone(unwritten);
        }
    }

    /** All are done with the event whose outcome is known, and wrote what they had to. */
    void allDone(long tookNanos) {
        Concluded last = unwritten;
        if (last != null) {
            unwritten = last.took(tookNanos);
        }
    }

    /** The runtime will never be done with the event whose outcome is known. */
    void runtimeLost(RuntimeExit how) {
        Concluded last = unwritten;
        if (last != null) {
            output.drain();
            unwritten = last.completed(fault(last.assignment(), how).completion());
        }
    }

    /**
     * Writes of the concluded event what has not been written yet, and responds to a caller who
     * waits for that.
     */
    void settle() {
        Concluded last = unwritten;
        if (last == null) {
            return;
        }
        unwritten = null;
        try {
            output.drain();
            record.end(last, clock.nanoTime());
        } finally {
            last.tell(log.tail());
        }
    }

    /** The runtime that an event waited for could not start. */
    Ending neverStarted(Assignment lost, InitFailure failure) {
        begin(lost);
        if (failure.response().errorType().startsWith("Extension.")) {
            log.add(failure.fault(lost));
        }
        return failure.ending();
    }

    /** The runtime ended in the middle of an event. */
    Ending crashed(Assignment lost, RuntimeExit how) {
        return Ending.of(fault(lost, how));
    }

    private Fault fault(Assignment event, RuntimeExit how) {
        Fault fault = new Fault(event.requestId(), how.errorType(), how.reason());
        log.add(fault);
        return fault;
    }

    /**
     * An event took longer than it may.
     *
     * @param begun whether its runtime ever got it; else it was still starting in the event's time
     */
    Ending timedOut(Assignment lost, boolean begun) {
        if (!begun) {
            begin(lost);
        }
        return crashed(lost, timeout());
    }

    /** How a runtime is ended that takes longer than it may. */
    RuntimeExit timeout() {
        StringBuilder reason = new StringBuilder("Task timed out after ");
        TwoDecimals.appendSeconds(reason, version.resources().timeoutNanos()).append(" seconds");
        return new RuntimeExit(Fault.TIMEOUT, reason.toString());
    }

    /** The runtime is about to be ended: what can be learned of it only now. */
    void lastLook() {
        output.drain();
        record.lookAtMemory();
    }

    /**
     * Looks after output when it is time to.
     *
     * @param quiet whether none is expected soon
     */
    void tick(long now, boolean quiet) {
        if (now >= nextLookNanos) {
            boolean idle = !output.look() && quiet;
            nextLookNanos = now + (idle ? Ticker.IDLE_LOOK_NANOS : 0);
            log.flush();
        }
    }

    void close() {
        settle();
        output.drain();
        output.close();
        log.flush();
    }
}
