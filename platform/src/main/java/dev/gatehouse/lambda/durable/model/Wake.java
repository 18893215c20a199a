package dev.gatehouse.lambda.durable.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.store.Message;
import dev.gatehouse.store.Scope;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that is due in an execution. One that comes too late or twice changes nothing: what it
 * does is decided by the execution as it is then.
 *
 * @param account of the function
 * @param region of the function
 * @param key the execution's
 * @param kind what is due
 * @param detail the id of the invocation or of the operation
 * @param attempts how often Lambda could not do it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Wake(
        String account,
        String region,
        String key,
        Kind kind,
        @Nullable String detail,
        int attempts) {
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    public enum Kind {
        /** An invocation of the function. */
        RUN,
        /** The time of something that is waited for, or of the execution itself, has come. */
        TIMER,
        /** The invocation of another function. */
        CHAIN
    }

    public static Wake of(Scope scope, String key, Kind kind, @Nullable String detail) {
        return new Wake(scope.account().value(), scope.region().name(), key, kind, detail, 0);
    }

    public static Optional<Wake> of(Message message) {
        try {
            return Optional.of(JSON.readValue(message.state(), Wake.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    public Scope scope() {
        return new Scope(new AccountId(account), new Region(region));
    }

    public Wake again() {
        return new Wake(account, region, key, kind, detail, attempts + 1);
    }

    public String state() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a wake is always JSON", e);
        }
    }
}
