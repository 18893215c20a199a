package dev.gatehouse.lambda.schedule;

import dev.gatehouse.lambda.environment.Environment;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The environments of one version that wait for an event. Most recently used first, and those of
 * the caller's own event loop before others: handing an event to another thread costs more than the
 * rest of a call. Takes no lock.
 */
final class IdleEnvironments {
    private final Tickers tickers;
    private final List<Deque<Environment>> byLoop;

    IdleEnvironments(Tickers tickers) {
        this.tickers = tickers;
        this.byLoop =
                Stream.<Deque<Environment>>generate(ConcurrentLinkedDeque::new)
                        .limit(tickers.count())
                        .toList();
    }

    void add(Environment environment) {
        on(environment).addFirst(environment);
    }

    /** The best one for an event that arrives here, or null when none waits. */
    @Nullable Environment take() {
        int here = tickers.here();
        for (int i = 0; i < byLoop.size(); i++) {
            Environment found = byLoop.get((here + i) % byLoop.size()).pollFirst();
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** Takes exactly this one; false when it no longer waits. */
    boolean remove(Environment environment) {
        return on(environment).removeLastOccurrence(environment);
    }

    private Deque<Environment> on(Environment environment) {
        return byLoop.get(environment.ticker().index());
    }
}
