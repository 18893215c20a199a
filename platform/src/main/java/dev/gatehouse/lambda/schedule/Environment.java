package dev.gatehouse.lambda.schedule;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.lambda.invoke.FunctionVersion;
import dev.gatehouse.lambda.runtimeapi.EnvironmentState;
import dev.gatehouse.lambda.runtimeapi.RuntimeAnswer;
import dev.gatehouse.lambda.runtimeapi.RuntimeWatcher;
import dev.gatehouse.lambda.sandbox.SandboxExit;
import dev.gatehouse.lambda.sandbox.SandboxProcess;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One execution environment: a sandbox, the runtime in it, and the event it works on. Confined to
 * its event loop, where {@link #tick} drives everything that depends on time.
 */
final class Environment implements RuntimeWatcher, ProcessWatcher {
    /** How long an event waits for a runtime that has answered but not asked again. */
    private static final long FINISHING_NANOS = 50_000_000L;

    private static final Duration LONGEST_EVENT = Duration.ofMinutes(16);

    /** AWS too replaces environments that live for hours. */
    private static final Duration LONGEST_LIFE = Duration.ofHours(8);

    private static final long NEVER = Long.MAX_VALUE;

    private final VersionEnvironments pool;
    private final EventLoop loop;
    private final Surroundings around;
    private final Clock clock;
    private final FunctionVersion version;
    private final Launch launch;
    private final RuntimeProcess runtime;
    private final EnvironmentLog log;
    private final FunctionOutput output;
    private final EventRecord record;

    private @Nullable Assignment current;
    private Phase phase = Phase.INIT;
    private boolean offered;
    private boolean closed;
    private long startedNanos;
    private long deadlineNanos = NEVER;
    private long idleSinceNanos;
    private long nextLookNanos;
    private final long expiryNanos;

    /** In whose time the runtime starts. */
    private enum Phase {
        /** The environment is new. */
        INIT,
        /** An event waits for the runtime to start again. */
        INVOKE,
        /** The runtime has started. */
        STARTED,
        /** The runtime ended; the next event starts it again. */
        ENDED
    }

    Environment(VersionEnvironments pool, EventLoop loop, Launch launch, EnvironmentLog log) {
        this.pool = pool;
        this.loop = loop;
        this.around = pool.surroundings();
        this.clock = around.clock();
        this.version = pool.version();
        this.launch = launch;
        this.runtime = new RuntimeProcess(launch, loop, around);
        this.log = log;
        this.output = new FunctionOutput(log, clock);
        this.record = new EventRecord(log, version, launch.sandbox());
        this.expiryNanos = clock.nanoTime() + usable(launch.expiry()).toNanos();
    }

    /** How long the credentials last, without the longest event that may use them. */
    private Duration usable(Instant expiry) {
        Duration left = Duration.between(clock.now(), expiry).minus(LONGEST_EVENT);
        return left.compareTo(LONGEST_LIFE) < 0 ? left : LONGEST_LIFE;
    }

    EventLoop loop() {
        return loop;
    }

    /** Starts the runtime for the first time, or tells a warm one what to run. */
    void begin(@Nullable WarmRuntime warm) {
        String arn = RuntimeArns.of(version, launch.label());
        log.add(log.platform().initStart(launch.label(), arn));
        launch.warnings().forEach(log::note);
        enter(Phase.INIT, around.settings().initPhase().toNanos());
        if (warm == null) {
            runtime.start(this);
        } else {
            runtime.adopt(this, warm);
        }
    }

    private void enter(Phase next, long patienceNanos) {
        phase = next;
        startedNanos = clock.nanoTime();
        deadlineNanos = startedNanos + patienceNanos;
    }

    @Override
    public void running(SandboxProcess process) {
        output.attach(process);
    }

    @Override
    public void broken(Throwable failure) {
        Assignment waiting = taken();
        if (waiting != null) {
            waiting.refuse(Refusals.of(failure));
        }
        close();
    }

    /** The event at hand, which is no longer at hand. */
    private @Nullable Assignment taken() {
        Assignment event = current;
        current = null;
        return event;
    }

    /** Gives the environment an event; from any thread. */
    void assign(Assignment assignment) {
        if (loop.inEventLoop()) {
            take(assignment);
        } else {
            loop.execute(() -> take(assignment));
        }
    }

    private void take(Assignment assignment) {
        offered = false;
        if (closed || current != null) {
            pool.submit(assignment);
            return;
        }
        current = assignment;
        if (phase == Phase.ENDED) {
            enter(Phase.INVOKE, timeoutNanos());
            runtime.start(this);
        } else if (runtime.state() == EnvironmentState.READY) {
            deliver(assignment);
        } else {
            deadlineNanos = clock.nanoTime() + FINISHING_NANOS;
        }
    }

    private void deliver(Assignment assignment) {
        if (phase != Phase.INVOKE) {
            enter(Phase.STARTED, timeoutNanos());
        }
        // An event that waited for a second init phase has had its time running since.
        phase = Phase.STARTED;
        beginLog(assignment);
        long left = (deadlineNanos - clock.nanoTime()) / 1_000_000;
        if (!runtime.session().deliver(assignment.event(clock.millis() + left))) {
            // Its connection broke while it waited: nothing reached it.
            leave();
        }
    }

    private void beginLog(Assignment assignment) {
        record.begin(assignment);
        nextLookNanos = clock.nanoTime() + Ticker.PERIOD_NANOS;
    }

    @Override
    public void ready() {
        if (phase == Phase.INIT) {
            record.initialised(clock.nanoTime() - startedNanos);
            phase = Phase.STARTED;
        }
        Assignment waiting = current;
        if (waiting != null) {
            deliver(waiting);
        } else if (!offered) {
            offer();
        }
    }

    private void offer() {
        deadlineNanos = NEVER;
        idleSinceNanos = clock.nanoTime();
        offered = true;
        pool.offer(this);
    }

    @Override
    public void answered(RuntimeAnswer answer) {
        Assignment done = taken();
        if (done != null) {
            conclude(done, Ending.of(answer));
        }
    }

    /**
     * Ends an event. The environment is offered before its caller hears of it: a caller's next
     * event must find it.
     */
    private void conclude(Assignment done, Ending ending) {
        long took = clock.nanoTime() - startedNanos;
        offer();
        if (done.wantsLogTail()) {
            endLog(done, ending, took);
            done.complete(new Outcome(ending.payload(), ending.failed(), log.tail()));
        } else {
            done.complete(new Outcome(ending.payload(), ending.failed(), null));
            endLog(done, ending, took);
        }
    }

    private void endLog(Assignment done, Ending ending, long took) {
        output.drain();
        record.end(done, clock.nanoTime(), took, ending.reported());
    }

    @Override
    public void initFailed(RuntimeAnswer.Failure failure) {
        initEnded(failure, new Report.Failing("error", failure.errorType()));
    }

    @Override
    public void exited(SandboxExit exit) {
        if (closed) {
            return;
        }
        String type = Errors.exitType(exit);
        String reason = Errors.exitReason(exit, launch.program());
        switch (runtime.state()) {
            case WARM, STARTING ->
                    initEnded(failureOf(type, reason), new Report.Failing("error", type));
            case BUSY -> crashed(type, reason);
            case READY, FINISHING, FAILED, GONE -> leave();
        }
    }

    private RuntimeAnswer.Failure failureOf(String type, String reason) {
        Assignment waiting = current;
        return Errors.of(type, waiting == null ? "" : waiting.requestId(), reason);
    }

    private void crashed(String type, String reason) {
        Assignment lost = taken();
        endRuntime();
        if (lost == null) {
            offer();
            return;
        }
        log.add("RequestId: " + lost.requestId() + " Error: " + reason + "\n" + type);
        conclude(lost, Ending.ofExit(type, lost.requestId(), reason));
    }

    private void timedOut() {
        Assignment lost = taken();
        endRuntime();
        if (lost == null) {
            offer();
            return;
        }
        StringBuilder reason = new StringBuilder("Task timed out after ");
        TwoDecimals.appendSeconds(reason, timeoutNanos()).append(" seconds");
        log.add(clock.now() + " " + lost.requestId() + ' ' + reason + '\n');
        conclude(lost, Ending.ofTimeout(lost.requestId(), reason.toString()));
    }

    /**
     * An init phase failed or took too long. The first one is repeated in the invocation's time.
     */
    private void initEnded(RuntimeAnswer.Failure failure, Report.Failing failing) {
        boolean first = phase == Phase.INIT;
        long took = clock.nanoTime() - startedNanos;
        endRuntime();
        log.add(log.platform().initReport(took, first ? "init" : "invoke", failing));
        if (first) {
            repeatInit();
            return;
        }
        Assignment lost = taken();
        if (lost == null) {
            offer();
            return;
        }
        beginLog(lost);
        conclude(lost, Ending.ofInit(failure, failing));
    }

    private void repeatInit() {
        Assignment next = pool.nextWaiting();
        if (next == null) {
            close();
        } else {
            take(next);
        }
    }

    /** Ends the runtime; the sandbox and its files stay for the next one. */
    private void endRuntime() {
        output.drain();
        phase = Phase.ENDED;
        deadlineNanos = NEVER;
        runtime.end();
    }

    /** An idle runtime ended by itself. */
    private void leave() {
        Assignment lost = taken();
        close();
        if (lost != null) {
            pool.submit(lost);
        }
    }

    /** What time brings. Called every few milliseconds. */
    void tick(long now) {
        if (closed) {
            return;
        }
        if (now >= nextLookNanos) {
            boolean idle = !output.look() && current == null && phase == Phase.STARTED;
            nextLookNanos = now + (idle ? Ticker.IDLE_LOOK_NANOS : 0);
            log.flush();
        }
        if (now >= deadlineNanos) {
            late();
        } else if (offered && (isLongIdle(now) || now >= expiryNanos)) {
            retire();
        }
    }

    private boolean isLongIdle(long now) {
        return now - idleSinceNanos > around.settings().idleTimeout().toNanos();
    }

    private void late() {
        if (phase == Phase.INIT) {
            initEnded(failureOf("Sandbox.Timedout", "init"), new Report.Failing("timeout", null));
            return;
        }
        if (runtime.state() != EnvironmentState.FINISHING) {
            timedOut();
            return;
        }
        // It answered but does not ask again: its event goes elsewhere.
        deadlineNanos = NEVER;
        Assignment waiting = taken();
        if (waiting != null) {
            pool.submit(waiting);
        }
    }

    private long timeoutNanos() {
        return version.resources().timeoutSeconds() * 1_000_000_000L;
    }

    /** Ends it unless an event is on its way to it; from its event loop. */
    void retire() {
        if (pool.withdraw(this)) {
            close();
        }
    }

    /** Ends it at once, whatever it works on; from its event loop. */
    void abandon() {
        Assignment lost = taken();
        if (lost != null) {
            lost.refuse(Refusals.stopping());
        }
        close();
    }

    /** Ends it for good; from its event loop. */
    void close() {
        if (closed) {
            return;
        }
        closed = true;
        output.drain();
        output.close();
        log.flush();
        launch.api().close();
        pool.closed(this);
        around.blocking(launch.sandbox()::close, _ -> {});
    }
}
