package dev.gatehouse.lambda.durable;

import dev.gatehouse.function.Invocation;
import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.lambda.destination.Deliveries;
import dev.gatehouse.lambda.destination.RoleServices;
import dev.gatehouse.lambda.durable.model.DurableDocuments;
import dev.gatehouse.lambda.durable.model.Wake;
import dev.gatehouse.lambda.invoke.DurableStarts;
import dev.gatehouse.lambda.invoke.EventRuns;
import dev.gatehouse.lambda.plan.FunctionCatalog;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.store.Message;
import dev.gatehouse.store.Store;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Durable executions, from the call that begins one until it is forgotten. Whatever ends the node,
 * none is lost: what an execution has reached is in the store, and so is what is due next.
 */
public final class DurableExecutions implements DurableStarts, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DurableExecutions.class);

    /** Calls that begin executions, or wait for their ends, at once. */
    private static final int MOST_CALLS = 10_000;

    private final Store store;
    private final Clock clock;
    private final Changes changes;
    private final ChainTargets targets;
    private final Starts starts;
    private final Running running = new Running();
    private final Semaphore calls = new Semaphore(MOST_CALLS);
    private volatile Consumer<Change> listener = _ -> {};
    private volatile @Nullable Wakes wakes;

    /**
     * An execution has begun, or ended.
     *
     * @param invoked the ARN that it was begun by, with the version or alias
     * @param status RUNNING, or how it ended
     * @param millis how long it was under way; 0 at its begin
     * @param operations how many it had
     * @param bytes what its checkpoints brought
     */
    public record Change(String invoked, String status, long millis, int operations, long bytes) {}

    /**
     * @param catalog the functions that executions may invoke
     */
    public DurableExecutions(Store store, FunctionCatalog catalog, Clock clock) {
        this.store = store;
        this.clock = clock;
        this.changes = new Changes(store, clock);
        this.targets = new ChainTargets(catalog);
        this.starts = new Starts(changes, executions());
    }

    /**
     * Goes on with the executions there are, and begins others from now on.
     *
     * @param functions runs functions
     * @param roles calls functions in the name of execution roles
     * @param deliveries bring what came of executions to destinations
     */
    public void start(EventRuns functions, RoleServices roles, Deliveries deliveries) {
        Runs runs = new Runs(changes, functions, clock);
        Chains chains = new Chains(changes, functions, roles);
        Wakes started =
                new Wakes(
                        store,
                        clock,
                        (message, wake) -> {
                            switch (wake.kind()) {
                                case RUN -> runs.run(message, wake);
                                case CHAIN -> chains.run(message, wake);
                                case TIMER ->
                                        changes.<@Nullable Execution>transact(
                                                within -> fire(within, message, wake));
                            }
                        });
        running.count(DurableDocuments.of(store));
        changes.tell(
                running,
                new Reports(functions, roles),
                started::expect,
                kept -> {
                    listener.accept(kept);
                    deliveries.tell();
                });
        wakes = started;
        started.start();
    }

    /** Hears from now on of each execution that begins or ends on this node. */
    public void listen(Consumer<Change> hearer) {
        listener = hearer;
    }

    /** How many executions run, by the function's ARN; functions without one are left out. */
    public Map<Arn, Integer> running() {
        return running.all();
    }

    /** Operations that running functions call. */
    public Checkpoints checkpoints() {
        return new Checkpoints(changes, targets);
    }

    /** Operations that those call whom functions wait for. */
    public Callbacks callbacks() {
        return new Callbacks(changes);
    }

    /** Operations that show executions, and end them. */
    public Executions executions() {
        return new Executions(changes, DurableDocuments.of(store));
    }

    /** The operation that lists executions. */
    public ExecutionList list() {
        return new ExecutionList(DurableDocuments.of(store));
    }

    @Override
    public Future<InvocationResult> begin(FunctionVersion version, Invocation invocation) {
        ContextInternal context = ContextInternal.current();
        Promise<InvocationResult> promise = context == null ? Promise.promise() : context.promise();
        if (!calls.tryAcquire()) {
            return Future.failedFuture(DurableErrors.tooMany());
        }
        Thread.ofVirtual()
                .name("lambda-durable-call")
                .start(
                        () -> {
                            try {
                                promise.complete(starts.call(version, invocation));
                            } catch (InterruptedException | RuntimeException e) {
                                promise.fail(e);
                            } finally {
                                calls.release();
                            }
                        });
        return promise.future();
    }

    private static @Nullable Execution fire(Within within, Message message, Wake wake) {
        within.documents().wakes().complete(List.of(message));
        Execution execution = within.find(wake.scope(), wake.key());
        if (execution == null) {
            return null;
        }
        if (execution.isClosed()) {
            Duration kept = Duration.ofDays(execution.terms().retentionDays());
            Long end = execution.progress().endMillis();
            if (end != null && end + kept.toMillis() <= within.now().toEpochMilli()) {
                within.documents()
                        .delete(wake.scope(), wake.key(), execution.progress().startMillis());
            }
            return null;
        }
        int waiting = execution.waiting().size();
        Timers.fire(execution);
        if (!execution.isClosed() && execution.waiting().size() == waiting) {
            Timers.again(execution);
        }
        if (!execution.unseen().isEmpty()) {
            execution.invoke(execution.now());
        }
        execution.save();
        return execution;
    }

    /** Leaves executions that are under way to the next start. */
    @Override
    public void close() {
        Wakes started = wakes;
        if (started == null) {
            return;
        }
        try {
            started.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("Durable executions under way go on once the node is back", e);
        }
    }
}
