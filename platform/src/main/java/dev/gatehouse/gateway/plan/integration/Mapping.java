package dev.gatehouse.gateway.plan.integration;

import dev.gatehouse.gateway.map.MappingTemplate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an integration that is no proxy makes its backend's request of the client's, and the client's
 * response of the backend's.
 *
 * @param requestTemplates by content type, such as {@code application/json}, or {@code $default}
 * @param passthrough what happens when no template fits the request's content type
 * @param parameters mapped request parameters: targets {@code integration.request.…}
 * @param contentHandling how the request's body is converted; null to leave it as it is
 * @param responses the integration responses, in the order they were configured
 */
public record Mapping(
        Map<String, MappingTemplate> requestTemplates,
        PassthroughBehavior passthrough,
        List<RequestParameter> parameters,
        @Nullable ContentHandling contentHandling,
        List<IntegrationResponse> responses) {
    /** The key of the template for every content type that has none of its own. */
    public static final String DEFAULT_TEMPLATE = "$default";

    public Mapping {
        requestTemplates = Map.copyOf(requestTemplates);
        parameters = List.copyOf(parameters);
        responses = List.copyOf(responses);
    }
}
