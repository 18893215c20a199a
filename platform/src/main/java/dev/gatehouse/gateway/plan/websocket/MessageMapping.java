package dev.gatehouse.gateway.plan.websocket;

import dev.gatehouse.gateway.map.MappingTemplate;
import dev.gatehouse.gateway.plan.integration.ContentHandling;
import dev.gatehouse.gateway.plan.integration.PassthroughBehavior;
import dev.gatehouse.gateway.plan.integration.RequestParameter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an integration that is no proxy makes of messages and of the backend's responses ("Setting
 * up data transformations for WebSocket APIs").
 *
 * @param selection selects the request's template; null for the one of key {@code $default}
 * @param templates request templates by key
 * @param passthrough what becomes of a message that no template is for
 * @param parameters of the backend's request
 * @param contentHandling how the message is converted; null to leave it as it is
 * @param responses integration responses
 */
public record MessageMapping(
        @Nullable SelectionExpression selection,
        Map<String, MappingTemplate> templates,
        PassthroughBehavior passthrough,
        List<RequestParameter> parameters,
        @Nullable ContentHandling contentHandling,
        List<MessageResponse> responses) {
    /** The key of the template, model or response for whatever no other one is for. */
    public static final String DEFAULT = "$default";

    public MessageMapping {
        templates = Map.copyOf(templates);
        parameters = List.copyOf(parameters);
        responses = List.copyOf(responses);
    }
}
