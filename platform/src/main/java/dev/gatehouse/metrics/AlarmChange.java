package dev.gatehouse.metrics;

import dev.gatehouse.store.Scope;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** An alarm that went from one state to another. */
record AlarmChange(Scope scope, StoredAlarm before, StoredAlarm after) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSZ", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    String name() {
        return after.name();
    }

    String arn() {
        return Alarms.arn(scope, name());
    }

    /** Whether the state is another one at all. */
    boolean isAnother() {
        return !before.state().equals(after.state());
    }

    /** What is to be done about it. */
    List<String> actions() {
        return after.actionsEnabled() ? after.actions(after.state()) : List.of();
    }

    /** A timestamp as CloudWatch's messages have it. */
    static String time(long millis) {
        return TIME.format(Instant.ofEpochMilli(millis));
    }
}
