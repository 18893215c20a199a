package dev.gatehouse.scaling;

import dev.gatehouse.kernel.cron.Cron;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When a scheduled action acts ("Schedule recurring scaling actions using cron expressions"). */
sealed interface ActionSchedule {
    Pattern FORM = Pattern.compile("(at|rate|cron)\\((.*)\\)");
    Pattern RATE = Pattern.compile("([1-9]\\d{0,8}) +(minute|hour|day)s?");
    Map<String, Duration> UNITS =
            Map.of(
                    "minute", Duration.ofMinutes(1),
                    "hour", Duration.ofHours(1),
                    "day", Duration.ofDays(1));

    /**
     * The first time behind an instant.
     *
     * @param base where rates are counted from
     */
    Optional<Instant> after(Instant instant, Instant base, ZoneId zone);

    /** Once. */
    record At(LocalDateTime time) implements ActionSchedule {
        @Override
        public Optional<Instant> after(Instant instant, Instant base, ZoneId zone) {
            return Optional.of(time.atZone(zone).toInstant()).filter(instant::isBefore);
        }
    }

    /** Again and again after the same time. */
    record Rate(Duration every) implements ActionSchedule {
        @Override
        public Optional<Instant> after(Instant instant, Instant base, ZoneId zone) {
            if (instant.isBefore(base)) {
                return Optional.of(base);
            }
            long times = Duration.between(base, instant).dividedBy(every) + 1;
            return Optional.of(base.plus(every.multipliedBy(times)));
        }
    }

    /** At times of the calendar. */
    record Calendar(Cron cron) implements ActionSchedule {
        @Override
        public Optional<Instant> after(Instant instant, Instant base, ZoneId zone) {
            return cron.after(instant.atZone(zone)).map(ZonedDateTime::toInstant);
        }
    }

    /**
     * Reads a schedule.
     *
     * @throws dev.gatehouse.kernel.ServiceException ValidationException
     */
    static ActionSchedule parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (matcher.matches()) {
            String inside = matcher.group(2).strip();
            try {
                return switch (matcher.group(1)) {
                    case "at" -> at(inside);
                    case "cron" ->
                            new Calendar(
                                    Cron.parse(inside)
                                            .orElseThrow(
                                                    () -> new IllegalArgumentException(inside)));
                    default -> rate(inside);
                };
            } catch (DateTimeException | IllegalArgumentException wrong) {
                throw ScalingErrors.validation("Invalid schedule expression: %s", text);
            }
        }
        throw ScalingErrors.validation("Invalid schedule expression: %s", text);
    }

    private static At at(String inside) {
        LocalDateTime time = LocalDateTime.parse(inside);
        if (time.getYear() > Cron.LAST_YEAR) {
            throw new IllegalArgumentException(inside);
        }
        return new At(time);
    }

    private static Rate rate(String inside) {
        Matcher matcher = RATE.matcher(inside);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(inside);
        }
        Duration unit = UNITS.get(matcher.group(2));
        if (unit == null) {
            throw new IllegalArgumentException(inside);
        }
        return new Rate(unit.multipliedBy(Long.parseLong(matcher.group(1))));
    }
}
