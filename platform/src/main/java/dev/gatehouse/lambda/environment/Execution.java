package dev.gatehouse.lambda.environment;

import dev.gatehouse.lambda.environment.PhaseTimer.Phase;
import dev.gatehouse.lambda.plan.FunctionResources;
import dev.gatehouse.lambda.runtimeapi.EnvironmentState;
import dev.gatehouse.lambda.runtimeapi.ResponseStream;
import dev.gatehouse.lambda.runtimeapi.RuntimeResponse;
import dev.gatehouse.lambda.runtimeapi.RuntimeWatcher;
import dev.gatehouse.lambda.sandbox.SandboxExit;
import dev.gatehouse.lambda.sandbox.SandboxProcess;
import dev.gatehouse.lambda.telemetry.PlatformEvent.InitPhase;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The runtime of one environment and the event it works on, by what the runtime does and by what
 * time brings. Confined to the environment's event loop.
 */
final class Execution implements RuntimeWatcher, ProcessWatcher {
    /** How long an event waits for a runtime that has responded but not asked again. */
    private static final long FINISHING_NANOS = 50_000_000L;

    /** How long a runtime that has reported that it cannot start may take to exit. */
    private static final long FAREWELL_NANOS = 500_000_000L;

    private final Environment environment;
    private final EnvironmentPool pool;
    private final Surroundings around;
    private final FunctionResources resources;
    private final Launch launch;
    private final RuntimeProcess runtime;
    private final Journal journal;
    private final PhaseTimer timer;
    private final Departure departure;
    private final Outcomes outcomes;
    private final Processors processors;

    private @Nullable Assignment current;

    /** Whether a response that streams broke off. */
    private boolean truncated;

    /** What the runtime reported before it is about to exit. */
    private @Nullable InitFailure told;

    Execution(Environment environment, EnvironmentPool pool, Launch launch, Surroundings around) {
        this.environment = environment;
        this.pool = pool;
        this.around = around;
        this.resources = pool.version().resources();
        this.launch = launch;
        this.runtime = new RuntimeProcess(launch, environment.ticker().loop(), around);
        this.journal = new Journal(pool.version(), launch, around.clock());
        this.timer = new PhaseTimer(around.clock());
        this.departure = new Departure(environment, pool, launch, around, runtime, journal);
        this.outcomes = new Outcomes(environment, departure, journal, timer, resources);
        this.processors = new Processors(around.settings().cpu(), launch.sandbox(), launch.log());
    }

    /** How it ends, or has ended. */
    Departure departure() {
        return departure;
    }

    /** Starts the runtime for the first time, or tells a warm one what to run. */
    void begin(@Nullable WarmRuntime warm) {
        journal.initStarts();
        timer.enter(Phase.INIT, around.settings().initPhase().toNanos());
        runtime.begin(this, warm);
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
        boolean awaited = current == null && timer.isIn(Phase.INIT);
        Assignment waiting = awaited ? pool.nextWaiting() : taken();
        if (waiting != null) {
            waiting.reject(EnvironmentErrors.of(failure));
        }
        departure.close();
    }

    @Override
    public void lost() {
        if (!departure.isClosed()) {
            leave(); // its next event has not begun yet: another environment runs it
        }
    }

    /** The event at hand, which is no longer at hand. */
    private @Nullable Assignment taken() {
        Assignment event = current;
        current = null;
        return event;
    }

    /** Takes an event on, unless there is one already or all is over. */
    void take(Assignment assignment) {
        if (departure.isClosed() || current != null) {
            pool.submit(assignment);
            return;
        }
        current = assignment;
        processors.wanted();
        if (timer.isIn(Phase.ENDED)) {
            timer.enter(Phase.INVOKE, resources.timeoutNanos());
            journal.awaits(assignment);
            runtime.start(this);
        } else if (runtime.state() == EnvironmentState.READY) {
            deliver(assignment);
        } else {
            timer.leave(FINISHING_NANOS);
        }
    }

    private void deliver(Assignment assignment) {
        timer.work(resources.timeoutNanos());
        journal.begin(assignment);
        if (!runtime.session().deliver(assignment.event(timer.deadlineMillis()))) {
            leave(); // its connection broke while it waited: nothing reached it
        }
    }

