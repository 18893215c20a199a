package dev.gatehouse.events.scheduler;

import dev.gatehouse.events.schedule.ScheduleExpression;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a schedule is due.
 *
 * @param zone whose clock the expression is meant by; null for UTC
 * @param start before which a recurring one is not due
 * @param end behind which it is not
 * @param ephemeral whether the schedule is deleted once it is never due again
 * @param revision another each time that the schedule is put: it begins anew
 */
record Timing(
        String expression,
        @Nullable String zone,
        @Nullable Instant start,
        @Nullable Instant end,
        boolean ephemeral,
        String revision) {

    /** The first time, of a schedule that is put now. A rate without a start begins at once. */
    Optional<Instant> first(Instant now) {
        ScheduleExpression when = when();
        if (when instanceof ScheduleExpression.Once once) {
            return once.after(now, zoneId());
        }
        Instant begin = start == null ? now : start;
        boolean begun = begin.isBefore(now);
        if (when instanceof ScheduleExpression.Rate(Duration period)) {
            return until(begun ? next(begin, period, now) : begin);
        }
        // A time that is the start itself counts.
        Instant before = begin.isAfter(now) ? begin.minusNanos(1) : now;
        return when.after(before, zoneId()).flatMap(this::until);
    }

    /** The time behind one at which it was due. What was missed is not made up for. */
    Optional<Instant> following(Instant due, Instant now) {
        return switch (when()) {
            case ScheduleExpression.Once _ -> Optional.empty();
            case ScheduleExpression.Rate(Duration period) -> until(next(due, period, now));
            case ScheduleExpression.AtTimes times ->
                    times.after(now.isAfter(due) ? now : due, zoneId()).flatMap(this::until);
        };
    }

    private static Instant next(Instant from, Duration period, Instant now) {
        long missed = Math.max(0, Duration.between(from, now).dividedBy(period));
        return from.plus(period.multipliedBy(missed + 1));
    }

    private Optional<Instant> until(Instant due) {
        return end != null && due.isAfter(end) ? Optional.empty() : Optional.of(due);
    }

    private ScheduleExpression when() {
        return ScheduleExpression.parseForSchedule(expression).orElseThrow();
    }

    private ZoneId zoneId() {
        return ZoneId.of(zone == null ? "UTC" : zone);
    }
}
