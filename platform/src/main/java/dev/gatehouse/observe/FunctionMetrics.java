package dev.gatehouse.observe;

import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.observe.metric.Accumulator;
import dev.gatehouse.observe.metric.MetricSink;
import dev.gatehouse.observe.metric.MetricSource;
import dev.gatehouse.observe.metric.Tallies;
import dev.gatehouse.observe.metric.Values;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** The metrics of Lambda ("Types of metrics for Lambda functions"), from what functions do. */
public final class FunctionMetrics implements MetricSource {
    private static final double NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** By functions as they were called. */
    private final Tallies<Arn, Tally> tallies = new Tallies<>(Tally::new);

    private final ConcurrentMap<Arn, AtomicInteger> atWork = new ConcurrentHashMap<>();
    private final Clock clock;
    private volatile Consumer<ProvisionedUses> provisioned = _ -> {};

    public FunctionMetrics(Clock clock) {
        this.clock = clock;
    }

    /** What is counted for functions, each time by one. */
    public enum Counted {
        ASYNC_EVENTS_RECEIVED("AsyncEventsReceived"),
        ASYNC_EVENTS_DROPPED("AsyncEventsDropped"),
        DEAD_LETTER_ERRORS("DeadLetterErrors"),
        DESTINATION_DELIVERY_FAILURES("DestinationDeliveryFailures"),
        RECURSIVE_INVOCATIONS_DROPPED("RecursiveInvocationsDropped");

        private final String metric;

        Counted(String metric) {
            this.metric = metric;
        }
    }

    private static final class Tally {
        final LongAdder invocations = new LongAdder();
        final LongAdder errors = new LongAdder();
        final LongAdder throttles = new LongAdder();
        final LongAccumulator concurrent = new LongAccumulator(Math::max, 0);
        final LongAdder[] counted = new LongAdder[Counted.values().length];
        final Accumulator duration = new Accumulator();
        final Accumulator age = new Accumulator();

        Tally() {
            for (int i = 0; i < counted.length; i++) {
                counted[i] = new LongAdder();
            }
        }
    }

    /** An event goes to a function. */
    public void begun(Arn function) {
        Arn whole = unqualified(function);
        int now = atWork.computeIfAbsent(whole, _ -> new AtomicInteger()).incrementAndGet();
        tallies.of(whole).concurrent.accumulate(now);
    }

    /** An event that went to a function has ended there. */
    public void ended(Arn function, Outcome outcome) {
        AtomicInteger here = atWork.get(unqualified(function));
        if (here != null) {
            here.decrementAndGet();
        }
        Tally tally = tallies.of(function);
        switch (outcome) {
            case SUCCESS -> tally.invocations.increment();
            case ERROR -> {
                tally.invocations.increment();
                tally.errors.increment();
            }
            case THROTTLE -> tally.throttles.increment();
            case REJECTED -> {}
        }
    }

    /** A function worked on an event for so long, by the name it was called. */
    public void ran(Arn function, long nanos) {
        tallies.of(function).duration.add(nanos / NANOS);
    }

    /**
     * What the provisioned concurrency of a version or alias was used for.
     *
     * @param available environments that can take events
     * @param atWork the most of them that had an event at the same time
     */
    public record Provisioned(int available, int atWork, long invocations, long spillover) {}

    /** Takes what provisioned concurrency was used for. */
    @FunctionalInterface
    public interface ProvisionedUses {
        void used(Arn function, String qualifier, Provisioned use);
    }

    /** Asks from now on what provisioned concurrency was used for since it was asked last. */
    public void provisioned(Consumer<ProvisionedUses> source) {
        provisioned = source;
    }

    /** Something happened to an asynchronous event of a function. */
    public void counted(Arn function, Counted what) {
        tallies.of(function).counted[what.ordinal()].increment();
    }

    /** An asynchronous event goes to its function for the first time, so long after it came. */
    public void waited(Arn function, long millis) {
        tallies.of(function).age.add(millis);
    }

    /** Without its version or alias, if it has one. */
    private static Arn unqualified(Arn function) {
        String resource = function.resource();
        int qualifier = resource.indexOf(':', resource.indexOf(':') + 1);
        return qualifier < 0
                ? function
                : new Arn(
                        function.partition(),
                        function.service(),
                        function.region(),
                        function.account(),
                        resource.substring(0, qualifier));
    }

    @Override
    public void drain(MetricSink sink) {
        long now = clock.millis();
        tallies.next(
                (function, tally) ->
                        new Series(FunctionSeries.of(sink, function, now)).addAll(tally));
        atWork.values().removeIf(each -> each.get() == 0);
        provisioned.accept(
                (function, qualifier, use) ->
                        new Series(FunctionSeries.of(sink, function, now).qualified(qualifier))
                                .add(use));
    }

    private record Series(FunctionSeries series) {
        void addAll(Tally tally) {
            double invocations = tally.invocations.sum();
            double throttles = tally.throttles.sum();
            if (invocations > 0) {
                double errors = tally.errors.sum();
                series.add("Invocations", FunctionSeries.COUNT, Values.of(1, invocations));
                series.add("Errors", FunctionSeries.COUNT, ones(errors, invocations));
            }
            if (invocations + throttles > 0) {
                series.add(
                        "Throttles",
                        FunctionSeries.COUNT,
                        ones(throttles, invocations + throttles));
            }
            series.add("Duration", FunctionSeries.MILLISECONDS, tally.duration.values());
            series.add("AsyncEventAge", FunctionSeries.MILLISECONDS, tally.age.values());
            if (tally.concurrent.get() > 0) {
                series.add(
                        "ConcurrentExecutions",
                        FunctionSeries.COUNT,
                        Values.of(tally.concurrent.get()));
            }
            for (Counted each : Counted.values()) {
                long times = tally.counted[each.ordinal()].sum();
                if (times > 0) {
                    series.add(each.metric, FunctionSeries.COUNT, Values.of(1, times));
                }
            }
        }

        void add(Provisioned use) {
            series.add(
                    "ProvisionedConcurrentExecutions",
                    FunctionSeries.COUNT,
                    Values.of(use.atWork()));
            if (use.available() > 0) {
                series.add(
                        "ProvisionedConcurrencyUtilization",
                        FunctionSeries.COUNT,
                        Values.of((double) use.atWork() / use.available()));
            }
            if (use.invocations() > 0) {
                series.add(
                        "ProvisionedConcurrencyInvocations",
                        FunctionSeries.COUNT,
                        Values.of(1, use.invocations()));
            }
            if (use.spillover() > 0) {
                series.add(
                        "ProvisionedConcurrencySpilloverInvocations",
                        FunctionSeries.COUNT,
                        Values.of(1, use.spillover()));
            }
        }

        private static Values ones(double ones, double count) {
            return Values.summary(count, ones, ones == count ? 1 : 0, ones > 0 ? 1 : 0);
        }
    }
}
