package dev.gatehouse.lambda.environment;

import dev.gatehouse.function.TraceHeader;
import dev.gatehouse.lambda.environment.PhaseTimer.Phase;
import dev.gatehouse.lambda.extension.Companions;
import dev.gatehouse.lambda.extension.ExtensionHome;
import dev.gatehouse.lambda.extension.ExtensionWatcher;
import dev.gatehouse.lambda.extension.InvokeEvent;
import dev.gatehouse.lambda.extension.ShutdownReason;
import dev.gatehouse.lambda.launch.Launch;
import dev.gatehouse.lambda.plan.FunctionResources;
import dev.gatehouse.lambda.runtimeapi.EnvironmentState;
import dev.gatehouse.lambda.runtimeapi.ResponseStream;
import dev.gatehouse.lambda.runtimeapi.RuntimeEvent;
import dev.gatehouse.lambda.runtimeapi.RuntimeResponse;
import dev.gatehouse.lambda.runtimeapi.RuntimeWatcher;
import dev.gatehouse.lambda.telemetry.PlatformEvent.InitPhase;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * The runtime of one environment and the event it works on, by what the runtime and the extensions
 * beside it do and by what time brings. Confined to the environment's event loop.
 */
final class Execution implements RuntimeWatcher, ExtensionWatcher {
    /** How long an event waits for a runtime that has responded but not asked again. */
    private static final long FINISHING_NANOS = 50_000_000L;

    /** How long the start that precedes a snapshot may take at least. */
    private static final long SNAPSHOT_NANOS = 130_000_000_000L;

    private final Environment environment;
    private final EnvironmentPool pool;
    private final Surroundings around;
    private final FunctionResources resources;
    private final Launch launch;
    private final String lineage;
    private final boolean traced;
    private final Companions companions;
    private final RuntimeProcess runtime;
    private final Journal journal;
    private final PhaseTimer timer;
    private final Departure departure;
    private final Outcomes outcomes;
    private final Processors processors;
    private final Breakdown breakdown;

    private @Nullable Assignment current;

    Execution(Environment environment, EnvironmentPool pool, Launch launch, Surroundings around) {
        this.environment = environment;
        this.pool = pool;
        this.around = around;
        this.resources = pool.version().resources();
        this.launch = launch;
        this.lineage = TraceHeader.lineage(pool.version().function());
        this.traced = pool.version().launch().traced();
        EventLoop loop = environment.ticker().loop();
        this.companions = companions(loop);
        this.runtime = new RuntimeProcess(launch, companions, loop, around);
        this.journal = new Journal(pool, launch, around);
        this.timer = new PhaseTimer(around.clock());
        this.departure =
                new Departure(environment, pool, launch, around, runtime, journal, companions);
        this.outcomes = new Outcomes(environment, departure, journal, timer, companions, resources);
        this.processors = new Processors(around.settings().cpu(), launch.sandbox(), launch.log());
        this.breakdown =
                new Breakdown(
                        this,
                        environment,
                        pool,
                        launch,
                        new Parts(companions, runtime, journal, timer, departure, outcomes));
    }

    /** What an execution is made of, and can break. */
    record Parts(
            Companions companions,
            RuntimeProcess runtime,
            Journal journal,
            PhaseTimer timer,
            Departure departure,
            Outcomes outcomes) {}

    private Companions companions(EventLoop loop) {
        ExtensionHome home =
                new ExtensionHome(
                        launch.sandbox(), launch.log(), loop, around.clock(), around.threads());
        return new Companions(home, pool.version(), launch.extensions(), this);
    }

    /** How it ends, or has ended. */
    Departure departure() {
        return departure;
    }

    /** Starts the runtime for the first time, or tells a warm one what to run. */
    void begin(WarmRuntime.@Nullable Adopted warm) {
        journal.initStarts();
        timer.enter(Phase.INIT, initNanos());
        runtime.begin(this, breakdown, warm);
    }

    /**
     * One that waits for a debugger has as long for its start as for an event, and one that is
     * restored afterwards, which on AWS starts when its version is published, at least 130 seconds.
     */
    private long initNanos() {
        if (pool.version().isRestored()) {
            return Math.max(resources.timeoutNanos(), SNAPSHOT_NANOS);
        }
        return resources.isUnhurried()
                ? resources.timeoutNanos()
                : around.settings().initPhase().toNanos();
    }

