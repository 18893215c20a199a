package dev.gatehouse.gateway.plan.usage;

/**
 * What a stage says of one of its methods, or of all.
 *
 * @param limit how many requests the method takes
 */
public record MethodSettings(RateLimit limit) {
    public static final MethodSettings USUAL = new MethodSettings(RateLimit.NONE);
}
