package dev.gatehouse.gateway.plan.websocket;

import dev.gatehouse.gateway.map.MappingTemplate;
import dev.gatehouse.gateway.plan.integration.ContentHandling;
import dev.gatehouse.kernel.BoundedPattern;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a backend's response on its way to the client ("Setting up a WebSocket API
 * integration responses").
 *
 * @param pattern what the backend's status, or the error message of a function, has to match; null
 *     for the one of key {@code $default}
 * @param selection selects the template; null for the one of key {@code $default}
 * @param templates by key
 * @param contentHandling how the body is converted; null to leave it as it is
 */
public record MessageResponse(
        @Nullable BoundedPattern pattern,
        @Nullable SelectionExpression selection,
        Map<String, MappingTemplate> templates,
        @Nullable ContentHandling contentHandling) {
    public MessageResponse {
        templates = Map.copyOf(templates);
    }
}
