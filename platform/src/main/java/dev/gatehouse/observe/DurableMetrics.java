package dev.gatehouse.observe;

import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.observe.metric.MetricSink;
import dev.gatehouse.observe.metric.MetricSource;
import dev.gatehouse.observe.metric.Values;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The metrics of durable executions ("Monitoring durable functions"). */
public final class DurableMetrics implements MetricSource {
    /** What is not read in time is dropped beyond so many changes. */
    private static final int MOST = 10_000;

    private static final String RUNNING = "ApproximateRunningDurableExecutions";

    private static final Map<String, String> BY_STATUS =
            Map.of(
                    "RUNNING", "DurableExecutionStarted",
                    "SUCCEEDED", "DurableExecutionSucceeded",
                    "FAILED", "DurableExecutionFailed",
                    "TIMED_OUT", "DurableExecutionTimedOut",
                    "STOPPED", "DurableExecutionStopped");

    private final ConcurrentLinkedQueue<Change> changes = new ConcurrentLinkedQueue<>();
    private volatile Supplier<Map<Arn, Integer>> running = Map::of;
    private final AtomicInteger size = new AtomicInteger();
    private final Clock clock;

    public DurableMetrics(Clock clock) {
        this.clock = clock;
    }

    /**
     * How an execution ended.
     *
     * @param millis how long it was under way
     * @param operations how many it had
     * @param bytes what it kept
     */
    public record End(long millis, int operations, long bytes) {}

    private record Place(String account, String region) {

        /** Some function there: totals are of no one in particular. */
        Arn any() {
            return new Arn("aws", "lambda", region, account, "function:any");
        }
    }

    private record Change(Arn function, String status, @Nullable End end) {}

    /**
     * An execution has another status.
     *
     * @param function as it was invoked
     * @param end null where it has begun
     */
    public void changed(Arn function, String status, @Nullable End end) {
        if (size.incrementAndGet() <= MOST) {
            changes.add(new Change(function, status, end));
        } else {
            size.decrementAndGet();
        }
    }

    /**
     * Tells from now on how many executions run.
     *
     * @param counts by the functions' ARNs, without qualifiers
     */
    public void running(Supplier<Map<Arn, Integer>> counts) {
        running = counts;
    }

    @Override
    public void drain(MetricSink sink) {
        long now = clock.millis();
        addRunning(sink, now);
        for (Change next = changes.poll(); next != null; next = changes.poll()) {
            size.decrementAndGet();
            add(FunctionSeries.of(sink, next.function(), now), next);
        }
    }

    private void addRunning(MetricSink sink, long now) {
        Map<Place, Integer> totals = new HashMap<>();
        running.get()
                .forEach(
                        (function, count) -> {
                            FunctionSeries.of(sink, function, now)
                                    .addOwn(RUNNING, FunctionSeries.COUNT, Values.of(count));
                            Place place = new Place(function.account(), function.region());
                            totals.merge(place, count, Integer::sum);
                        });
        totals.forEach(
                (place, count) ->
                        FunctionSeries.of(sink, place.any(), now)
                                .addTotal(RUNNING, FunctionSeries.COUNT, Values.of(count)));
    }

    private static void add(FunctionSeries series, Change change) {
        String metric = BY_STATUS.get(change.status());
        if (metric != null) {
            series.add(metric, FunctionSeries.COUNT, Values.of(1));
        }
        End end = change.end();
        if (end != null) {
            series.add(
                    "DurableExecutionDuration",
                    FunctionSeries.MILLISECONDS,
                    Values.of(end.millis()));
            series.add(
                    "DurableExecutionOperations",
                    FunctionSeries.COUNT,
                    Values.of(end.operations()));
            series.add("DurableExecutionStorageWrittenBytes", "Bytes", Values.of(end.bytes()));
        }
    }
}
