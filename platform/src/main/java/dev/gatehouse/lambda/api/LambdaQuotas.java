package dev.gatehouse.lambda.api;

/**
 * How much one account may use in one region.
 *
 * @param concurrentExecutions invocations at once
 * @param unreservedMinimum how many of them no function may reserve
 * @param totalCodeBytes all packages of functions and layers together
 * @param callerRates whether calls of the API are counted, as on AWS
 */
public record LambdaQuotas(
        int concurrentExecutions, int unreservedMinimum, long totalCodeBytes, boolean callerRates) {
    /** Lambda's defaults, but that calls of the API are not counted. */
    public static final LambdaQuotas AWS = new LambdaQuotas(1000, 100, 80_530_636_800L, false);
}
