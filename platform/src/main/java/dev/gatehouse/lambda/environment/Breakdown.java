package dev.gatehouse.lambda.environment;

import dev.gatehouse.lambda.environment.PhaseTimer.Phase;
import dev.gatehouse.lambda.extension.Companions;
import dev.gatehouse.lambda.extension.ShutdownReason;
import dev.gatehouse.lambda.launch.Launch;
import dev.gatehouse.lambda.runtimeapi.EnvironmentState;
import dev.gatehouse.lambda.runtimeapi.RuntimeResponse;
import dev.gatehouse.lambda.sandbox.SandboxExit;
import dev.gatehouse.lambda.sandbox.SandboxProcess;
import dev.gatehouse.lambda.telemetry.PlatformEvent.InitPhase;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of an environment and its event when the runtime or an extension ends, fails to
 * start or takes too long. Confined to the environment's event loop.
 */
final class Breakdown implements ProcessWatcher {
    /** How long a runtime that has reported that it cannot start may take to exit. */
    private static final long FAREWELL_NANOS = 500_000_000L;

    private final Execution execution;
    private final Environment environment;
    private final EnvironmentPool pool;
    private final Launch launch;
    private final Companions companions;
    private final RuntimeProcess runtime;
    private final Journal journal;
    private final PhaseTimer timer;
    private final Departure departure;
    private final Outcomes outcomes;

    /** Whether a response that streams broke off. */
    private boolean truncated;

    /** What the runtime reported before it is about to exit. */
    private @Nullable InitFailure told;

    Breakdown(
            Execution execution,
            Environment environment,
            EnvironmentPool pool,
            Launch launch,
            Execution.Parts parts) {
        this.execution = execution;
        this.environment = environment;
        this.pool = pool;
        this.launch = launch;
        this.companions = parts.companions();
        this.runtime = parts.runtime();
        this.journal = parts.journal();
        this.timer = parts.timer();
        this.departure = parts.departure();
        this.outcomes = parts.outcomes();
    }

    @Override
    public void running(SandboxProcess process) {
        journal.attach(process);
    }

    @Override
    public void broken(Throwable failure) {
        if (departure.isClosed()) {
            return;
        }
        // Before its first event an environment has none at hand: then one of those waits for it.
        Assignment event = execution.taken();
        boolean awaited = event == null && timer.isIn(Phase.INIT);
        Assignment waiting = awaited ? pool.nextWaiting() : event;
        if (waiting != null) {
            waiting.reject(EnvironmentErrors.of(failure));
        }
        departure.close(ShutdownReason.FAILURE);
    }

    @Override
    public void lost() {
        if (!departure.isClosed()) {
            // Its next event has not begun yet: another environment runs it.
            leave(ShutdownReason.FAILURE);
        }
    }

    /** The runtime says that it cannot start. */
    void initFailed(RuntimeResponse.Failure failure) {
        told = InitFailure.told(failure);
        timer.leave(FAREWELL_NANOS); // it writes its log and exits by itself
    }

    @Override
    public void exited(SandboxExit exit) {
        if (departure.isClosed()) {
            return;
        }
        ended(RuntimeExit.of(exit, launch, pool.version()));
    }

    /** An extension ended or could not be started. */
    void extensionFailed(String errorType, String reason) {
        if (!departure.isClosed()) {
            ended(new RuntimeExit(errorType, reason));
        }
    }

    /** The runtime or an extension has ended by itself. */
    private void ended(RuntimeExit end) {
        switch (runtime.state()) {
            case WARM, STARTING -> initEnded(InitFailure.exited(end, execution.atHand()));
            case BUSY, RESPONDING ->
                    endWithin(ShutdownReason.FAILURE, event -> journal.crashed(event, end));
            case FAILED -> initEnded(Objects.requireNonNull(told));
            case READY, FINISHING -> endedBetween(end);
            case GONE -> leave(ShutdownReason.FAILURE);
        }
    }

