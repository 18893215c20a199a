package dev.gatehouse.scaling;

import dev.gatehouse.store.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A change of a capacity, as it is stored: under its target's resource id, the newest first.
 *
 * @param endMillis null while it is under way
 * @param status InProgress, Successful or Failed
 */
record StoredActivity(
        String id,
        String resourceId,
        String description,
        String cause,
        long startMillis,
        @Nullable Long endMillis,
        String status,
        String message) {
    static final Kind<StoredActivity> KIND = new Kind<>("scaling.activity", StoredActivity.class);

    StoredActivity ended(long now, String how, String words) {
        return new StoredActivity(id, resourceId, description, cause, startMillis, now, how, words);
    }
}
