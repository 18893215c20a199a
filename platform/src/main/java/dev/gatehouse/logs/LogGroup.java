package dev.gatehouse.logs;

import dev.gatehouse.store.Kind;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A log group as it is stored.
 *
 * @param createdMillis when it was made
 * @param retentionDays after how many days events expire; null for never
 * @param tags its tags
 * @param folder where its events are kept; another one each time a group of this name is made
 * @param logGroupClass STANDARD or INFREQUENT_ACCESS, which is a matter of AWS's prices
 */
record LogGroup(
        String name,
        long createdMillis,
        @Nullable Integer retentionDays,
        Map<String, String> tags,
        String folder,
        String logGroupClass) {
    static final Kind<LogGroup> KIND = new Kind<>("logs.group", LogGroup.class);

    LogGroup {
        tags = Map.copyOf(tags);
    }

    LogGroup withRetention(@Nullable Integer days) {
        return new LogGroup(name, createdMillis, days, tags, folder, logGroupClass);
    }

    LogGroup withTags(Map<String, String> newTags) {
        return new LogGroup(name, createdMillis, retentionDays, newTags, folder, logGroupClass);
    }
}
