package dev.gatehouse.function;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an invocation only after the last byte of its response.
 *
 * @param functionError {@code Unhandled} when the function failed, before its first byte or in the
 *     middle; else null
 * @param error the error document; empty without one
 * @param logTail the last 4 KB of the invocation's log when asked for, not encoded
 */
public record InvocationEnd(
        @Nullable String functionError, Buffer error, @Nullable Buffer logTail) {}
