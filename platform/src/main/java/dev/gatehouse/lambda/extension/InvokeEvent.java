package dev.gatehouse.lambda.extension;

/**
 * What extensions hear of an event that the runtime gets.
 *
 * @param requestId the invocation's id
 * @param deadlineMillis when the function times out, milliseconds since 1970
 * @param invokedFunctionArn the ARN as the caller named it
 * @param traceId the X-Ray trace header
 */
public record InvokeEvent(
        String requestId, long deadlineMillis, String invokedFunctionArn, String traceId) {}
