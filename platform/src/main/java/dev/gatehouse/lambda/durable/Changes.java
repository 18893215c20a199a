package dev.gatehouse.lambda.durable;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.lambda.durable.model.ExecutionArn;
import dev.gatehouse.lambda.durable.model.StoredExecution.Progress;
import dev.gatehouse.store.Store;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Changes of executions, each a transaction; whoever waits hears of it once it is kept. */
final class Changes {
    private final Store store;
    private final Clock clock;
    private final Map<String, CountDownLatch> waiters = new ConcurrentHashMap<>();
    private volatile @Nullable Running running;
    private volatile @Nullable Reports reports;
    private volatile BiConsumer<String, Instant> due = (_, _) -> {};
    private volatile Consumer<DurableExecutions.Change> kept = _ -> {};

    Changes(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * @param counter counts those that run
     * @param told what others get of executions
     * @param hearer hears of what is due: its family, and when
     * @param changed hears of executions that began or ended
     */
    void tell(
            Running counter,
            Reports told,
            BiConsumer<String, Instant> hearer,
            Consumer<DurableExecutions.Change> changed) {
        running = counter;
        reports = told;
        due = hearer;
        kept = changed;
    }

    <R extends @Nullable Object> R transact(Function<Within, R> work) {
        record Kept<R extends @Nullable Object>(Within within, R result) {}
        Kept<R> done =
                store.transact(
                        transaction -> {
                            Within within = new Within(transaction, reports, clock.now());
                            return new Kept<>(within, work.apply(within));
                        });
        done.within().due().forEach(due);
        done.within().changed().forEach(this::changed);
        return done.result();
    }

    private void changed(Execution execution) {
        boolean closed = execution.isClosed();
        Running counter = running;
        if (counter != null) {
            counter.changed(execution.arn().functionArn(), closed);
        }
        kept.accept(change(execution));
        if (!closed) {
            return;
        }
        CountDownLatch waiter = waiters.remove(execution.arn().toString());
        if (waiter != null) {
            waiter.countDown();
        }
    }

    private static DurableExecutions.Change change(Execution execution) {
        Progress progress = execution.progress();
        Long end = progress.endMillis();
        return new DurableExecutions.Change(
                execution.terms().invoked(),
                progress.status(),
                end == null ? 0 : end - progress.startMillis(),
                progress.operations(),
                progress.bytes());
    }

    /** Waits a little for the end of an execution; other nodes may have ended it. */
    void awaitEnd(ExecutionArn arn, long millis) throws InterruptedException {
        CountDownLatch waiter = waiters.computeIfAbsent(arn.toString(), _ -> new CountDownLatch(1));
        boolean ended = waiter.await(millis, TimeUnit.MILLISECONDS);
        if (!ended) {
            waiters.remove(arn.toString(), waiter);
        }
    }
}
