package dev.gatehouse.gateway.plan.cache;

import dev.gatehouse.gateway.map.ParameterSource;
import java.util.List;

/**
 * By what the requests of a method are told apart.
 *
 * @param namespace methods of one namespace share their entries; as a rule the resource's id
 * @param parameters what counts of a request
 */
public record CacheKey(String namespace, List<ParameterSource> parameters) {
    /** Of methods that are all one. */
    public static final CacheKey NONE = new CacheKey("", List.of());

    public CacheKey {
        parameters = List.copyOf(parameters);
    }
}
