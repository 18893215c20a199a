package dev.gatehouse.observe.metric;

import java.util.Arrays;

/**
 * What is kept of values that were measured: how many, their sum, their bounds, and how they are
 * distributed, to one percent of each value, by which percentiles are told.
 *
 * @param buckets of the {@link Buckets} that have values, ascending
 * @param counts how many values each of them has
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and never written to
public record Values(
        double count, double sum, double min, double max, int[] buckets, double[] counts) {

    public static Values of(double value) {
        return of(value, 1);
    }

    /** A value that was measured so many times. */
    public static Values of(double value, double times) {
        return new Values(
                times,
                value * times,
                value,
                value,
                new int[] {Buckets.of(value)},
                new double[] {times});
    }

    /** Of values that are not known one by one: they have no distribution. */
    public static Values summary(double count, double sum, double min, double max) {
        return new Values(count, sum, min, max, new int[0], new double[0]);
    }

    /** These and others. */
    public Values plus(Values other) {
        int[] merged = new int[buckets.length + other.buckets.length];
        double[] sums = new double[merged.length];
        int size = 0;
        int left = 0;
        int right = 0;
        while (left < buckets.length || right < other.buckets.length) {
            boolean fromLeft =
                    right == other.buckets.length
                            || left < buckets.length && buckets[left] <= other.buckets[right];
            int bucket = fromLeft ? buckets[left] : other.buckets[right];
            double more = fromLeft ? counts[left++] : other.counts[right++];
            if (size > 0 && merged[size - 1] == bucket) {
                sums[size - 1] += more;
            } else {
                merged[size] = bucket;
                sums[size++] = more;
            }
        }
        return new Values(
                count + other.count,
                sum + other.sum,
                Math.min(min, other.min),
                Math.max(max, other.max),
                Arrays.copyOf(merged, size),
                Arrays.copyOf(sums, size));
    }

    public double average() {
        return count == 0 ? 0 : sum / count;
    }

    /**
     * The value that so many of a hundred are not above; {@code NaN} where the distribution is not
     * known.
     */
    public double percentile(double percent) {
        double known = 0;
        for (double each : counts) {
            known += each;
        }
        if (known == 0) {
            return Double.NaN;
        }
        double wanted = known * percent / 100;
        double seen = 0;
        for (int i = 0; i < buckets.length; i++) {
            seen += counts[i];
            if (seen >= wanted) {
                return Math.clamp(Buckets.value(buckets[i]), min, max);
            }
        }
        return max;
    }
}
