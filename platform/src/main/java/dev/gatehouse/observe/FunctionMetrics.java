package dev.gatehouse.observe;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.observe.metric.Accumulator;
import dev.gatehouse.observe.metric.Metric;
import dev.gatehouse.observe.metric.Metric.Dimension;
import dev.gatehouse.observe.metric.MetricSink;
import dev.gatehouse.observe.metric.MetricSource;
import dev.gatehouse.observe.metric.Tallies;
import dev.gatehouse.observe.metric.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** The metrics of Lambda ("Types of metrics for Lambda functions"), from what functions do. */
public final class FunctionMetrics implements MetricSource {
    private static final String NAMESPACE = "AWS/Lambda";
    private static final String COUNT = "Count";
    private static final String MILLISECONDS = "Milliseconds";
    private static final double NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** By functions as they were called. */
    private final Tallies<Arn, Tally> tallies = new Tallies<>(Tally::new);

    private final ConcurrentMap<Arn, AtomicInteger> atWork = new ConcurrentHashMap<>();
    private final Clock clock;

    public FunctionMetrics(Clock clock) {
        this.clock = clock;
    }

    /** What is counted for functions, each time by one. */
    public enum Counted {
        ASYNC_EVENTS_RECEIVED("AsyncEventsReceived"),
        ASYNC_EVENTS_DROPPED("AsyncEventsDropped"),
        DEAD_LETTER_ERRORS("DeadLetterErrors"),
        DESTINATION_DELIVERY_FAILURES("DestinationDeliveryFailures");

        private final String metric;

        Counted(String metric) {
            this.metric = metric;
        }
    }

    /**
     * A function as it was called.
     *
     * @param qualifier a version or an alias; null without one
     */
    private record Name(
            AccountId account, Region region, String function, @Nullable String qualifier) {

        static Name of(Arn arn) {
            List<String> parts = List.of(arn.resource().split(":", 3));
            return new Name(
                    new AccountId(arn.account()),
                    new Region(arn.region()),
                    parts.size() > 1 ? parts.get(1) : parts.getFirst(),
                    parts.size() > 2 ? parts.get(2) : null);
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

    /** A function worked on an event for so long. */
    public void ran(Arn function, long nanos) {
        tallies.of(unqualified(function)).duration.add(nanos / NANOS);
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
        tallies.next((function, tally) -> new Series(sink, Name.of(function), now).addAll(tally));
        atWork.values().removeIf(each -> each.get() == 0);
    }

    private record Series(MetricSink sink, Name name, long millis) {
        void addAll(Tally tally) {
            double invocations = tally.invocations.sum();
            double throttles = tally.throttles.sum();
            if (invocations > 0) {
                double errors = tally.errors.sum();
                add("Invocations", COUNT, Values.of(1, invocations));
                add("Errors", COUNT, ones(errors, invocations));
            }
            if (invocations + throttles > 0) {
                add("Throttles", COUNT, ones(throttles, invocations + throttles));
            }
            add("Duration", MILLISECONDS, tally.duration.values());
            add("AsyncEventAge", MILLISECONDS, tally.age.values());
            if (tally.concurrent.get() > 0) {
                add("ConcurrentExecutions", COUNT, Values.of(tally.concurrent.get()));
            }
            for (Counted each : Counted.values()) {
                long times = tally.counted[each.ordinal()].sum();
                if (times > 0) {
                    add(each.metric, COUNT, Values.of(1, times));
                }
            }
        }

        private static Values ones(double ones, double count) {
            return Values.summary(count, ones, ones == count ? 1 : 0, ones > 0 ? 1 : 0);
        }

        private void add(String metric, String unit, @Nullable Values values) {
            if (values == null) {
                return;
            }
            for (List<Dimension> dimensions : dimensions()) {
                sink.add(
                        new Metric(name.account(), name.region(), NAMESPACE, metric, dimensions),
                        unit,
                        millis,
                        values);
            }
        }

        /** Those of the function, of its version or alias, and of all functions. */
        private List<List<Dimension>> dimensions() {
            Dimension function = new Dimension("FunctionName", name.function());
            List<List<Dimension>> all = new ArrayList<>();
            all.add(List.of());
            all.add(List.of(function));
            String qualifier = name.qualifier();
            String resource =
                    qualifier == null ? name.function() : name.function() + ':' + qualifier;
            all.add(List.of(function, new Dimension("Resource", resource)));
            return all;
        }
    }
}
