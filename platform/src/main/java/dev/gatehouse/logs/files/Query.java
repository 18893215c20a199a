package dev.gatehouse.logs.files;

import java.util.function.Predicate;

/**
 * Which events to read.
 *
 * @param stream the streams that count
 * @param from the first place that counts
 * @param to the first place that no longer counts
 * @param newest whether, of more than fit, the newest are wanted; else the oldest
 * @param limit the most events to return
 * @param message what their text must be like
 */
public record Query(
        Predicate<String> stream,
        Cursor from,
        Cursor to,
        boolean newest,
        int limit,
        Predicate<String> message) {

    /** Whether an event at this place counts. */
    boolean covers(Cursor at) {
        return at.compareTo(from) >= 0 && at.compareTo(to) < 0;
    }
}
