package dev.gatehouse.events.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** When schedules are due, by the clocks of their zones. */
@Tag("unit")
final class TimingTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:30Z");

    private static Timing timing(
            String expression,
            @Nullable String zone,
            @Nullable String start,
            @Nullable String end) {
        return new Timing(expression, zone, instant(start), instant(end), false, "1");
    }

    private static @Nullable Instant instant(@Nullable String text) {
        return text == null ? null : Instant.parse(text);
    }

    @Test
    void aRateBeginsAtOnceOrWithItsStart() {
        assertThat(timing("rate(5 minutes)", null, null, null).first(NOW)).contains(NOW);
        assertThat(timing("rate(5 minutes)", null, "2026-12-01T00:00:00Z", null).first(NOW))
                .contains(Instant.parse("2026-12-01T00:00:00Z"));
        assertThat(timing("rate(5 minutes)", null, "2026-11-30T11:58:00Z", null).first(NOW))
                .contains(Instant.parse("2026-11-30T12:03:00Z"));
    }

    @Test
    void aRateKeepsItsTimesWhenSomeWereMissed() {
        Timing timing = timing("rate(5 minutes)", null, null, null);
        Instant due = Instant.parse("2026-11-30T11:00:00Z");

        assertThat(timing.following(due, NOW)).contains(Instant.parse("2026-11-30T12:05:00Z"));
        assertThat(timing.following(due, due)).contains(Instant.parse("2026-11-30T11:05:00Z"));
    }

    @Test
    void cronIsMeantByTheClockOfAZone() {
        assertThat(timing("cron(0 9 * * ? *)", "America/New_York", null, null).first(NOW))
                .contains(Instant.parse("2026-11-30T14:00:00Z"));
        assertThat(timing("cron(0 9 * * ? *)", "UTC", "2026-12-24T09:00:00Z", null).first(NOW))
                .contains(Instant.parse("2026-12-24T09:00:00Z"));
    }

    @Test
    void anHourThatComesTwiceIsNeverBehind() {
        Timing timing = timing("cron(0/30 * * * ? *)", "America/New_York", null, null);
        // 01:30 in winter's time, which is the second 01:30 of that night.
        Instant second = Instant.parse("2026-11-01T06:30:00Z");

        assertThat(timing.following(second, second))
                .hasValueSatisfying(next -> assertThat(next).isAfter(second));
    }

    @Test
    void aTimeThatTheClockSkipsIsSkippedAndOneThatItShowsTwiceComesOnce() {
        Timing skipped = timing("cron(30 2 * * ? *)", "America/New_York", null, null);
        Timing twice = timing("cron(59 1 * * ? *)", "America/New_York", null, null);
        Instant before = Instant.parse("2026-03-07T07:30:00Z");
        Instant first = Instant.parse("2026-11-01T05:59:00Z");

        assertThat(skipped.following(before, before))
                .contains(Instant.parse("2026-03-09T06:30:00Z"));
        assertThat(twice.following(first, first)).contains(Instant.parse("2026-11-02T06:59:00Z"));
    }

    @Test
    void onceIsOnce() {
        Timing timing = timing("at(2026-12-24T18:00:00)", "Europe/Berlin", null, null);
        Instant due = Instant.parse("2026-12-24T17:00:00Z");

        assertThat(timing.first(NOW)).contains(due);
        assertThat(timing.following(due, due)).isEmpty();
        assertThat(timing("at(2020-01-01T00:00:00)", null, null, null).first(NOW)).isEmpty();
    }

    @Test
    void nothingIsDueBehindTheEnd() {
        Timing timing = timing("rate(5 minutes)", null, null, "2026-11-30T12:04:00Z");

        assertThat(timing.first(NOW)).contains(NOW);
        assertThat(timing.following(NOW, NOW)).isEmpty();
    }
}
