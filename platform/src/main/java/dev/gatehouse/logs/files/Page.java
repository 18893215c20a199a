package dev.gatehouse.logs.files;

import java.util.List;

/**
 * What a query found.
 *
 * @param events in the order of time
 * @param more whether there are more than fitted
 */
public record Page(List<KeptEvent> events, boolean more) {
    public Page {
        events = List.copyOf(events);
    }
}
