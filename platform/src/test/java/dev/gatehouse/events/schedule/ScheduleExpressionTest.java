package dev.gatehouse.events.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When schedules are due; the examples are those of the EventBridge User Guide. */
@Tag("unit")
final class ScheduleExpressionTest {
    /** A Wednesday. */
    private static final Instant NOW = Instant.parse("2026-02-25T10:07:30Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    rate(1 minute)          | 2026-02-25T10:08:30Z
                    rate(5 hours)           | 2026-02-25T15:07:30Z
                    rate(7 days)            | 2026-03-04T10:07:30Z
                    cron(0 10 * * ? *)      | 2026-02-26T10:00:00Z
                    cron(15 12 * * ? *)     | 2026-02-25T12:15:00Z
                    cron(0 18 ? * MON-FRI *)| 2026-02-25T18:00:00Z
                    cron(0 8 1 * ? *)       | 2026-03-01T08:00:00Z
                    cron(0/15 * * * ? *)    | 2026-02-25T10:15:00Z
                    cron(0/10 * ? * MON-FRI *) | 2026-02-25T10:10:00Z
                    cron(0/5 8-17 ? * 2-6 *)| 2026-02-25T10:10:00Z
                    cron(0 0 L * ? *)       | 2026-02-28T00:00:00Z
                    cron(0 9 ? * 2#1 *)     | 2026-03-02T09:00:00Z
                    cron(0 9 ? * 6L *)      | 2026-02-27T09:00:00Z
                    cron(0 9 ? * L *)       | 2026-02-28T09:00:00Z
                    cron(0 9 1W * ? *)      | 2026-03-02T09:00:00Z
                    cron(0 9 31W MAY ? *)   | 2026-05-29T09:00:00Z
                    cron(30 8 29 2 ? *)     | 2028-02-29T08:30:00Z
                    cron(0 0 ? * SAT-MON *) | 2026-02-28T00:00:00Z
                    cron(0 0 1 JAN,jul ? 2027/2) | 2027-01-01T00:00:00Z
                    """)
    void isDueNext(String expression, String next) {
        assertThat(ScheduleExpression.parse(expression).orElseThrow().after(NOW))
                .contains(Instant.parse(next));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rate(1 minutes)",
                "rate(2 hour)",
                "rate(0 minutes)",
                "rate(-1 days)",
                "rate(5 seconds)",
                "rate(999999999999999999 days)",
                "cron(0 10 * * * *)",
                "cron(0 10 ? * ? *)",
                "cron(0 10 * * ?)",
                "cron(60 10 * * ? *)",
                "cron(0 24 * * ? *)",
                "cron(0 0 32 * ? *)",
                "cron(0 0 ? * 8 *)",
                "cron(0 0 ? * 2#6 *)",
                "cron(0/0 * * * ? *)",
                "cron(0 0 1 * ? 1969)",
                "cron(*-5 * * * ? *)",
                "every day",
                ""
            })
    void rejects(String expression) {
        assertThat(ScheduleExpression.parse(expression)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cron(0 0 31 2 ? *)", "cron(0 0 1 1 ? 2000)"})
    void aTimeThatNeverComesIsFoundOut(String expression) {
        assertThat(ScheduleExpression.parse(expression).orElseThrow().after(NOW)).isEmpty();
    }
}
