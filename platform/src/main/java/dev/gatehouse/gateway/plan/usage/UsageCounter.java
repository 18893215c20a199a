package dev.gatehouse.gateway.plan.usage;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** Counts the requests of one API key in one usage plan. Any thread may, none waits. */
public final class UsageCounter {
    private static final VarHandle COUNT;

    static {
        try {
            COUNT = MethodHandles.lookup().findVarHandle(UsageCounter.class, "count", Count.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private volatile Count count;

    UsageCounter(Count count) {
        this.count = count;
    }

    /**
     * What was counted. Days are counted since 1970.
     *
     * @param periodStart the first day of the quota's period
     * @param used requests in the period
     * @param extra what the quota was extended by in the period; negative when it was cut
     * @param day the last day on which requests came
     * @param usedThatDay requests on that day
     * @param earlierDay the day before on which requests came, with its requests
     */
    public record Count(
            long periodStart,
            long used,
            long extra,
            long day,
            long usedThatDay,
            long earlierDay,
            long usedEarlier) {
        static final Count NOTHING = new Count(0, 0, 0, 0, 0, 0, 0);

        /** The same, seen from a day. */
        Count on(long today, @Nullable Quota quota) {
            long start = quota == null ? today : quota.periodStart(today);
            boolean same = start == periodStart;
            if (same && today == day) {
                return this;
            }
            return new Count(
                    start,
                    same ? used : 0,
                    same ? extra : 0,
                    today,
                    today == day ? usedThatDay : 0,
                    today == day ? earlierDay : day,
                    today == day ? usedEarlier : usedThatDay);
        }

        private Count more() {
            return new Count(
                    periodStart, used + 1, extra, day, usedThatDay + 1, earlierDay, usedEarlier);
        }

        private Count leaving(long remaining, Quota quota) {
            return new Count(
                    periodStart,
                    used,
                    remaining + used - quota.limit(),
                    day,
                    usedThatDay,
                    earlierDay,
                    usedEarlier);
        }

        /** What a quota leaves; 0 when more was used. */
        public long remaining(Quota quota) {
            return Math.max(0, quota.limit() + extra - used);
        }
    }

    /** Counts a request; false when the quota leaves none. */
    public boolean take(@Nullable Quota quota, long today) {
        while (true) {
            Count now = count;
            Count seen = now.on(today, quota);
            if (quota != null && seen.remaining(quota) == 0) {
                return false;
            }
            if (COUNT.compareAndSet(this, now, seen.more())) {
                return true;
            }
        }
    }

    /** Has a quota leave this much of its period. */
    public void leave(long remaining, Quota quota, long today) {
        while (true) {
            Count now = count;
            Count next = now.on(today, quota).leaving(remaining, quota);
            if (COUNT.compareAndSet(this, now, next)) {
                return;
            }
        }
    }

    /** What was counted, seen from a day. */
    public Count on(long today, @Nullable Quota quota) {
        return count.on(today, quota);
    }

    /** What was counted. */
    public Count count() {
        return count;
    }
}
