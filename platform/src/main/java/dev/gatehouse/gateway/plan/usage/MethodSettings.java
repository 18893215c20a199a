package dev.gatehouse.gateway.plan.usage;

import dev.gatehouse.gateway.plan.cache.CacheRules;

/**
 * What a stage says of one of its methods, or of all.
 *
 * @param limit how many requests the method takes
 * @param cache what is kept of its responses
 * @param logging what its execution log tells
 * @param measured whether it has metrics of its own
 */
public record MethodSettings(
        RateLimit limit, CacheRules cache, ExecutionLogging logging, boolean measured) {
    public static final MethodSettings USUAL =
            new MethodSettings(RateLimit.NONE, CacheRules.NONE, ExecutionLogging.OFF, false);
}
