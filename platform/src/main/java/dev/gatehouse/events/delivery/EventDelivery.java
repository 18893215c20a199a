package dev.gatehouse.events.delivery;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.function.PushTargets;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.store.Message;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way to a target, beside what that gets.
 *
 * @param rule the ARN of the rule
 * @param target the ARN of the target
 * @param deadLetters the ARN of the queue for what cannot be delivered; null for none
 * @param attempts how often it may be tried again
 * @param untilMillis when it is too old to be tried again
 * @param failures how often it could not be delivered
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record EventDelivery(
        String rule,
        String target,
        @Nullable String deadLetters,
        int attempts,
        long untilMillis,
        int failures) {
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /** What a message says; empty when it is not to be understood. */
    static Optional<EventDelivery> of(Message message) {
        try {
            EventDelivery read = JSON.readValue(message.state(), EventDelivery.class);
            boolean whole = Arn.parse(read.rule).isPresent() && Arn.parse(read.target).isPresent();
            return whole ? Optional.of(read) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    String state() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a delivery is always JSON", e);
        }
    }

    EventDelivery failed() {
        return new EventDelivery(rule, target, deadLetters, attempts, untilMillis, failures + 1);
    }

    PushTargets.Source source() {
        Arn arn = Arn.parse(rule).orElseThrow();
        return new PushTargets.Source(
                "events.amazonaws.com",
                rule,
                new AccountId(arn.account()),
                new Region(arn.region()));
    }

    Arn arn() {
        return Arn.parse(target).orElseThrow();
    }
}