    /** Something ended that had no event, or whose event's outcome is known. */
    private void endedBetween(RuntimeExit end) {
        if (timer.initPhase() != null) {
            initEnded(InitFailure.exited(end, execution.atHand()));
            return;
        }
        if (runtime.state() == EnvironmentState.FINISHING || companions.areWorking()) {
            journal.runtimeLost(end);
        }
        leave(ShutdownReason.FAILURE);
    }

    /** The runtime has to end, and with it the event at hand. */
    private void endWithin(ShutdownReason reason, Function<Assignment, Ending> ending) {
        Assignment lost = execution.taken();
        endRuntime(reason, companions.arePresent() ? this::comeBack : () -> {});
        outcomes.ofLost(lost, ending);
    }

    /** The extensions have been shut down: the next event starts all anew. */
    private void comeBack() {
        if (departure.isDue()) {
            departure.close(ShutdownReason.SPINDOWN);
        } else {
            environment.offer();
        }
    }

    /**
     * An init phase failed or took too long. The first one is repeated in the invocation's time.
     */
    private void initEnded(InitFailure failure) {
        told = null;
        InitPhase phase = Objects.requireNonNull(timer.initPhase());
        long took = timer.elapsedNanos();
        journal.lastLook();
        journal.startEnded(phase, failure.completion(), took, companions.reports());
        if (phase == InitPhase.INIT) {
            endRuntime(ShutdownReason.FAILURE, this::repeatInit);
        } else {
            endWithin(ShutdownReason.FAILURE, event -> journal.neverStarted(event, failure));
        }
    }

    private void repeatInit() {
        Assignment next = pool.nextWaiting();
        if (next != null) {
            execution.take(next);
        } else {
            departure.close(ShutdownReason.FAILURE);
        }
    }

    /**
     * Ends the runtime and all that it started, after its extensions; the sandbox and its files
     * stay.
     */
    private void endRuntime(ShutdownReason reason, Runnable afterwards) {
        truncated = false;
        journal.lastLook();
        timer.goOn(Phase.ENDED);
        timer.rest();
        Runnable end =
                () -> {
                    runtime.end(this);
                    afterwards.run();
                };
        if (companions.arePresent()) {
            companions.shutDown(reason, runtime.release(), end);
        } else {
            end.run();
        }
    }

    /** Nothing will come of it; an event at hand that it did not begin goes elsewhere. */
    void leave(ShutdownReason reason) {
        Assignment lost = execution.taken();
        departure.close(reason);
        if (lost != null) {
            pool.submit(lost);
        }
    }

    /** A response that streams broke off. */
    void truncated() {
        truncated = true;
        timer.leave(FAREWELL_NANOS); // it may be about to exit, which says more
    }

    /** Something takes longer than it may. */
    void late() {
        if (told != null) {
            initEnded(told);
        } else if (timer.isIn(Phase.INIT)) {
            initEnded(InitFailure.timedOut(execution.atHand()));
        } else if (truncated) {
            endWithin(
                    ShutdownReason.FAILURE, event -> journal.crashed(event, RuntimeExit.TRUNCATED));
        } else if (isResponded()) {
            lateToAsk();
        } else {
            boolean begun = !timer.isIn(Phase.INVOKE);
            endWithin(ShutdownReason.TIMEOUT, event -> journal.timedOut(event, begun));
        }
    }

    /** Whether the runtime has responded, and it or an extension has not asked again. */
    private boolean isResponded() {
        EnvironmentState state = runtime.state();
        return state == EnvironmentState.FINISHING
                || (state == EnvironmentState.READY && execution.atHand() == null);
    }

    /** The runtime has responded but it, or an extension, does not ask again. */
    private void lateToAsk() {
        Assignment waiting = execution.taken();
        if (waiting != null) {
            timer.leave(pool.version().resources().timeoutNanos());
            pool.submit(waiting);
        } else if (environment.takeBack()) {
            journal.runtimeLost(journal.timeout());
            departure.close(ShutdownReason.TIMEOUT);
        }
    }
}