    @Override
    public void ready() {
        processors.ready();
        InitPhase started = timer.initPhase();
        if (started != null) {
            journal.initSucceeded(started, timer.elapsedNanos());
            timer.initDone();
        }
        outcomes.runtimeDone();
        Assignment waiting = current;
        if (waiting != null) {
            deliver(waiting);
        } else if (departure.isDue()) {
            departure.close();
        } else {
            timer.rest();
            environment.offer();
            outcomes.settleSoon(); // after what its caller and the next event wait for
        }
    }

    @Override
    public @Nullable ResponseStream responding() {
        Assignment event = current;
        return event == null ? null : event.stream();
    }

    @Override
    public void truncated() {
        truncated = true;
        timer.leave(FAREWELL_NANOS); // it may be about to exit, which says more
    }

    /**
     * The caller has its response; the event's time runs on until the runtime asks for the next
     * one.
     */
    @Override
    public void responded(RuntimeResponse response) {
        Assignment done = taken();
        if (done != null) {
            outcomes.conclude(done, Ending.of(response));
        }
    }

    @Override
    public void initFailed(RuntimeResponse.Failure failure) {
        told = InitFailure.told(failure);
        timer.leave(FAREWELL_NANOS); // it writes its log and exits by itself
    }

    @Override
    public void exited(SandboxExit exit) {
        if (departure.isClosed()) {
            return;
        }
        RuntimeExit end = RuntimeExit.of(exit, launch, pool.version());
        switch (runtime.state()) {
            case WARM, STARTING -> initEnded(InitFailure.exited(end, current));
            case BUSY, RESPONDING -> endWithin(event -> journal.crashed(event, end));
            case FAILED -> initEnded(Objects.requireNonNull(told));
            case FINISHING -> {
                journal.runtimeLost(end);
                leave();
            }
            case READY, GONE -> leave();
        }
    }

    /** The runtime has to end, and with it the event at hand. */
    private void endWithin(Function<Assignment, Ending> ending) {
        Assignment lost = taken();
        endRuntime();
        outcomes.ofLost(lost, ending);
    }

    /**
     * An init phase failed or took too long. The first one is repeated in the invocation's time.
     */
    private void initEnded(InitFailure failure) {
        told = null;
        InitPhase phase = Objects.requireNonNull(timer.initPhase());
        long took = timer.elapsedNanos();
        endRuntime();
        journal.initEnded(phase, failure.completion(), took);
        Assignment next = phase == InitPhase.INIT ? pool.nextWaiting() : null;
        if (next != null) {
            take(next);
        } else if (phase == InitPhase.INIT) {
            departure.close();
        } else {
            outcomes.ofLost(taken(), event -> journal.neverStarted(event, failure));
        }
    }

    /** Ends the runtime and all that it started; the sandbox and its files stay. */
    private void endRuntime() {
        truncated = false;
        journal.lastLook();
        timer.goOn(Phase.ENDED);
        timer.rest();
        runtime.end(this);
    }

    /** Nothing will come of it; an event at hand that it did not begin goes elsewhere. */
    private void leave() {
        Assignment lost = taken();
        departure.close();
        if (lost != null) {
            pool.submit(lost);
        }
    }

    /** What time brings; true when something took longer than it may. */
    boolean tick(long now) {
        journal.tick(now, current == null && timer.isIn(Phase.STARTED));
        boolean late = timer.isLate(now);
        if (late) {
            late();
        }
        return late;
    }

    /** No event has come for so long. */
    void idle(long nanos) {
        if (runtime.state() == EnvironmentState.READY) {
            processors.idle(nanos);
        }
    }

    private void late() {
        if (told != null) {
            initEnded(told);
        } else if (timer.isIn(Phase.INIT)) {
            initEnded(InitFailure.timedOut(current));
        } else if (truncated) {
            endWithin(event -> journal.crashed(event, RuntimeExit.TRUNCATED));
        } else if (runtime.state() != EnvironmentState.FINISHING) {
            boolean begun = !timer.isIn(Phase.INVOKE);
            endWithin(event -> journal.timedOut(event, begun));
        } else {
            lateToAsk();
        }
    }

    /** The runtime has responded but does not ask again. */
    private void lateToAsk() {
        Assignment waiting = taken();
        if (waiting != null) {
            timer.leave(resources.timeoutNanos());
            pool.submit(waiting);
        } else if (environment.takeBack()) {
            journal.runtimeLost(journal.timeout());
            departure.close();
        }
    }

    /** Ends at once, whatever it works on. */
    void abandon() {
        Assignment lost = taken();
        if (lost != null) {
            lost.reject(EnvironmentErrors.stopping());
        }
        departure.close();
    }
}
