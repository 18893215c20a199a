package dev.gatehouse.lambda.async;

import java.time.Duration;

/**
 * How accepted events are kept and run; AWS's values are the defaults where it has any ("How Lambda
 * handles errors and retries with asynchronous invocation").
 *
 * @param retries how often an event is repeated that its function fails at
 * @param retryDelay the pause before the first repetition; the second comes after twice as long
 * @param eventAge how long an event may wait
 * @param waiting events that may wait at once
 * @param bytes of the events that are in memory, since they are being written
 * @param running events that run at once
 * @param lease how long a node that died keeps others from its events
 */
public record AsyncSettings(
        int retries,
        Duration retryDelay,
        Duration eventAge,
        int waiting,
        long bytes,
        int running,
        Duration lease) {

    /** AWS's, and what one node can bear. */
    public static final AsyncSettings DEFAULTS =
            new AsyncSettings(
                    2,
                    Duration.ofMinutes(1),
                    Duration.ofHours(6),
                    100_000,
                    128L * 1024 * 1024,
                    1_000,
                    Duration.ofMinutes(1));

    /** These with another pause before repetitions. */
    public AsyncSettings withRetryDelay(Duration delay) {
        return new AsyncSettings(retries, delay, eventAge, waiting, bytes, running, lease);
    }
}
