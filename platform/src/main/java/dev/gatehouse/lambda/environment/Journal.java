package dev.gatehouse.lambda.environment;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.sandbox.SandboxProcess;
import dev.gatehouse.lambda.telemetry.EnvironmentLog;
import dev.gatehouse.lambda.telemetry.FunctionOutput;
import dev.gatehouse.lambda.telemetry.Report;
import dev.gatehouse.lambda.telemetry.RuntimeArns;
import dev.gatehouse.lambda.telemetry.TwoDecimals;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * All that one environment's log gets: what the platform has to say of the environment and its
 * events, and what the runtime writes. Confined to the environment's event loop.
 */
final class Journal {
    private final Clock clock;
    private final FunctionVersion version;
    private final Launch launch;
    private final EnvironmentLog log;
    private final FunctionOutput output;
    private final EventRecord record;
    private @Nullable Concluded unwritten;
    private long nextLookNanos;

    Journal(FunctionVersion version, Launch launch, Clock clock) {
        this.clock = clock;
        this.version = version;
        this.launch = launch;
        this.log = launch.log();
        this.output = new FunctionOutput(log, clock);
        this.record = new EventRecord(log, version, launch.sandbox());
    }

    void initStarts() {
        String arn = RuntimeArns.of(version, launch.label());
        log.add(log.platform().initStart(launch.label() + ".v1", arn));
        launch.warnings().forEach(log::note);
    }

    void initSucceeded(long tookNanos) {
        record.initialised(tookNanos);
    }

    /** An init phase in the time of {@code phase} failed. */
    void initFailed(long tookNanos, String phase, InitFailure failure) {
        log.add(log.platform().initReport(tookNanos, phase, failure.reported()));
    }

    /** Listens to a new process. */
    void attach(SandboxProcess process) {
        output.attach(process);
    }

    /** An event waits for the runtime to start again: what that writes is of the event's log. */
    void awaits(Assignment assignment) {
        if (assignment.wantsLogTail()) {
            log.beginTail();
        }
    }

    void begin(Assignment assignment) {
        settle();
        record.begin(assignment);
        nextLookNanos = clock.nanoTime() + Ticker.PERIOD_NANOS;
    }

    /**
     * Answers an event's caller. What the log gets of it waits for {@link #settle}, where the
     * response needs none of it: neither the caller nor the runtime, which wants its next event,
     * has to wait.
     */
    void conclude(Assignment done, Ending ending, long tookNanos) {
        unwritten = new Concluded(done, ending.reported(), tookNanos);
        if (!done.wantsLogTail()) {
            done.complete(new Outcome(ending.payload(), ending.failed(), null));
            return;
        }
        try {
            settle();
        } finally {
            done.complete(new Outcome(ending.payload(), ending.failed(), log.tail()));
        }
    }

    /** What REPORT tells of an event; its response is not kept for that. */
    private record Concluded(Assignment event, Report.@Nullable Failing failing, long tookNanos) {}

    /** Writes of the concluded event what has not been written yet. */
    void settle() {
        Concluded last = unwritten;
        if (last != null) {
            unwritten = null;
            output.drain();
            record.end(last.event(), clock.nanoTime(), last.tookNanos(), last.failing());
        }
    }

    /** The runtime that an event waited for could not start. */
    Ending neverStarted(Assignment lost, InitFailure failure) {
        begin(lost);
        return failure.ending();
    }

    /** The runtime ended in the middle of an event. */
    Ending crashed(Assignment lost, String type, String reason) {
        log.add("RequestId: " + lost.requestId() + " Error: " + reason + "\n" + type);
        return Ending.ofExit(type, lost.requestId(), reason);
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
        StringBuilder reason = new StringBuilder("Task timed out after ");
        TwoDecimals.appendSeconds(reason, version.resources().timeoutNanos()).append(" seconds");
        log.add(
                clock.now().truncatedTo(ChronoUnit.MILLIS)
                        + " "
                        + lost.requestId()
                        + ' '
                        + reason
                        + '\n');
        return Ending.ofTimeout(lost.requestId(), reason.toString());
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
