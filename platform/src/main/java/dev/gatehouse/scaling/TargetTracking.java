package dev.gatehouse.scaling;

import dev.gatehouse.aws.applicationautoscaling.TargetTrackingScalingPolicyConfiguration;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What a policy that tracks a target value asks for. As the two alarms that AWS makes of it: out
 * when the last three minutes were all above the target, in when the last fifteen were all below
 * nine tenths of it; without a value for one of them, neither.
 */
final class TargetTracking {
    static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final int HIGH_MINUTES = 3;
    private static final int LOW_MINUTES = 15;
    private static final double LOW_SHARE = 0.9;

    /** Of what is measured, so that 0.7 and 0.7000000001 are the same. */
    private static final double PRECISION = 1e-9;

    private TargetTracking() {}

    /** From when on values are wanted. */
    static long from(long end) {
        return end - LOW_MINUTES * MINUTE;
    }

    /**
     * How much a policy wants; nothing where it wants no change.
     *
     * @param minutes its values, by the beginning of a minute
     * @param end the end of the last whole minute
     */
    static OptionalInt wanted(
            TargetTrackingScalingPolicyConfiguration settings,
            Map<Long, Double> minutes,
            long end,
            int capacity) {
        double target = settings.targetValue();
        if (capacity == 0) {
            return OptionalInt.empty();
        }
        if (all(minutes, end, HIGH_MINUTES, target + PRECISION, Double.MAX_VALUE)) {
            return OptionalInt.of(proportional(minutes, end, capacity, target));
        }
        boolean mayScaleIn = !Boolean.TRUE.equals(settings.disableScaleIn());
        if (mayScaleIn && all(minutes, end, LOW_MINUTES, 0, target * LOW_SHARE - PRECISION)) {
            int less = proportional(minutes, end, capacity, target);
            return less < capacity ? OptionalInt.of(less) : OptionalInt.empty();
        }
        return OptionalInt.empty();
    }

    private static boolean all(
            Map<Long, Double> minutes, long end, int count, double least, double most) {
        for (int i = 1; i <= count; i++) {
            Double value = minutes.get(end - i * MINUTE);
            if (value == null || value < least || value > most) {
                return false;
            }
        }
        return true;
    }

    /** What would bring the last minute's value to the target. */
    private static int proportional(
            Map<Long, Double> minutes, long end, int capacity, double target) {
        double value = minutes.getOrDefault(end - MINUTE, target);
        return (int) Math.min(Integer.MAX_VALUE, Math.ceil(capacity * value / target - PRECISION));
    }
}
