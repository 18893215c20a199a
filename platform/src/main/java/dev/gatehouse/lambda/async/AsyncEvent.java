package dev.gatehouse.lambda.async;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.function.Invocation;
import dev.gatehouse.function.InvocationDetails;
import dev.gatehouse.function.InvocationSource;
import dev.gatehouse.function.InvocationType;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.store.Message;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is kept of an accepted event beside its payload. Whoever sent it was allowed to then.
 *
 * @param function the ARN that the caller named
 * @param requestId the same at every attempt
 * @param acceptedMillis when it was accepted, since 1970
 * @param failures how often the function failed at it
 * @param details what only some callers send
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record AsyncEvent(
        String function,
        String requestId,
        long acceptedMillis,
        int failures,
        InvocationDetails details) {
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    static AsyncEvent of(Invocation invocation, Instant now) {
        return new AsyncEvent(
                invocation.function().toString(),
                invocation.requestId().value(),
                now.toEpochMilli(),
                0,
                invocation.details());
    }

    /** What a message says; empty when it is not to be understood. */
    static Optional<AsyncEvent> of(Message message) {
        try {
            AsyncEvent event = JSON.readValue(message.state(), AsyncEvent.class);
            return Arn.parse(event.function()).isPresent() ? Optional.of(event) : Optional.empty();
        } catch (JsonProcessingException | RuntimeException e) {
            return Optional.empty();
        }
    }

    String state() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event is always JSON", e);
        }
    }

    AsyncEvent failed() {
        return new AsyncEvent(function, requestId, acceptedMillis, failures + 1, details);
    }

    boolean isOlder(Duration age, Instant at) {
        return Instant.ofEpochMilli(acceptedMillis).plus(age).isBefore(at);
    }

    Invocation invocation(byte[] payload) {
        return new Invocation(
                Arn.parse(function).orElseThrow(),
                Buffer.buffer(payload),
                InvocationType.EVENT,
                new RequestId(requestId),
                InvocationSource.AUTHORIZED,
                details);
    }
}
