package dev.gatehouse.lambda.runtimeapi;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way to a runtime.
 *
 * @param requestId the invocation's id
 * @param payload the event, JSON
 * @param deadlineMillis when the function times out, milliseconds since 1970
 * @param invokedFunctionArn the ARN as the caller named it
 * @param traceId the X-Ray trace header
 * @param clientContext the mobile client context, JSON
 * @param cognitoIdentity the caller's Cognito identity, JSON
 * @param tenantId the tenant that the call is made for
 */
public record RuntimeEvent(
        String requestId,
        Buffer payload,
        long deadlineMillis,
        String invokedFunctionArn,
        String traceId,
        @Nullable String clientContext,
        @Nullable String cognitoIdentity,
        @Nullable String tenantId) {}
