package dev.gatehouse.events.schedule;

import dev.gatehouse.kernel.cron.Cron;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a rule is due (Amazon EventBridge User Guide, "Creating a rule that runs on a schedule").
 * Times are UTC.
 */
public sealed interface ScheduleExpression {

    /** The first time after another at which it is due; empty when it never is again. */
    Optional<Instant> after(Instant time);

    /** {@code rate(5 minutes)}: so long after the last time. */
    record Rate(Duration period) implements ScheduleExpression {
        @Override
        public Optional<Instant> after(Instant time) {
            return Optional.of(time.plus(period));
        }
    }

    /** {@code cron(0 12 * * ? *)}. */
    record AtTimes(Cron cron) implements ScheduleExpression {
        @Override
        public Optional<Instant> after(Instant time) {
            return cron.after(time.atZone(ZoneOffset.UTC)).map(next -> next.toInstant());
        }
    }

    Pattern RATE = Pattern.compile("rate\\(\\s*([1-9]\\d{0,8})\\s+(minute|hour|day)(s?)\\s*\\)");
    Pattern CRON = Pattern.compile("cron\\(([^()]{1,200})\\)");
    Map<String, Duration> UNITS =
            Map.of(
                    "minute", Duration.ofMinutes(1),
                    "hour", Duration.ofHours(1),
                    "day", Duration.ofDays(1));

    /** What a text says; empty when it is no expression. */
    static Optional<ScheduleExpression> parse(String text) {
        Matcher rate = RATE.matcher(text);
        if (rate.matches()) {
            long count = Long.parseLong(rate.group(1));
            // One minute, two minutes: EventBridge takes nothing else.
            return (count == 1) == rate.group(3).isEmpty()
                    ? Optional.of(new Rate(unit(rate.group(2)).multipliedBy(count)))
                    : Optional.empty();
        }
        Matcher cron = CRON.matcher(text);
        return cron.matches() ? Cron.parse(cron.group(1)).map(AtTimes::new) : Optional.empty();
    }

    private static Duration unit(String name) {
        return UNITS.getOrDefault(name, Duration.ofMinutes(1));
    }
}
