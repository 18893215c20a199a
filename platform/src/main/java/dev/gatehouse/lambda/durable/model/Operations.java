package dev.gatehouse.lambda.durable.model;

import dev.gatehouse.aws.lambda.CallbackDetails;
import dev.gatehouse.aws.lambda.ChainedInvokeDetails;
import dev.gatehouse.aws.lambda.ContextDetails;
import dev.gatehouse.aws.lambda.ErrorObject;
import dev.gatehouse.aws.lambda.ExecutionDetails;
import dev.gatehouse.aws.lambda.LambdaOperation;
import dev.gatehouse.aws.lambda.OperationUpdate;
import dev.gatehouse.aws.lambda.StepDetails;
import dev.gatehouse.aws.lambda.WaitDetails;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What functions are shown of their operations. */
public final class Operations {
    public static final String STARTED = "STARTED";
    public static final String PENDING = "PENDING";
    public static final String READY = "READY";
    public static final String SUCCEEDED = "SUCCEEDED";
    public static final String FAILED = "FAILED";
    public static final String CANCELLED = "CANCELLED";
    public static final String TIMED_OUT = "TIMED_OUT";
    public static final String STOPPED = "STOPPED";

    private Operations() {}

    /** The first operation of every execution, which has its input. */
    public static LambdaOperation execution(ExecutionArn arn, String payload, Instant now) {
        return LambdaOperation.builder()
                .id(arn.id())
                .name(arn.name())
                .type("EXECUTION")
                .status(STARTED)
                .startTimestamp(now)
                .executionDetails(ExecutionDetails.builder().inputPayload(payload).build())
                .build();
    }

    /** An operation as an update first names it. */
    public static LambdaOperation begun(OperationUpdate update, Instant now) {
        return LambdaOperation.builder()
                .id(update.id())
                .parentId(update.parentId())
                .name(update.name())
                .type(update.type())
                .subType(update.subType())
                .status(STARTED)
                .startTimestamp(now)
                .build();
    }

    public static LambdaOperation ended(LambdaOperation before, String status, Instant now) {
        return before.toBuilder().status(status).endTimestamp(now).build();
    }

    /** An attempt at a step begins. */
    public static LambdaOperation attempted(LambdaOperation before) {
        return before.toBuilder()
                .status(STARTED)
                .stepDetails(StepDetails.builder().attempt(attempt(before)).build())
                .build();
    }

    /** An attempt at a step is over, well or not. */
    public static LambdaOperation stepEnded(
            LambdaOperation before, String status, OperationUpdate update, Instant now) {
        return ended(before, status, now).toBuilder()
                .stepDetails(
                        StepDetails.builder()
                                .attempt(attempt(before) + 1)
                                .result(update.payload())
                                .error(update.error())
                                .build())
                .build();
    }

    /** Another attempt at a step comes later. */
    public static LambdaOperation postponed(
            LambdaOperation before, OperationUpdate update, Instant next) {
        return before.toBuilder()
                .status(PENDING)
                .stepDetails(
                        StepDetails.builder()
                                .attempt(attempt(before) + 1)
                                .nextAttemptTimestamp(next)
                                .result(update.payload())
                                .error(update.error())
                                .build())
                .build();
    }

    /** The time of another attempt at a step has come. */
    public static LambdaOperation ready(LambdaOperation before) {
        StepDetails details = before.stepDetails();
        return before.toBuilder()
                .status(READY)
                .stepDetails(
                        details == null
                                ? null
                                : details.toBuilder().nextAttemptTimestamp(null).build())
                .build();
    }

    public static LambdaOperation contextEnded(
            LambdaOperation before, String status, OperationUpdate update, Instant now) {
        Boolean replay =
                update.contextOptions() == null ? null : update.contextOptions().replayChildren();
        return ended(before, status, now).toBuilder()
                .contextDetails(
                        ContextDetails.builder()
                                .result(update.payload())
                                .error(update.error())
                                .replayChildren(replay)
                                .build())
                .build();
    }

    public static LambdaOperation waits(LambdaOperation begun, Instant end) {
        return begun.toBuilder()
                .waitDetails(WaitDetails.builder().scheduledEndTimestamp(end).build())
                .build();
    }

    public static LambdaOperation awaitsCallback(LambdaOperation begun, String callbackId) {
        return begun.toBuilder()
                .callbackDetails(CallbackDetails.builder().callbackId(callbackId).build())
                .build();
    }

    public static LambdaOperation calledBack(
            LambdaOperation before,
            String status,
            @Nullable String result,
            @Nullable ErrorObject error,
            Instant now) {
        CallbackDetails details = before.callbackDetails();
        String id = details == null ? null : details.callbackId();
        return ended(before, status, now).toBuilder()
                .callbackDetails(
                        CallbackDetails.builder()
                                .callbackId(id)
                                .result(result)
                                .error(error)
                                .build())
                .build();
    }

    public static LambdaOperation chainEnded(
            LambdaOperation before,
            String status,
            @Nullable String result,
            @Nullable ErrorObject error,
            Instant now) {
        return ended(before, status, now).toBuilder()
                .chainedInvokeDetails(
                        ChainedInvokeDetails.builder().result(result).error(error).build())
                .build();
    }

    /** How often a step was tried. */
    public static int attempt(LambdaOperation operation) {
        StepDetails details = operation.stepDetails();
        Integer attempt = details == null ? null : details.attempt();
        return attempt == null ? 0 : attempt;
    }
}
