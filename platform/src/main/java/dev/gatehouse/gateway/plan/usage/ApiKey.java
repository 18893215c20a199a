package dev.gatehouse.gateway.plan.usage;

import java.util.List;

/**
 * An API key.
 *
 * @param value what callers send
 * @param plans the ids of the usage plans it is in
 */
public record ApiKey(String id, String value, boolean enabled, List<String> plans) {
    public ApiKey {
        plans = List.copyOf(plans);
    }
}
