package dev.gatehouse.events.scheduler;

import dev.gatehouse.kernel.Arn;
import dev.gatehouse.store.Kind;
import dev.gatehouse.store.Scope;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A group of schedules as it is stored; the default one is nowhere, and everywhere there.
 *
 * @param token of the request that made it
 */
record StoredGroup(
        String name,
        Instant createdAt,
        Instant changedAt,
        Map<String, String> tags,
        @Nullable String token) {
    static final Kind<StoredGroup> KIND = new Kind<>("scheduler.group", StoredGroup.class);
    static final String DEFAULT = "default";

    StoredGroup {
        tags = Map.copyOf(tags);
    }

    /** The default group, which is as old as anything. */
    static StoredGroup ofDefault() {
        return new StoredGroup(DEFAULT, Instant.EPOCH, Instant.EPOCH, Map.of(), null);
    }

    static Arn arn(Scope scope, String name) {
        return Arn.of("scheduler", scope.region(), scope.account(), "schedule-group/" + name);
    }

    StoredGroup tagged(Map<String, String> others, Instant now) {
        return new StoredGroup(name, createdAt, now, others, token);
    }
}
