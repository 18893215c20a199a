package dev.gatehouse.lambda.durable.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gatehouse.aws.Shape;
import dev.gatehouse.aws.lambda.LambdaOperation;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An operation of an execution.
 *
 * @param order the how-manieth it is, from 0
 * @param operation what functions are shown of it, as AWS writes it
 * @param callback how long a callback is waited for; null of other operations
 * @param chain what a chained function is given; null of other operations
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StoredOperation(
        int order,
        Map<String, Object> operation,
        @Nullable Callback callback,
        @Nullable Chain chain) {
    private static final Shape SHAPE = LambdaOperation.builder().id("").build().data().shape();

    /**
     * What ends a wait for a callback that does not come.
     *
     * @param endMillis when it ends in any case; null for never
     * @param heartbeatSeconds how long there may be no sign of life; null for ever
     * @param silentMillis when the last sign of life will have been too long ago
     */
    public record Callback(
            @Nullable Long endMillis,
            @Nullable Integer heartbeatSeconds,
            @Nullable Long silentMillis) {

        /** When it ends, unless something is heard; 0 for never. */
        public long due() {
            long end = endMillis == null ? Long.MAX_VALUE : endMillis;
            long silent = silentMillis == null ? Long.MAX_VALUE : silentMillis;
            long first = Math.min(end, silent);
            return first == Long.MAX_VALUE ? 0 : first;
        }

        /** After a sign of life. */
        public Callback heard(long nowMillis) {
            return heartbeatSeconds == null
                    ? this
                    : new Callback(
                            endMillis, heartbeatSeconds, nowMillis + heartbeatSeconds * 1000L);
        }
    }

    /**
     * The call of another function.
     *
     * @param target as the function named it
     * @param durable whether it is one whose call is an execution
     * @param payload what it is given; null for an empty object
     * @param tenantId the tenant that it is called for
     */
    public record Chain(
            String target, boolean durable, @Nullable String payload, @Nullable String tenantId) {}

    public static StoredOperation of(int order, LambdaOperation operation) {
        return new StoredOperation(order, Trees.of(operation), null, null);
    }

    /** What functions are shown of it. */
    public LambdaOperation view() {
        return new LambdaOperation(Trees.structure(SHAPE, operation));
    }

    public StoredOperation with(LambdaOperation changed) {
        return new StoredOperation(order, Trees.of(changed), callback, chain);
    }

    public StoredOperation with(Callback changed) {
        return new StoredOperation(order, operation, changed, chain);
    }

    public StoredOperation with(Chain changed) {
        return new StoredOperation(order, operation, callback, changed);
    }
}
