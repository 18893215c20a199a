package dev.gatehouse.lambda.plan;

import java.util.Map;

/**
 * How a function's asynchronous events are handled.
 *
 * @param settings by {@code $LATEST}, version or alias, whatever an event was sent to
 * @param deadLetters the ARN that dropped events go to, by version
 */
public record EventHandling(Map<String, EventSettings> settings, Map<String, String> deadLetters) {
    /** As Lambda handles all. */
    public static final EventHandling DEFAULT = new EventHandling(Map.of(), Map.of());

    public EventHandling {
        settings = Map.copyOf(settings);
        deadLetters = Map.copyOf(deadLetters);
    }
}
