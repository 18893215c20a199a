package dev.gatehouse.scaling;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A scheduled action as it is stored.
 *
 * @param min what the target's minimum becomes; null to leave it
 * @param max what the target's maximum becomes; null to leave it
 * @param nextMillis when it acts next; null for never again
 */
record StoredAction(
        String name,
        String id,
        long createdMillis,
        Times times,
        @Nullable Integer min,
        @Nullable Integer max,
        @Nullable Long nextMillis) {

    /**
     * When it acts.
     *
     * @param schedule {@code at(…)}, {@code rate(…)} or {@code cron(…)}
     * @param timezone in which that is meant; null for UTC
     * @param startMillis from when on; null for at once
     * @param endMillis until when; null without an end
     */
    record Times(
            String schedule,
            @Nullable String timezone,
            @Nullable Long startMillis,
            @Nullable Long endMillis) {}

    /** The same, which acts for the first time behind {@code now}. */
    StoredAction after(long now) {
        Long startMillis = times.startMillis();
        Long endMillis = times.endMillis();
        String timezone = times.timezone();
        long from = startMillis == null ? now : Math.max(now, startMillis - 1);
        Instant base = Instant.ofEpochMilli(startMillis == null ? createdMillis : startMillis);
        ZoneId zone = timezone == null ? ZoneId.of("UTC") : ZoneId.of(timezone);
        Optional<Instant> next =
                ActionSchedule.parse(times.schedule())
                        .after(Instant.ofEpochMilli(from), base, zone);
        Long millis =
                next.map(Instant::toEpochMilli)
                        .filter(at -> endMillis == null || at <= endMillis)
                        .orElse(null);
        return new StoredAction(name, id, createdMillis, times, min, max, millis);
    }
}
