package dev.gatehouse.gateway.plan;

import dev.gatehouse.gateway.map.MappingTemplate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How an integration's response becomes the method's.
 *
 * @param statusCode the method response's status
 * @param selectionPattern matched whole against the integration's status; null for the default
 *     response
 * @param headers the mapped headers of the method response
 * @param templates body templates by content type, first one first
 */
public record IntegrationResponse(
        int statusCode,
        @Nullable Pattern selectionPattern,
        List<HeaderMapping> headers,
        Map<String, MappingTemplate> templates) {
    public IntegrationResponse {
        headers = List.copyOf(headers);
        templates = Collections.unmodifiableMap(new LinkedHashMap<>(templates));
    }
}
