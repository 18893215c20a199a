package dev.gatehouse.events.schedule;

import dev.gatehouse.kernel.cron.Cron;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a rule is due (Amazon EventBridge User Guide, "Creating a rule that runs on a schedule"), or
 * a schedule (Amazon EventBridge Scheduler User Guide, "Schedule types in EventBridge Scheduler").
 */
public sealed interface ScheduleExpression {

    /**
     * The first time after another at which it is due; empty when it never is again.
     *
     * @param zone whose clock it is meant by
     */
    Optional<Instant> after(Instant time, ZoneId zone);

    /** By the clock of UTC, as rules are. */
    default Optional<Instant> after(Instant time) {
        return after(time, ZoneOffset.UTC);
    }

    /** {@code rate(5 minutes)}: so long after the last time. */
    record Rate(Duration period) implements ScheduleExpression {
        @Override
        public Optional<Instant> after(Instant time, ZoneId zone) {
            return Optional.of(time.plus(period));
        }
    }

    /** {@code cron(0 12 * * ? *)}. */
    record AtTimes(Cron cron) implements ScheduleExpression {
        @Override
        public Optional<Instant> after(Instant time, ZoneId zone) {
            return cron.after(time.atZone(zone)).map(next -> next.toInstant());
        }
    }

    /** {@code at(2026-12-24T18:00:00)}: once, and only of schedules. */
    record Once(LocalDateTime at) implements ScheduleExpression {
        @Override
        public Optional<Instant> after(Instant time, ZoneId zone) {
            return Optional.of(at.atZone(zone).toInstant()).filter(time::isBefore);
        }
    }

    Pattern RATE = Pattern.compile("rate\\(\\s*([1-9]\\d{0,8})\\s+(minute|hour|day)(s?)\\s*\\)");
    Pattern CRON = Pattern.compile("cron\\(([^()]{1,200})\\)");
    Pattern ONCE = Pattern.compile("at\\((\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d)\\)");
    Map<String, Duration> UNITS =
            Map.of(
                    "minute", Duration.ofMinutes(1),
                    "hour", Duration.ofHours(1),
                    "day", Duration.ofDays(1));

    /** What a text says of a rule; empty when it is no expression. */
    static Optional<ScheduleExpression> parse(String text) {
        Matcher rate = RATE.matcher(text);
        // One minute, two minutes: EventBridge takes nothing else of rules.
        boolean wrong = rate.matches() && rate.group(1).equals("1") != rate.group(3).isEmpty();
        return wrong ? Optional.empty() : recurring(text);
    }

    /** What a text says of a schedule; empty when it is no expression. */
    static Optional<ScheduleExpression> parseForSchedule(String text) {
        Matcher once = ONCE.matcher(text);
        if (!once.matches()) {
            return recurring(text);
        }
        try {
            return Optional.of(new Once(LocalDateTime.parse(once.group(1))));
        } catch (DateTimeException noDate) {
            return Optional.empty();
        }
    }

    private static Optional<ScheduleExpression> recurring(String text) {
        Matcher rate = RATE.matcher(text);
        if (rate.matches()) {
            long count = Long.parseLong(rate.group(1));
            return Optional.of(new Rate(unit(rate.group(2)).multipliedBy(count)));
        }
        Matcher cron = CRON.matcher(text);
        return cron.matches() ? Cron.parse(cron.group(1)).map(AtTimes::new) : Optional.empty();
    }

    private static Duration unit(String name) {
        return UNITS.getOrDefault(name, Duration.ofMinutes(1));
    }
}