    /** Once in a start: each gives it another time limit. */
    @Override
    public boolean restoring() {
        InitPhase phase = timer.initPhase();
        if (phase == null || !pool.version().isRestored() || journal.isRestoring()) {
            return false;
        }
        journal.restores(phase, timer.elapsedNanos());
        if (phase == InitPhase.INIT) {
            timer.enter(Phase.INIT, around.settings().initPhase().toNanos());
        }
        return true;
    }

    /** The event at hand, if there is one. */
    @Nullable Assignment atHand() {
        return current;
    }

    /** The event at hand, which is no longer at hand. */
    @Nullable Assignment taken() {
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
        pool.taken(environment);
        processors.wanted();
        if (timer.isIn(Phase.ENDED)) {
            timer.enter(Phase.INVOKE, resources.timeoutNanos());
            journal.awaits(assignment);
            runtime.start(this, breakdown);
        } else if (runtime.state() == EnvironmentState.READY) {
            deliver(assignment);
        } else {
            timer.leave(FINISHING_NANOS);
        }
    }

    private void deliver(Assignment assignment) {
        timer.work(resources.timeoutNanos());
        RuntimeEvent event =
                assignment.event(around.clock().millis(), timer.deadlineMillis(), lineage, traced);
        journal.begin(assignment);
        if (companions.arePresent()) {
            companions.invoke(
                    new InvokeEvent(
                            event.requestId(),
                            event.deadlineMillis(),
                            event.invokedFunctionArn(),
                            event.traceId()));
        }
        if (!runtime.session().deliver(event)) {
            breakdown.leave(ShutdownReason.FAILURE); // its connection broke while it waited
        }
    }

    @Override
    public void extensionsRegistered() {
        runtime.startRuntime(breakdown);
    }

    @Override
    public void ready() {
        processors.ready();
        InitPhase started = timer.initPhase();
        if (started != null) {
            companions.runtimeReady();
        }
        if (companions.areWorking()) {
            outcomes.runtimeDone();
        } else {
            allReady(started);
        }
    }

    @Override
    public void extensionsIdle() {
        if (runtime.state() == EnvironmentState.READY) {
            allReady(timer.initPhase());
        }
    }

    /** The runtime and all extensions ask for their next event. */
    private void allReady(@Nullable InitPhase started) {
        if (started != null) {
            journal.initSucceeded(started, timer.elapsedNanos(), companions.reports());
            timer.initDone();
            companions.initDone();
        }
        outcomes.allDone();
        Assignment waiting = current;
        if (waiting != null) {
            deliver(waiting);
        } else if (departure.isDue()) {
            departure.close(ShutdownReason.SPINDOWN);
        } else {
            timer.rest();
            environment.offer();
            outcomes.settleSoon(); // after what its caller and the next event wait for
        }
    }

    @Override
    public @Nullable ResponseStream responding() {
        Assignment event = current;
        outcomes.responding();
        return event == null ? null : event.stream();
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
    public void truncated() {
        breakdown.truncated();
    }

    @Override
    public void initFailed(RuntimeResponse.Failure failure) {
        breakdown.initFailed(failure);
    }

    @Override
    public void extensionFailed(String errorType, String reason) {
        breakdown.extensionFailed(errorType, reason);
    }

    /** It cannot go on, through no fault of the function. */
    void broken(Throwable failure) {
        breakdown.broken(failure);
    }

    /** What time brings; true when something took longer than it may. */
    boolean tick(long now) {
        if (!processors.isFrozen()) {
            companions.look();
        }
        journal.tick(now, current == null && timer.isIn(Phase.STARTED));
        boolean late = timer.isLate(now);
        if (late) {
            breakdown.late();
        }
        return late;
    }

    /** No event has come for so long. */
    void idle(long nanos) {
        if (runtime.state() == EnvironmentState.READY && !companions.areServed()) {
            processors.idle(nanos);
        }
    }

    /** Ends at once, whatever it works on. */
    void abandon() {
        Assignment lost = taken();
        if (lost != null) {
            lost.reject(EnvironmentErrors.stopping());
        }
        departure.close(ShutdownReason.SPINDOWN);
    }
}
