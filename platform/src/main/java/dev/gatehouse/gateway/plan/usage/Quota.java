package dev.gatehouse.gateway.plan.usage;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;

/**
 * How many requests an API key may make in a period. Days are those of UTC.
 *
 * @param offset on which day of its week (0 is Sunday) or month (0 is the first) a period begins
 */
public record Quota(long limit, int offset, Period period) {

    /** How long a quota lasts. */
    public enum Period {
        DAY(0),
        WEEK(6),
        MONTH(27);

        private final int lastOffset;

        Period(int lastOffset) {
            this.lastOffset = lastOffset;
        }

        /** The largest offset there is. */
        public int lastOffset() {
            return lastOffset;
        }
    }

    /** The first day, since 1970, of the period that holds a day. */
    public long periodStart(long epochDay) {
        LocalDate day = LocalDate.ofEpochDay(epochDay);
        LocalDate start =
                switch (period) {
                    case DAY -> day;
                    case WEEK -> day.with(TemporalAdjusters.previousOrSame(firstDay()));
                    case MONTH ->
                            day.getDayOfMonth() > offset
                                    ? day.withDayOfMonth(offset + 1)
                                    : day.minusMonths(1).withDayOfMonth(offset + 1);
                };
        return start.toEpochDay();
    }

    private DayOfWeek firstDay() {
        return DayOfWeek.SUNDAY.plus(offset);
    }
}
