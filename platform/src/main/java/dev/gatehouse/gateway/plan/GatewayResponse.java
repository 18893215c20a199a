package dev.gatehouse.gateway.plan;

import dev.gatehouse.gateway.map.MappingTemplate;
import dev.gatehouse.gateway.plan.integration.HeaderMapping;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a user made of a gateway response.
 *
 * @param statusCode the status in place of the type's own; null to keep it
 * @param headers added headers ({@code responseParameters})
 * @param templates body templates by content type; empty to keep {@code
 *     {"message":$context.error.messageString}}
 */
public record GatewayResponse(
        @Nullable Integer statusCode,
        List<HeaderMapping> headers,
        Map<String, MappingTemplate> templates) {
    public GatewayResponse {
        headers = List.copyOf(headers);
        templates = Collections.unmodifiableMap(new LinkedHashMap<>(templates));
    }
}
