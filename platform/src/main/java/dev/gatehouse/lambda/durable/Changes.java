package dev.gatehouse.lambda.durable;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.lambda.durable.model.ExecutionArn;
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
    private volatile DeadLetters deadLetters = (_, _) -> {};
    private volatile BiConsumer<String, Instant> due = (_, _) -> {};
    private volatile Consumer<Execution> closed = _ -> {};

    Changes(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * @param letters where the payloads go of executions that did not end well
     * @param hearer hears of what is due: its family, and when
     * @param ended hears of executions that are closed
     */
    void tell(DeadLetters letters, BiConsumer<String, Instant> hearer, Consumer<Execution> ended) {
        deadLetters = letters;
        due = hearer;
        closed = ended;
    }

    <R extends @Nullable Object> R transact(Function<Within, R> work) {
        record Kept<R extends @Nullable Object>(Within within, R result) {}
        Kept<R> kept =
                store.transact(
                        transaction -> {
                            Within within = new Within(transaction, deadLetters, clock.now());
                            return new Kept<>(within, work.apply(within));
                        });
        kept.within().due().forEach(due);
        kept.within().closed().forEach(this::ended);
        return kept.result();
    }

    private void ended(Execution execution) {
        closed.accept(execution);
        CountDownLatch waiter = waiters.remove(execution.arn().toString());
        if (waiter != null) {
            waiter.countDown();
        }
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
