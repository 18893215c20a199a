package dev.gatehouse.lambda.environment;

import dev.gatehouse.kernel.Clock;
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
 * One execution environment: a sandbox, the runtime in it, and the event it works on. Confined to
 * its event loop, where {@link #tick} drives everything that depends on time.
 */
public final class Environment implements RuntimeWatcher, ProcessWatcher {
    /** How long an event waits for a runtime that has responded but not asked again. */
    private static final long FINISHING_NANOS = 50_000_000L;

    /** How long a runtime that has reported that it cannot start may take to exit. */
    private static final long FAREWELL_NANOS = 500_000_000L;

    private final EnvironmentPool pool;
    private final Ticker ticker;
    private final Surroundings around;
    private final FunctionResources resources;
    private final Launch launch;
    private final RuntimeProcess runtime;
    private final Journal journal;
    private final Runnable settle;
    private final PhaseTimer timer;
    private final Lifespan life;
    private final Offer offer;
    private final Departure departure;
    private final Processors processors;

    private @Nullable Assignment current;

    /** Whether a response that streams broke off. */
    private boolean truncated;

    /** What the runtime reported before it is about to exit. */
    private @Nullable InitFailure told;

    public Environment(EnvironmentPool pool, Ticker ticker, Launch launch, Surroundings around) {
        this.pool = pool;
        this.ticker = ticker;
        this.around = around;
        this.resources = pool.version().resources();
        this.launch = launch;
        this.runtime = new RuntimeProcess(launch, ticker.loop(), around);
        Clock clock = around.clock();
        this.journal = new Journal(pool.version(), launch, clock);
        this.settle = journal::settle;
        this.timer = new PhaseTimer(clock);
        this.life = new Lifespan(clock, around.settings().idleTimeout(), launch.expiry());
        this.offer = new Offer(pool, this, life);
        this.departure = new Departure(this, pool, launch, around, runtime, journal);
        this.processors = new Processors(around.settings().cpu(), launch.sandbox(), launch.log());
    }

    public Ticker ticker() {
        return ticker;
    }

    /** Starts the runtime for the first time, or tells a warm one what to run. */
    public void begin(@Nullable WarmRuntime warm) {
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
        close();
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

    /** Gives the environment an event; from any thread. */
    public void assign(Assignment assignment) {
        if (ticker.loop().inEventLoop()) {
            take(assignment);
        } else {
            ticker.loop().execute(() -> take(assignment));
        }
    }

    private void take(Assignment assignment) {
        offer.taken();
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
            // Its connection broke while it waited: nothing reached it.
            leave();
        }
    }

    @Override
    public void ready() {
        processors.ready();
        started();
        journal.runtimeDone(eventNanos());
        Assignment waiting = current;
        if (waiting != null) {
            deliver(waiting);
        } else if (departure.isDue()) {
            close();
        } else {
            timer.rest();
            offer.make();
            ticker.loop().execute(settle); // after what its caller and the next event wait for
        }
    }

    private void started() {
        if (timer.isIn(Phase.INIT)) {
            journal.initSucceeded(InitPhase.INIT, timer.elapsedNanos());
            timer.goOn(Phase.STARTED);
        } else if (timer.isIn(Phase.INVOKE)) {
            journal.initSucceeded(InitPhase.INVOKE, timer.elapsedNanos());
        }
    }

    /** How long the event took. One that is noticed late took no longer than it may. */
    private long eventNanos() {
        return Math.min(timer.elapsedNanos(), resources.timeoutNanos());
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
            conclude(done, Ending.of(response));
        }
    }

    /**
     * Ends an event. The environment is offered before its caller hears of it: a caller's next
     * event must find it.
     */
    private void conclude(Assignment done, Ending ending) {
        journal.conclude(done, ending, eventNanos());
        if (life.isSpent()) {
            departure.finish(); // each event that waits has asked for an environment of its own
        } else if (!departure.isDue()) {
            offer.make();
        }
        if (!done.wantsLogTail()) {
            done.complete(ending.outcome(null));
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
        boolean ownProgram = pool.version().launch().bringsProgram();
        RuntimeExit end = RuntimeExit.of(exit, launch.program(), ownProgram);
        switch (runtime.state()) {
            case WARM, STARTING -> initEnded(InitFailure.exited(end, requestId()));
            case BUSY, RESPONDING -> endWithin(event -> journal.crashed(event, end));
            case FAILED -> initEnded(Objects.requireNonNull(told));
            case FINISHING -> {
                journal.runtimeLost(end);
                leave();
            }
            case READY, GONE -> leave();
        }
    }

    /** The request of the event at hand; empty without one. */
    private String requestId() {
        Assignment waiting = current;
        return waiting == null ? "" : waiting.requestId();
    }

    /** The runtime has to end, and with it the event at hand. */
    private void endWithin(Function<Assignment, Ending> ending) {
        Assignment lost = taken();
        endRuntime();
        lose(lost, ending);
    }

    private void lose(@Nullable Assignment lost, Function<Assignment, Ending> ending) {
        if (lost == null) {
            offer.make();
        } else {
            conclude(lost, ending.apply(lost));
            ticker.loop().execute(settle);
        }
    }

    /**
     * An init phase failed or took too long. The first one is repeated in the invocation's time.
     */
    private void initEnded(InitFailure failure) {
        told = null;
        boolean first = timer.isIn(Phase.INIT);
        long took = timer.elapsedNanos();
        endRuntime();
        journal.initEnded(first ? InitPhase.INIT : InitPhase.INVOKE, failure.completion(), took);
        if (first) {
            repeatInit();
        } else {
            lose(taken(), event -> journal.neverStarted(event, failure));
        }
    }

    private void repeatInit() {
        Assignment next = pool.nextWaiting();
        if (next == null) {
            close();
        } else {
            take(next);
        }
    }

    /**
     * Ends the runtime and all that it started; the sandbox and its files stay for the next one.
     */
    private void endRuntime() {
        truncated = false;
        journal.lastLook();
        timer.goOn(Phase.ENDED);
        timer.rest();
        runtime.end(this);
    }

    /**
     * Nothing will come of this environment; an event at hand that it did not begin goes elsewhere.
     */
    private void leave() {
        Assignment lost = taken();
        close();
        if (lost != null) {
            pool.submit(lost);
        }
    }

    /** What time brings. Called every few milliseconds. */
    void tick(long now) {
        if (departure.isClosed()) {
            return;
        }
        journal.tick(now, current == null && timer.isIn(Phase.STARTED));
        if (timer.isLate(now)) {
            late();
        } else if (offer.isStale(now)) {
            retire();
        } else if (offer.stands() && runtime.state() == EnvironmentState.READY) {
            processors.idle(now - life.idleSinceNanos());
        }
    }

    private void late() {
        InitFailure failure = told;
        if (failure != null) {
            initEnded(failure);
            return;
        }
        if (timer.isIn(Phase.INIT)) {
            initEnded(InitFailure.timedOut(requestId()));
            return;
        }
        if (truncated) {
            endWithin(event -> journal.crashed(event, RuntimeExit.TRUNCATED));
            return;
        }
        if (runtime.state() != EnvironmentState.FINISHING) {
            boolean begun = !timer.isIn(Phase.INVOKE);
            endWithin(event -> journal.timedOut(event, begun));
            return;
        }
        Assignment waiting = taken();
        if (waiting != null) {
            // The runtime has responded but does not ask again: its event goes elsewhere.
            timer.leave(resources.timeoutNanos());
            pool.submit(waiting);
        } else if (!offer.stands() || offer.withdraw()) {
            journal.runtimeLost(journal.timeout());
            close();
        }
    }

    /** Ends it unless an event is on its way to it; from its event loop. */
    public void retire() {
        if (offer.withdraw()) {
            finish();
        }
    }

    /** Ends it once its runtime is done with what it has responded to; from its event loop. */
    public void finish() {
        offer.taken();
        departure.finish();
    }

    /** Ends it if it has no event; false when it has one. From any thread. */
    public boolean evict() {
        boolean idle = offer.withdraw();
        if (idle) {
            ticker.loop().execute(this::finish);
        }
        return idle;
    }

    /** Since when it has no event, if it has none; from any thread. */
    public long idleSinceNanos() {
        return life.idleSinceNanos();
    }

    /** Ends it at once, whatever it works on; from its event loop. */
    public void abandon() {
        Assignment lost = taken();
        if (lost != null) {
            lost.reject(EnvironmentErrors.stopping());
        }
        close();
    }

    private void close() {
        departure.close();
    }
}
