package dev.gatehouse.lambda.plan;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is configured of asynchronous events of a version or an alias; what is null is as for all.
 *
 * @param retries how often an event is repeated that the function fails at
 * @param age how long an event may wait
 * @param onSuccess the ARN that a record of each event goes to that the function took
 * @param onFailure the ARN that a record of each event goes to that was dropped
 */
public record EventSettings(
        @Nullable Integer retries,
        @Nullable Duration age,
        @Nullable String onSuccess,
        @Nullable String onFailure) {
    /** Nothing is configured. */
    public static final EventSettings NONE = new EventSettings(null, null, null, null);
}
