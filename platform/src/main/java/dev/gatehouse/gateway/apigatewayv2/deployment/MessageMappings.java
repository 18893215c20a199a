package dev.gatehouse.gateway.apigatewayv2.deployment;

import dev.gatehouse.aws.apigatewayv2.Integration;
import dev.gatehouse.aws.apigatewayv2.IntegrationResponse;
import dev.gatehouse.gateway.map.MappingTemplate;
import dev.gatehouse.gateway.plan.integration.ContentHandling;
import dev.gatehouse.gateway.plan.integration.PassthroughBehavior;
import dev.gatehouse.gateway.plan.integration.RequestParameter;
import dev.gatehouse.gateway.plan.websocket.MessageMapping;
import dev.gatehouse.gateway.plan.websocket.MessageResponse;
import dev.gatehouse.gateway.plan.websocket.SelectionExpression;
import dev.gatehouse.kernel.BoundedPattern;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compiles what integrations of WebSocket APIs make of messages and of responses to them. */
public final class MessageMappings {
    private static final String REQUEST = "route.request.";

    private MessageMappings() {}

    /** A mapped parameter of an integration's request; empty when either side is none. */
    public static Optional<RequestParameter> parameter(String target, String source) {
        return RequestParameter.parse(
                target,
                source.startsWith(REQUEST)
                        ? "method.request." + source.substring(REQUEST.length())
                        : source);
    }

    /** The expression between the slashes of an integration response's key; empty without. */
    public static Optional<BoundedPattern> pattern(String key) {
        return key.length() > 2 && key.startsWith("/") && key.endsWith("/")
                ? BoundedPattern.compile(key.substring(1, key.length() - 1))
                : Optional.empty();
    }

    static MessageMapping of(Integration integration, List<IntegrationResponse> responses) {
        return new MessageMapping(
                selection(integration.templateSelectionExpression()),
                templates(integration.requestTemplates()),
                PassthroughBehavior.valueOf(
                        Objects.requireNonNull(integration.passthroughBehavior())),
                parameters(integration),
                ContentHandling.ofNullable(integration.contentHandlingStrategy()),
                responses.stream().map(MessageMappings::response).toList());
    }

    static List<RequestParameter> parameters(Integration integration) {
        return Objects.requireNonNullElse(integration.requestParameters(), Map.<String, String>of())
                .entrySet()
                .stream()
                .map(each -> parameter(each.getKey(), each.getValue()).orElseThrow())
                .toList();
    }

    private static MessageResponse response(IntegrationResponse response) {
        String key = Objects.requireNonNull(response.integrationResponseKey());
        return new MessageResponse(
                pattern(key).orElse(null),
                selection(response.templateSelectionExpression()),
                templates(response.responseTemplates()),
                ContentHandling.ofNullable(response.contentHandlingStrategy()));
    }

    private static @Nullable SelectionExpression selection(@Nullable String expression) {
        return expression == null || expression.isEmpty()
                ? null
                : SelectionExpression.of(expression);
    }

    private static Map<String, MappingTemplate> templates(@Nullable Map<String, String> given) {
        Map<String, MappingTemplate> templates = new HashMap<>();
        if (given != null) {
            given.forEach((key, template) -> templates.put(key, MappingTemplate.compile(template)));
        }
        return templates;
    }
}
