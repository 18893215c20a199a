package dev.gatehouse.gateway.apigateway.usage;

import dev.gatehouse.gateway.plan.usage.Quota;
import dev.gatehouse.gateway.plan.usage.UsageCounter.Count;
import dev.gatehouse.store.Kind;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was counted of one key in one plan.
 *
 * @param now what counting goes on from
 * @param days by day, such as {@code 2026-11-30}: the requests, and what the quota left then
 */
record UsageDocument(Count now, Map<String, List<Long>> days) {
    static final Kind<UsageDocument> KIND = new Kind<>("apigateway.usage", UsageDocument.class);

    /** As long as AWS tells usage. */
    static final int DAYS = 90;

    /** What a quota leaves that is none. */
    private static final long UNLIMITED = -1;

    /** What is written of a count; what is known of earlier days stays. */
    static UsageDocument of(@Nullable UsageDocument before, Count count, @Nullable Quota quota) {
        TreeMap<String, List<Long>> days = new TreeMap<>();
        if (before != null) {
            days.putAll(before.days());
        }
        long remaining = quota == null ? UNLIMITED : count.remaining(quota);
        if (count.usedEarlier() > 0) {
            days.compute(
                    day(count.earlierDay()),
                    (_, known) ->
                            List.of(
                                    count.usedEarlier(),
                                    known == null ? remaining : known.getLast()));
        }
        days.put(day(count.day()), List.of(count.usedThatDay(), remaining));
        return new UsageDocument(count, new TreeMap<>(days.tailMap(day(count.day() - DAYS), true)));
    }

    private static String day(long epochDay) {
        return LocalDate.ofEpochDay(epochDay).toString();
    }
}
