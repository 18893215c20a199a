package dev.gatehouse.lambda.environment;

import dev.gatehouse.function.InvocationDetails;
import dev.gatehouse.lambda.runtimeapi.ResponseStream;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants a version to run.
 *
 * @param requestId the invocation's id
 * @param invokedFunctionArn the ARN as the caller named it, qualifier included
 * @param payload the event, JSON
 * @param details what only some callers send
 * @param stream takes the response as it comes, if the caller does
 */
public record Order(
        String requestId,
        String invokedFunctionArn,
        Buffer payload,
        InvocationDetails details,
        @Nullable ResponseStream stream) {}
