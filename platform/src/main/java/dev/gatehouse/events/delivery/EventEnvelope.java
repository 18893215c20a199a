package dev.gatehouse.events.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.store.Scope;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Events as targets get them (Amazon EventBridge User Guide, "Event structure reference"). */
public final class EventEnvelope {
    private EventEnvelope() {}

    /** What is told. */
    public record Content(
            String type, String source, Instant time, List<String> resources, JsonNode detail) {}

    /** An event with an id of its own. */
    public static ObjectNode of(Scope scope, Content content) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("version", "0")
                .put("id", UUID.randomUUID().toString())
                .put("detail-type", content.type())
                .put("source", content.source())
                .put("account", scope.account().value())
                .put("time", content.time().toString())
                .put("region", scope.region().name());
        ArrayNode resources = event.putArray("resources");
        content.resources().forEach(resources::add);
        event.set("detail", content.detail());
        return event;
    }
}
