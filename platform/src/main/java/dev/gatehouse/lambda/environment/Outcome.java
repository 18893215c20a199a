package dev.gatehouse.lambda.environment;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * How an event ended.
 *
 * @param payload the handler's result or the error document
 * @param failed whether it is an error
 * @param logTail the last 4 KB of the event's log, when it was asked for
 */
public record Outcome(Buffer payload, boolean failed, @Nullable Buffer logTail) {}
