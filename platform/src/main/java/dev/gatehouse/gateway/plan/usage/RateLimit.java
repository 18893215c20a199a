package dev.gatehouse.gateway.plan.usage;

import org.jspecify.annotations.Nullable;

/**
 * How many requests pass: those of a token bucket.
 *
 * @param rate requests a second; negative for no limit
 * @param burst how many may come at once; negative for as many as come in a second
 */
public record RateLimit(double rate, int burst) {
    public static final RateLimit NONE = new RateLimit(-1, -1);

    /** The limit that settings make, of which any may be missing. */
    public static RateLimit of(@Nullable Double rate, @Nullable Integer burst) {
        return rate == null || rate < 0 ? NONE : new RateLimit(rate, burst == null ? -1 : burst);
    }

    public boolean isNone() {
        return rate < 0;
    }

    /** Whether no request passes, as on AWS where either number is zero. */
    public boolean isClosed() {
        return rate == 0 || burst == 0;
    }

    /** How many tokens the bucket holds. */
    public long capacity() {
        return burst < 0 ? Math.max(1, (long) Math.ceil(rate)) : burst;
    }
}
