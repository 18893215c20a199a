package dev.gatehouse.observe.metric;

/**
 * Buckets of values whose bounds grow by two percent each, so that a bucket tells its values to one
 * percent: zero is bucket 0, negative values are those of positive ones with a minus.
 */
final class Buckets {
    /** What is closer to zero is zero. */
    private static final double SMALLEST = 1e-9;

    private static final double LOG_GROWTH = Math.log(1.02);
    private static final double MIDDLE = 1.01;

    private Buckets() {}

    static int of(double value) {
        double size = Math.abs(value);
        if (size < SMALLEST) {
            return 0;
        }
        int bucket = 1 + (int) (Math.log(size / SMALLEST) / LOG_GROWTH);
        return value < 0 ? -bucket : bucket;
    }

    /** What stands for all values of a bucket. */
    static double value(int bucket) {
        if (bucket == 0) {
            return 0;
        }
        double size = SMALLEST * Math.exp((Math.abs(bucket) - 1) * LOG_GROWTH) * MIDDLE;
        return bucket < 0 ? -size : size;
    }
}
