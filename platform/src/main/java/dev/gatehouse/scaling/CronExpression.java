package dev.gatehouse.scaling;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.TemporalAdjusters;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A cron expression of AWS's: minutes, hours, day of month, month, day of week, year; {@code ?} in
 * one of the two days, {@code L}, {@code W} and {@code #} in days.
 *
 * @param dayOfMonth as it was written
 * @param dayOfWeek as it was written
 */
record CronExpression(
        BitSet minutes,
        BitSet hours,
        String dayOfMonth,
        BitSet months,
        String dayOfWeek,
        BitSet years) {
    private static final int FIRST_YEAR = 1970;
    static final int LAST_YEAR = 2199;
    private static final List<String> MONTHS =
            List.of(
                    "", "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV",
                    "DEC");
    private static final List<String> DAYS =
            List.of("", "SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

    /**
     * @throws IllegalArgumentException it is none
     */
    static CronExpression parse(String text) {
        String[] fields = text.strip().toUpperCase(Locale.ROOT).split("\\s+", -1);
        if (fields.length != 6 || fields[2].equals("?") == fields[4].equals("?")) {
            throw new IllegalArgumentException(text);
        }
        CronExpression cron =
                new CronExpression(
                        values(fields[0], 0, 59, List.of()),
                        values(fields[1], 0, 23, List.of()),
                        fields[2],
                        values(fields[3], 1, 12, MONTHS),
                        fields[4],
                        values(fields[5], FIRST_YEAR, LAST_YEAR, List.of()));
        cron.isOn(LocalDate.of(2024, 1, 31)); // reads the days
        return cron;
    }

    /** The first time behind another; none when there is none before the year 2200. */
    Optional<LocalDateTime> after(LocalDateTime time) {
        LocalDateTime from = time.withSecond(0).withNano(0).plusMinutes(1);
        for (LocalDate day = from.toLocalDate();
                day.getYear() <= LAST_YEAR;
                day = months.get(day.getMonthValue()) ? day.plusDays(1) : nextMonth(day)) {
            if (!years.get(day.getYear()) || !months.get(day.getMonthValue()) || !isOn(day)) {
                continue;
            }
            LocalTime first = day.equals(from.toLocalDate()) ? from.toLocalTime() : LocalTime.MIN;
            Optional<LocalTime> found = at(first);
            if (found.isPresent()) {
                return Optional.of(day.atTime(found.get()));
            }
        }
        return Optional.empty();
    }

    private static LocalDate nextMonth(LocalDate day) {
        return day.with(TemporalAdjusters.firstDayOfNextMonth());
    }

    /** The first time of a day, from a time on. */
    private Optional<LocalTime> at(LocalTime from) {
        int hour = hours.nextSetBit(from.getHour());
        if (hour < 0) {
            return Optional.empty();
        }
        int minute = minutes.nextSetBit(hour == from.getHour() ? from.getMinute() : 0);
        if (minute >= 0) {
            return Optional.of(LocalTime.of(hour, minute));
        }
        int next = hours.nextSetBit(hour + 1);
        return next < 0 ? Optional.empty() : Optional.of(LocalTime.of(next, minutes.nextSetBit(0)));
    }

    private boolean isOn(LocalDate day) {
        return dayOfWeek.equals("?") ? isOnDayOfMonth(day) : isOnDayOfWeek(day);
    }

    private boolean isOnDayOfMonth(LocalDate day) {
        int last = day.lengthOfMonth();
        boolean on = false;
        for (String part : dayOfMonth.split(",", -1)) {
            if (part.equals("L")) {
                on |= day.getDayOfMonth() == last;
            } else if (part.endsWith("W")) {
                String number = part.substring(0, part.length() - 1);
                int wanted = number.equals("L") ? last : number(number, 1, 31, List.of());
                on |= wanted <= last && day.equals(nearestWorkday(day.withDayOfMonth(wanted)));
            } else {
                on |= values(part, 1, 31, List.of()).get(day.getDayOfMonth());
            }
        }
        return on;
    }

    /** Within the month. */
    private static LocalDate nearestWorkday(LocalDate day) {
        return switch (day.getDayOfWeek()) {
            case SATURDAY -> day.getDayOfMonth() == 1 ? day.plusDays(2) : day.minusDays(1);
            case SUNDAY ->
                    day.getDayOfMonth() == day.lengthOfMonth() ? day.minusDays(2) : day.plusDays(1);
            case MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY -> day;
        };
    }

    private boolean isOnDayOfWeek(LocalDate day) {
        int today = number(day.getDayOfWeek());
        int week = (day.getDayOfMonth() - 1) / 7 + 1;
        boolean inLast = day.getDayOfMonth() + 7 > day.lengthOfMonth();
        boolean on = false;
        for (String part : dayOfWeek.split(",", -1)) {
            int sign = part.indexOf('#');
            if (sign > 0) {
                on |=
                        number(part.substring(0, sign), 1, 7, DAYS) == today
                                && number(part.substring(sign + 1), 1, 5, List.of()) == week;
            } else if (part.equals("L")) {
                on |= today == 7;
            } else if (part.endsWith("L")) {
                String name = part.substring(0, part.length() - 1);
                on |= number(name, 1, 7, DAYS) == today && inLast;
            } else {
                on |= values(part, 1, 7, DAYS).get(today);
            }
        }
        return on;
    }

    /** Sunday is the first. */
    private static int number(DayOfWeek day) {
        return day.getValue() % 7 + 1;
    }

    private static BitSet values(String field, int min, int max, List<String> names) {
        BitSet values = new BitSet();
        for (String part : field.split(",", -1)) {
            String[] step = part.split("/", 2);
            String[] range = step[0].split("-", 2);
            boolean all = step[0].equals("*");
            int from = all ? min : number(range[0], min, max, names);
            int to = from;
            if (all || step.length == 2 && range.length == 1) {
                to = max;
            } else if (range.length == 2) {
                to = number(range[1], min, max, names);
            }
            int by = step.length == 2 ? number(step[1], 1, max, List.of()) : 1;
            int length = to >= from ? to - from : to - from + (max - min + 1);
            for (int i = 0; i <= length; i += by) {
                values.set(min + (from - min + i) % (max - min + 1));
            }
        }
        return values;
    }

    private static int number(String text, int min, int max, List<String> names) {
        int named = names.indexOf(text);
        int number = named > 0 ? named : Integer.parseInt(text);
        if (number < min || number > max) {
            throw new IllegalArgumentException(text);
        }
        return number;
    }
}
