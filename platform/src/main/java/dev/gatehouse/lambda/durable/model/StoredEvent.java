package dev.gatehouse.lambda.durable.model;

import dev.gatehouse.aws.Shape;
import dev.gatehouse.aws.lambda.Event;
import java.util.Map;

/**
 * Something in the history of an execution.
 *
 * @param event as AWS writes it
 */
public record StoredEvent(Map<String, Object> event) {
    private static final Shape SHAPE = Event.builder().build().data().shape();

    public static StoredEvent of(Event event) {
        return new StoredEvent(Trees.of(event));
    }

    public Event view() {
        return new Event(Trees.structure(SHAPE, event));
    }
}
