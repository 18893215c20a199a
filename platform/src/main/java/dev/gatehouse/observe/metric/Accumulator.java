package dev.gatehouse.observe.metric;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.DoubleAccumulator;
import java.util.concurrent.atomic.DoubleAdder;
import org.jspecify.annotations.Nullable;

/** Gathers durations in milliseconds from any thread, without locks. */
public final class Accumulator {
    /** A microsecond, and about three hours: what is beyond counts as that. */
    private static final int LOWEST = Buckets.of(0.001);

    private static final int SIZE = Buckets.of(1e7) - LOWEST + 1;

    private final AtomicIntegerArray counts = new AtomicIntegerArray(SIZE);
    private final DoubleAdder sum = new DoubleAdder();
    private final DoubleAccumulator min =
            new DoubleAccumulator(Math::min, Double.POSITIVE_INFINITY);
    private final DoubleAccumulator max =
            new DoubleAccumulator(Math::max, Double.NEGATIVE_INFINITY);

    public void add(double millis) {
        int bucket = Buckets.of(millis) - LOWEST;
        counts.incrementAndGet(Math.clamp(bucket, 0, SIZE - 1));
        sum.add(millis);
        min.accumulate(millis);
        max.accumulate(millis);
    }

    /** What was gathered; null for nothing. */
    public @Nullable Values values() {
        int[] buckets = new int[SIZE];
        double[] known = new double[SIZE];
        int size = 0;
        double count = 0;
        for (int i = 0; i < SIZE; i++) {
            int here = counts.get(i);
            if (here > 0) {
                buckets[size] = i + LOWEST;
                known[size++] = here;
                count += here;
            }
        }
        return size == 0
                ? null
                : new Values(
                        count,
                        sum.sum(),
                        min.get(),
                        max.get(),
                        Arrays.copyOf(buckets, size),
                        Arrays.copyOf(known, size));
    }
}
