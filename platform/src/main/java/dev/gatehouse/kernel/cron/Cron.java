package dev.gatehouse.kernel.cron;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.time.zone.ZoneRules;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * AWS's cron: minutes, hours, day of the month, month, day of the week, year; one of the two days
 * is a question mark. Beside numbers, ranges, lists and steps: {@code L} and {@code 15W} for days
 * of the month, {@code 6L} and {@code 2#1} for days of the week.
 *
 * @param monthDays any day where the day of the week says which
 * @param weekDays any day where the day of the month says which
 */
public record Cron(
        BitSet minutes, BitSet hours, Days monthDays, BitSet months, Days weekDays, BitSet years) {
    private static final List<String> MONTHS =
            List.of(
                    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV",
                    "DEC");
    private static final List<String> WEEK =
            List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");
    private static final int FIRST_YEAR = 1970;

    /** No time is later. */
    public static final int LAST_YEAR = 2199;

    private static final int FIELDS = 6;

    /** On which days of a month it is due. */
    @FunctionalInterface
    public interface Days {
        boolean include(LocalDate day);
    }

    /** Every day: the other of the two fields decides. */
    private static final Days ANY = _ -> true;

    /** Reads the six fields; empty when they are none. */
    public static Optional<Cron> parse(String text) {
        String[] fields = text.trim().split("\\s+", -1);
        if (fields.length != FIELDS || fields[2].equals("?") == fields[4].equals("?")) {
            return Optional.empty();
        }
        Optional<BitSet> minutes = CronField.of(fields[0], 0, 59, List.of());
        Optional<BitSet> hours = CronField.of(fields[1], 0, 23, List.of());
        Optional<Days> monthDays = monthDays(fields[2]);
        Optional<BitSet> months = CronField.of(fields[3], 1, 12, MONTHS);
        Optional<Days> weekDays = weekDays(fields[4]);
        Optional<BitSet> years = CronField.of(fields[5], FIRST_YEAR, LAST_YEAR, List.of());
        boolean complete =
                minutes.isPresent()
                        && hours.isPresent()
                        && monthDays.isPresent()
                        && months.isPresent()
                        && weekDays.isPresent()
                        && years.isPresent();
        return complete
                ? Optional.of(
                        new Cron(
                                minutes.get(),
                                hours.get(),
                                monthDays.get(),
                                months.get(),
                                weekDays.get(),
                                years.get()))
                : Optional.empty();
    }

    private static Optional<Days> monthDays(String field) {
        if (field.equals("?")) {
            return Optional.of(ANY);
        }
        if (field.equals("L")) {
            return Optional.of(day -> day.getDayOfMonth() == day.lengthOfMonth());
        }
        if (field.matches("\\d{1,2}W")) {
            int wanted = Integer.parseInt(field.substring(0, field.length() - 1));
            return wanted < 1 || wanted > 31
                    ? Optional.empty()
                    : Optional.of(day -> day.equals(workday(day, wanted)));
        }
        return CronField.of(field, 1, 31, List.of())
                .map(set -> day -> set.get(day.getDayOfMonth()));
    }

    /** The day from Monday to Friday that is nearest to a day of the same month. */
    private static LocalDate workday(LocalDate month, int wanted) {
        LocalDate day = month.withDayOfMonth(Math.min(wanted, month.lengthOfMonth()));
        return switch (day.getDayOfWeek()) {
            case SATURDAY -> day.getDayOfMonth() == 1 ? day.plusDays(2) : day.minusDays(1);
            case SUNDAY ->
                    day.getDayOfMonth() == day.lengthOfMonth() ? day.minusDays(2) : day.plusDays(1);
            case MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY -> day;
        };
    }

    private static Optional<Days> weekDays(String field) {
        if (field.equals("?")) {
            return Optional.of(ANY);
        }
        if (field.equals("L")) {
            return Optional.of(day -> day.getDayOfWeek() == DayOfWeek.SATURDAY);
        }
        if (field.endsWith("L")) {
            return day(field.substring(0, field.length() - 1))
                    .map(
                            wanted ->
                                    day ->
                                            day.equals(
                                                    day.with(
                                                            TemporalAdjusters.lastInMonth(
                                                                    wanted))));
        }
        int hash = field.indexOf('#');
        if (hash > 0) {
            String nth = field.substring(hash + 1);
            return nth.matches("[1-5]")
                    ? day(field.substring(0, hash))
                            .map(
                                    wanted ->
                                            day ->
                                                    day.getDayOfWeek() == wanted
                                                            && (day.getDayOfMonth() - 1) / 7 + 1
                                                                    == Integer.parseInt(nth))
                    : Optional.empty();
        }
        return CronField.of(field, 1, 7, WEEK)
                .map(set -> day -> set.get(day.getDayOfWeek().getValue() % 7 + 1));
    }

    /** Days count from Sunday. */
    private static Optional<DayOfWeek> day(String text) {
        return CronField.of(text, 1, 7, WEEK)
                .filter(set -> set.cardinality() == 1)
                .map(set -> DayOfWeek.of((set.nextSetBit(0) + 5) % 7 + 1));
    }

    /**
     * The first time after another; empty when there is none. As with EventBridge Scheduler
     * ("Schedule types", daylight saving time), a time that the clock of the zone skips is skipped,
     * and one that the clock shows twice comes once.
     */
    public Optional<ZonedDateTime> after(ZonedDateTime time) {
        ZoneRules rules = time.getZone().getRules();
        LocalDateTime shown = time.toLocalDateTime();
        Optional<LocalDateTime> next = after(shown);
        while (next.isPresent() && rules.getValidOffsets(next.get()).isEmpty()) {
            next = after(next.get());
        }
        return next.map(found -> notBefore(time, found));
    }

    /** Of an hour that comes twice when clocks are put back, the one that is not over. */
    private static ZonedDateTime notBefore(ZonedDateTime time, LocalDateTime next) {
        ZonedDateTime first = next.atZone(time.getZone());
        return first.isAfter(time) ? first : first.withLaterOffsetAtOverlap();
    }

    /** By a clock that is never put forward or back. */
    private Optional<LocalDateTime> after(LocalDateTime time) {
        LocalDateTime from = time.truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
        LocalDate day = from.toLocalDate();
        while (day.getYear() <= LAST_YEAR) {
            if (!years.get(day.getYear())) {
                day = LocalDate.of(day.getYear() + 1, 1, 1);
            } else if (!months.get(day.getMonthValue())) {
                day = day.withDayOfMonth(1).plusMonths(1);
            } else {
                if (monthDays.include(day) && weekDays.include(day)) {
                    Optional<LocalTime> found = on(day, from);
                    if (found.isPresent()) {
                        return Optional.of(day.atTime(found.get()));
                    }
                }
                day = day.plusDays(1);
            }
        }
        return Optional.empty();
    }

    private Optional<LocalTime> on(LocalDate day, LocalDateTime earliest) {
        LocalTime from =
                day.equals(earliest.toLocalDate()) ? earliest.toLocalTime() : LocalTime.MIDNIGHT;
        int minute = hours.get(from.getHour()) ? minutes.nextSetBit(from.getMinute()) : -1;
        if (minute >= 0) {
            return Optional.of(LocalTime.of(from.getHour(), minute));
        }
        int hour = hours.nextSetBit(from.getHour() + 1);
        return hour < 0 ? Optional.empty() : Optional.of(LocalTime.of(hour, minutes.nextSetBit(0)));
    }
}
