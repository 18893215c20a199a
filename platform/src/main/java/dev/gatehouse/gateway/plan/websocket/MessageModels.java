package dev.gatehouse.gateway.plan.websocket;

import dev.gatehouse.gateway.plan.schema.BodySchema;
import java.util.Map;

/**
 * What messages to a route must be ("Request validation" of WebSocket APIs).
 *
 * @param selection selects the schema by the message
 * @param schemas by key, {@code $default} for whatever no other one is for
 */
public record MessageModels(SelectionExpression selection, Map<String, BodySchema> schemas) {
    public MessageModels {
        schemas = Map.copyOf(schemas);
    }
}
