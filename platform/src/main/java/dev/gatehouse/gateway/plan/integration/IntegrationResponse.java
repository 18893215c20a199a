package dev.gatehouse.gateway.plan.integration;

import dev.gatehouse.gateway.map.MappingTemplate;
import dev.gatehouse.kernel.BoundedPattern;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an integration's response becomes the method's.
 *
 * @param statusCode the method response's status
 * @param selectionPattern matched whole against the backend's status, or against the error message
 *     of a function; null for the default response
 * @param headers the mapped headers of the method response
 * @param templates body templates by content type, first one first
 * @param contentHandling how the body is converted; null to leave that to the media types
 */
public record IntegrationResponse(
        int statusCode,
        @Nullable BoundedPattern selectionPattern,
        List<HeaderMapping> headers,
        Map<String, MappingTemplate> templates,
        @Nullable ContentHandling contentHandling) {
    public IntegrationResponse {
        headers = List.copyOf(headers);
        templates = Collections.unmodifiableMap(new LinkedHashMap<>(templates));
    }
}
