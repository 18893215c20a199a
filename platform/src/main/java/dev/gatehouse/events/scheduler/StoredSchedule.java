package dev.gatehouse.events.scheduler;

import dev.gatehouse.kernel.Arn;
import dev.gatehouse.store.Kind;
import dev.gatehouse.store.Scope;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A schedule as it is stored. Its id is {@code group/name}.
 *
 * @param enabled whether it has any effect
 * @param target Scheduler's own members
 */
record StoredSchedule(
        String group,
        String name,
        Timing timing,
        boolean enabled,
        Map<String, Object> target,
        Shown shown,
        Origin origin) {
    static final Kind<StoredSchedule> KIND = new Kind<>("scheduler.schedule", StoredSchedule.class);

    /**
     * What is kept and shown.
     *
     * @param window the minutes of its flexible window; null for none
     */
    record Shown(@Nullable String description, @Nullable String key, @Nullable Integer window) {}

    /**
     * Where it comes from.
     *
     * @param token of the request that made it
     */
    record Origin(@Nullable String token, Instant createdAt, Instant changedAt) {}

    StoredSchedule {
        target = Map.copyOf(target);
    }

    static String id(String group, String name) {
        return group + '/' + name;
    }

    String id() {
        return id(group, name);
    }

    Arn arn(Scope scope) {
        return Arn.of("scheduler", scope.region(), scope.account(), "schedule/" + id());
    }

    /** This one in place of an earlier one of its name. */
    StoredSchedule inPlaceOf(StoredSchedule earlier) {
        Origin same = new Origin(earlier.origin.token, earlier.origin.createdAt, origin.changedAt);
        return new StoredSchedule(group, name, timing, enabled, target, shown, same);
    }
}
