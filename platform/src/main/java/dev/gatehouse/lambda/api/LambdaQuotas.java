package dev.gatehouse.lambda.api;

/**
 * How much one account may use in one region.
 *
 * @param concurrentExecutions invocations at once
 * @param unreservedMinimum how many of them no function may reserve
 * @param totalCodeBytes all packages of functions and layers together
 */
public record LambdaQuotas(int concurrentExecutions, int unreservedMinimum, long totalCodeBytes) {
    /** Lambda's defaults. */
    public static final LambdaQuotas AWS = new LambdaQuotas(1000, 100, 80_530_636_800L);
}
