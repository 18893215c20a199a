package dev.gatehouse.lambda.durable.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A durable execution. Its operations and its history are documents of their own.
 *
 * @param id tells it from former executions of its name
 * @param version the version that it keeps to
 * @param terms what it was begun with
 * @param progress how far it is
 * @param run the invocation that is under way or due
 * @param waiting the operations that something is waited for of, and when the wait ends, in
 *     milliseconds since 1970; 0 where no time ends it
 * @param unseen the operations that changed since the function was last told
 * @param last the last checkpoint, for the same call sent again
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StoredExecution(
        String id,
        String version,
        Terms terms,
        Progress progress,
        Run run,
        Map<String, Long> waiting,
        List<String> unseen,
        @Nullable Checkpointed last) {

    /**
     * What an execution is begun with.
     *
     * @param invoked the ARN that the caller named
     * @param asynchronous whether the caller did not wait
     * @param timeoutSeconds how long it may last
     * @param retentionDays how long it is remembered once it is closed
     * @param payloadHash of the payload, for calls of the same name
     * @param tenantId the tenant that it is run for
     * @param trace the trace that it is a part of
     * @param parent the operation that waits for it
     */
    public record Terms(
            String invoked,
            boolean asynchronous,
            int timeoutSeconds,
            int retentionDays,
            String payloadHash,
            @Nullable String tenantId,
            @Nullable String trace,
            @Nullable Parent parent) {

        public Terms of(Parent other) {
            return new Terms(
                    invoked,
                    asynchronous,
                    timeoutSeconds,
                    retentionDays,
                    payloadHash,
                    tenantId,
                    trace,
                    other);
        }
    }

    /** An operation of another execution of the same account and region. */
    public record Parent(String key, String id, String operation) {}

    /**
     * How far an execution is.
     *
     * @param status AWS's: {@code RUNNING} until it is closed
     * @param startMillis since 1970
     * @param endMillis null while it is open
     * @param endEvent the event that tells of its end; 0 while it is open
     * @param operations how many operations it has
     * @param events how long its history is
     * @param bytes how much its checkpoints brought
     */
    public record Progress(
            String status,
            long startMillis,
            @Nullable Long endMillis,
            int endEvent,
            int operations,
            int events,
            long bytes) {}

    /**
     * An invocation of the function.
     *
     * @param id null when none is under way or due
     * @param token what checkpoints of it show; null before it has begun
     * @param sequence of its next checkpoint
     * @param failures invocations in a row that did not go well
     */
    public record Run(@Nullable String id, @Nullable String token, int sequence, int failures) {
        public static final Run NONE = new Run(null, null, 0, 0);
    }

    /**
     * A checkpoint that was taken.
     *
     * @param clientToken the caller's name for the call
     * @param inbound the token that it came with
     * @param operations those that were shown in response
     */
    public record Checkpointed(String clientToken, String inbound, List<String> operations) {}

    /** Whether nothing more will come of it. */
    public boolean isClosed() {
        return progress.endMillis() != null;
    }
}
