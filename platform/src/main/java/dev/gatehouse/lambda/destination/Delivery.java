package dev.gatehouse.lambda.destination;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.lambda.plan.EventOutlook;
import dev.gatehouse.store.Message;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something on its way to a destination, beside the bytes that are to get there.
 *
 * @param target the destination's ARN
 * @param role in whose name it is sent; empty for Lambda's own
 * @param kind what it is
 * @param function the ARN that the event was sent to, with its version or alias
 * @param requestId the event's id
 * @param error what the function said at last; null where it said nothing
 * @param failures how often it could not be delivered
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Delivery(
        String target,
        String role,
        Kind kind,
        String function,
        String requestId,
        @Nullable String error,
        int failures) {
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /** What is delivered. */
    public enum Kind {
        /** The record of an event that the function took. */
        SUCCESS,
        /** The record of an event that was dropped. */
        FAILURE,
        /** A dropped event itself. */
        DEAD_LETTER,
        /** A durable execution has another status. */
        STATUS_CHANGE
    }

    /** Something to deliver; empty where the function has no role any more. */
    public static Optional<Delivery> of(
            Kind kind,
            String target,
            EventOutlook outlook,
            String requestId,
            @Nullable String error) {
        return Optional.ofNullable(outlook.role())
                .map(
                        role ->
                                new Delivery(
                                        target,
                                        role.toString(),
                                        kind,
                                        outlook.invoked().toString(),
                                        requestId,
                                        error,
                                        0));
    }

    /** A durable execution of a version has another status. */
    public static Delivery ofStatus(Arn version, String execution) {
        String bus =
                new Arn(
                                version.partition(),
                                "events",
                                version.region(),
                                version.account(),
                                "event-bus/default")
                        .toString();
        return new Delivery(bus, "", Kind.STATUS_CHANGE, version.toString(), execution, null, 0);
    }

    static Optional<Delivery> of(Message message) {
        try {
            return Optional.of(JSON.readValue(message.state(), Delivery.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    public String state() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a delivery is always JSON", e);
        }
    }

    Delivery failed() {
        return new Delivery(target, role, kind, function, requestId, error, failures + 1);
    }
}
