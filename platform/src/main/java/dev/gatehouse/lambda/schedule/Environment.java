package dev.gatehouse.lambda.schedule;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.lambda.invoke.FunctionVersion;
import dev.gatehouse.lambda.runtimeapi.EnvironmentState;
import dev.gatehouse.lambda.runtimeapi.RuntimeAnswer;
import dev.gatehouse.lambda.runtimeapi.RuntimeApi;
import dev.gatehouse.lambda.runtimeapi.RuntimeSession;
import dev.gatehouse.lambda.runtimeapi.RuntimeWatcher;
import dev.gatehouse.lambda.sandbox.SandboxExit;
import dev.gatehouse.lambda.sandbox.SandboxProcess;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * One execution environment: a sandbox, the runtime in it, and the event it works on. Confined to
 * its event loop, where {@link #tick} drives everything that depends on time.
 */
final class Environment implements RuntimeWatcher {
    /** How long an event waits for a runtime that has answered but not asked again. */
    private static final long FINISHING_NANOS = 50_000_000L;

    private static final long NEVER = Long.MAX_VALUE;

    private final VersionEnvironments pool;
    private final EventLoop loop;
    private final Surroundings around;
    private final Clock clock;
    private final FunctionVersion version;
    private final Launch launch;
    private final RuntimeApi api;
    private final EnvironmentLog log;
    private final FunctionOutput output;
    private final EventRecord record;

    private @Nullable RuntimeSession session;
    private @Nullable SandboxProcess process;
    private @Nullable Assignment current;
    private Phase phase = Phase.INIT;
    private int launches;
    private boolean offered;
    private boolean closed;
    private long startedNanos;
    private long deadlineNanos = NEVER;
    private long idleSinceNanos;
    private long nextLookNanos;

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

    Environment(
            VersionEnvironments pool,
            EventLoop loop,
            Launch launch,
            RuntimeApi api,
            EnvironmentLog log) {
        this.pool = pool;
        this.loop = loop;
        this.around = pool.surroundings();
        this.clock = around.clock();
        this.version = pool.version();
        this.launch = launch;
        this.api = api;
        this.log = log;
        this.output = new FunctionOutput(log, clock);
        this.record = new EventRecord(log, version, launch.sandbox());
    }

    EventLoop loop() {
        return loop;
    }

    /** Starts the runtime for the first time. */
    void begin(Iterable<String> warnings) {
        String arn = RuntimeArns.of(version, launch.label());
        log.add(log.platform().initStart(launch.label(), arn));
        warnings.forEach(log::note);
        start(Phase.INIT, clock.nanoTime() + around.settings().initPhase().toNanos());
    }

    private void start(Phase next, long deadline) {
        phase = next;
        launches++;
        int launchNumber = launches;
        startedNanos = clock.nanoTime();
        deadlineNanos = deadline;
        session = api.begin(this);
        SandboxProcess former = process;
        process = null;
        around.blocking(
                () -> {
                    if (former != null) {
                        former.exit().toCompletionStage().toCompletableFuture().join();
                    }
                    SandboxProcess started = launch.sandbox().start(launch.command());
                    loop.execute(() -> launched(started, launchNumber));
                },
                failure -> loop.execute(() -> broken(failure)));
    }

    private void launched(SandboxProcess started, int launchNumber) {
        if (closed || phase == Phase.ENDED || launchNumber != launches) {
            started.kill();
            return;
        }
        process = started;
        output.attach(started);
        started.exit().onSuccess(exit -> loop.execute(() -> exited(started, exit)));
    }

    /** The sandbox itself failed: that is no fault of the function. */
    private void broken(Throwable failure) {
        Assignment waiting = current;
        current = null;
        if (waiting != null) {
            waiting.refuse(Refusals.of(failure));
        }
        close();
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
        RuntimeSession runtime = session;
        if (closed || current != null || runtime == null) {
            pool.submit(assignment);
            return;
        }
        current = assignment;
        if (phase == Phase.ENDED) {
            start(Phase.INVOKE, clock.nanoTime() + timeoutNanos());
        } else if (runtime.state() == EnvironmentState.READY) {
            deliver(runtime, assignment);
        } else {
            deadlineNanos = clock.nanoTime() + FINISHING_NANOS;
        }
    }

    private void deliver(RuntimeSession runtime, Assignment assignment) {
        long now = clock.nanoTime();
        if (deadlineNanos == NEVER || phase == Phase.STARTED) {
            deadlineNanos = now + timeoutNanos();
        }
        // An event that waited for a second init phase has had its time running since.
        startedNanos = phase == Phase.INVOKE ? startedNanos : now;
        phase = Phase.STARTED;
        beginLog(assignment);
        long left = (deadlineNanos - now) / 1_000_000;
        if (!runtime.deliver(assignment.event(clock.millis() + left))) {
            // Its connection broke while it waited: nothing reached it.
            current = null;
            pool.submit(assignment);
            close();
        }
    }

    private void beginLog(Assignment assignment) {
        record.begin(assignment);
        nextLookNanos = clock.nanoTime() + Ticker.PERIOD_NANOS;
    }

    @Override
    public void ready() {
        long now = clock.nanoTime();
        if (phase == Phase.INIT) {
            record.initialised(now - startedNanos);
            deadlineNanos = NEVER;
        }
        Assignment waiting = current;
        RuntimeSession runtime = session;
        if (waiting != null && runtime != null) {
            deliver(runtime, waiting);
            return;
        }
        phase = Phase.STARTED;
        if (!offered) {
            offer(now);
        }
    }

    private void offer(long now) {
        deadlineNanos = NEVER;
        idleSinceNanos = now;
        offered = true;
        pool.offer(this);
    }

    @Override
    public void answered(RuntimeAnswer answer) {
        Assignment done = current;
        if (done == null) {
            return;
        }
        current = null;
        conclude(
                done,
                switch (answer) {
                    case RuntimeAnswer.Success success ->
                            new Ending(success.payload(), false, null);
                    case RuntimeAnswer.Failure failure ->
                            new Ending(failure.payload(), true, failing(failure));
                });
    }

    /**
     * Ends an event. The environment is offered before its caller hears of it: a caller's next
     * event must find it.
     */
    private void conclude(Assignment done, Ending ending) {
        long now = clock.nanoTime();
        long took = now - startedNanos;
        offer(now);
        if (done.wantsLogTail()) {
            endLog(done, ending, took);
            done.complete(new Outcome(ending.payload(), ending.failed(), log.tail()));
        } else {
            done.complete(new Outcome(ending.payload(), ending.failed(), null));
            endLog(done, ending, took);
        }
    }

    /** Errors of handlers are the function's own affair; those of the runtime are reported. */
    private static Report.@Nullable Failing failing(RuntimeAnswer.Failure failure) {
        String type = failure.errorType();
        boolean platform = type.startsWith("Runtime.") || type.startsWith("Function.");
        return platform ? new Report.Failing("error", type) : null;
    }

    /** How an event ended, for the caller and for the log. */
    private record Ending(
            io.vertx.core.buffer.Buffer payload,
            boolean failed,
            Report.@Nullable Failing failing) {}

    private void endLog(Assignment done, Ending ending, long took) {
        output.drain();
        record.end(done, clock.nanoTime(), took, ending.failing());
    }

    @Override
    public void initFailed(RuntimeAnswer.Failure failure) {
        initEnded(failure, new Report.Failing("error", failure.errorType()));
    }

    private void exited(SandboxProcess which, SandboxExit exit) {
        if (which != process || closed || phase == Phase.ENDED) {
            return;
        }
        String type = Errors.exitType(exit);
        String reason = Errors.exitReason(exit, launch.program());
        RuntimeSession runtime = session;
        EnvironmentState state = runtime == null ? EnvironmentState.GONE : runtime.state();
        switch (state) {
            case STARTING -> initEnded(failureOf(type, reason), new Report.Failing("error", type));
            case BUSY -> crashed(type, reason);
            case READY, FINISHING, FAILED, GONE -> leave();
        }
    }

    private RuntimeAnswer.Failure failureOf(String type, String reason) {
        Assignment waiting = current;
        return Errors.of(type, waiting == null ? "" : waiting.requestId(), reason);
    }

    private void crashed(String type, String reason) {
        Assignment lost = current;
        current = null;
        end();
        if (lost == null) {
            offer(clock.nanoTime());
            return;
        }
        output.drain();
        log.add("RequestId: " + lost.requestId() + " Error: " + reason + "\n" + type);
        RuntimeAnswer.Failure failure = Errors.of(type, lost.requestId(), reason);
        conclude(lost, new Ending(failure.payload(), true, new Report.Failing("error", type)));
    }

    private void timedOut() {
        Assignment lost = current;
        current = null;
        end();
        if (lost == null) {
            offer(clock.nanoTime());
            return;
        }
        StringBuilder reason = new StringBuilder("Task timed out after ");
        TwoDecimals.appendSeconds(reason, timeoutNanos()).append(" seconds");
        output.drain();
        log.add(clock.now() + " " + lost.requestId() + ' ' + reason + '\n');
        RuntimeAnswer.Failure failure =
                Errors.of("Sandbox.Timedout", lost.requestId(), reason.toString());
        conclude(lost, new Ending(failure.payload(), true, new Report.Failing("timeout", null)));
    }

    /**
     * An init phase failed or took too long. The first one is repeated in the invocation's time.
     */
    private void initEnded(RuntimeAnswer.Failure failure, Report.Failing failing) {
        output.drain();
        String name = phase == Phase.INIT ? "init" : "invoke";
        long took = clock.nanoTime() - startedNanos;
        log.add(log.platform().initReport(took, name, failing));
        boolean first = phase == Phase.INIT;
        end();
        if (first) {
            Assignment next = pool.nextWaiting();
            if (next == null) {
                close();
            } else {
                current = next;
                start(Phase.INVOKE, clock.nanoTime() + timeoutNanos());
            }
            return;
        }
        Assignment lost = current;
        current = null;
        if (lost == null) {
            offer(clock.nanoTime());
            return;
        }
        beginLog(lost);
        conclude(lost, new Ending(failure.payload(), true, failing));
    }

    /** Ends the runtime; the sandbox and its files stay for the next one. */
    private void end() {
        phase = Phase.ENDED;
        deadlineNanos = NEVER;
        RuntimeSession runtime = session;
        if (runtime != null) {
            runtime.end();
        }
        launch.sandbox().kill();
    }

    /** An idle runtime ended by itself. */
    private void leave() {
        output.drain();
        Assignment lost = current;
        current = null;
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
            boolean more = output.look();
            boolean idle = current == null && phase == Phase.STARTED;
            nextLookNanos = now + (more || !idle ? 0 : Ticker.IDLE_LOOK_NANOS);
            log.flush();
        }
        if (now >= deadlineNanos) {
            late();
        } else if (offered && now - idleSinceNanos > around.settings().idleTimeout().toNanos()) {
            retire();
        }
    }

    private void late() {
        RuntimeSession runtime = session;
        boolean finishing = runtime != null && runtime.state() == EnvironmentState.FINISHING;
        if (phase == Phase.INIT) {
            initEnded(failureOf("Sandbox.Timedout", "init"), new Report.Failing("timeout", null));
        } else if (finishing && current != null) {
            // It answered but does not ask again: its event goes elsewhere.
            Assignment waiting = current;
            current = null;
            deadlineNanos = NEVER;
            pool.submit(waiting);
        } else {
            timedOut();
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
        Assignment lost = current;
        current = null;
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
        log.flush();
        RuntimeSession runtime = session;
        if (runtime != null) {
            runtime.end();
        }
        api.close();
        pool.closed(this);
        around.blocking(launch.sandbox()::close, _ -> {});
    }
}
