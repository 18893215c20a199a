package dev.gatehouse.gateway.plan.usage;

import java.time.LocalDate;

/**
 * How many requests an API key may make in a period. Days are those of UTC.
 *
 * @param offset on which day of its week (0 is Sunday) or month (0 is the first) a period begins
 */
public record Quota(long limit, int offset, Period period) {
    /** The fourth of January 1970. */
    private static final long FIRST_SUNDAY = 3;

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
        return switch (period) {
            case DAY -> epochDay;
            case WEEK -> epochDay - Math.floorMod(epochDay - FIRST_SUNDAY - offset, 7);
            case MONTH -> {
                LocalDate day = LocalDate.ofEpochDay(epochDay);
                yield (day.getDayOfMonth() > offset ? day : day.minusMonths(1))
                        .withDayOfMonth(offset + 1)
                        .toEpochDay();
            }
        };
    }
}
