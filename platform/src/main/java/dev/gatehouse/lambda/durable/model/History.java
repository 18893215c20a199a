package dev.gatehouse.lambda.durable.model;

import dev.gatehouse.aws.lambda.CallbackFailedDetails;
import dev.gatehouse.aws.lambda.CallbackStartedDetails;
import dev.gatehouse.aws.lambda.CallbackSucceededDetails;
import dev.gatehouse.aws.lambda.CallbackTimedOutDetails;
import dev.gatehouse.aws.lambda.ChainedInvokeFailedDetails;
import dev.gatehouse.aws.lambda.ChainedInvokeStartedDetails;
import dev.gatehouse.aws.lambda.ChainedInvokeStoppedDetails;
import dev.gatehouse.aws.lambda.ChainedInvokeSucceededDetails;
import dev.gatehouse.aws.lambda.ChainedInvokeTimedOutDetails;
import dev.gatehouse.aws.lambda.ContextFailedDetails;
import dev.gatehouse.aws.lambda.ContextStartedDetails;
import dev.gatehouse.aws.lambda.ContextSucceededDetails;
import dev.gatehouse.aws.lambda.ErrorObject;
import dev.gatehouse.aws.lambda.Event;
import dev.gatehouse.aws.lambda.EventError;
import dev.gatehouse.aws.lambda.EventInput;
import dev.gatehouse.aws.lambda.EventResult;
import dev.gatehouse.aws.lambda.ExecutionFailedDetails;
import dev.gatehouse.aws.lambda.ExecutionStartedDetails;
import dev.gatehouse.aws.lambda.ExecutionStoppedDetails;
import dev.gatehouse.aws.lambda.ExecutionSucceededDetails;
import dev.gatehouse.aws.lambda.ExecutionTimedOutDetails;
import dev.gatehouse.aws.lambda.InvocationCompletedDetails;
import dev.gatehouse.aws.lambda.LambdaOperation;
import dev.gatehouse.aws.lambda.OperationUpdate;
import dev.gatehouse.aws.lambda.RetryDetails;
import dev.gatehouse.aws.lambda.StepFailedDetails;
import dev.gatehouse.aws.lambda.StepStartedDetails;
import dev.gatehouse.aws.lambda.StepSucceededDetails;
import dev.gatehouse.aws.lambda.WaitCancelledDetails;
import dev.gatehouse.aws.lambda.WaitStartedDetails;
import dev.gatehouse.aws.lambda.WaitSucceededDetails;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The events of GetDurableExecutionHistory. */
public final class History {
    private History() {}

    public static UnaryOperator<Event.Builder> executionStarted(
            String payload, int timeoutSeconds) {
        return event ->
                event.eventType("ExecutionStarted")
                        .executionStartedDetails(
                                ExecutionStartedDetails.builder()
                                        .input(input(payload))
                                        .executionTimeout(timeoutSeconds)
                                        .build());
    }

    public static UnaryOperator<Event.Builder> executionEnded(
            String status,
            @Nullable String result,
            @Nullable ErrorObject error,
            int timeoutSeconds) {
        return switch (status) {
            case Operations.SUCCEEDED ->
                    event ->
                            event.eventType("ExecutionSucceeded")
                                    .executionSucceededDetails(
                                            ExecutionSucceededDetails.builder()
                                                    .result(result(result))
                                                    .build());
            case Operations.TIMED_OUT ->
                    event ->
                            event.eventType("ExecutionTimedOut")
                                    .executionTimedOutDetails(
                                            ExecutionTimedOutDetails.builder()
                                                    .error(error(error))
                                                    .build());
            case Operations.STOPPED ->
                    event ->
                            event.eventType("ExecutionStopped")
                                    .executionStoppedDetails(
                                            ExecutionStoppedDetails.builder()
                                                    .error(error(error))
                                                    .build());
            default ->
                    event ->
                            event.eventType("ExecutionFailed")
                                    .executionFailedDetails(
                                            ExecutionFailedDetails.builder()
                                                    .error(error(error))
                                                    .build());
        };
    }

    public static UnaryOperator<Event.Builder> invocationCompleted(
            Instant start, Instant end, String requestId, @Nullable ErrorObject error) {
        return event ->
                event.eventType("InvocationCompleted")
                        .invocationCompletedDetails(
                                InvocationCompletedDetails.builder()
                                        .startTimestamp(start)
                                        .endTimestamp(end)
                                        .requestId(requestId)
                                        .error(error == null ? null : error(error))
                                        .build());
    }

    public static UnaryOperator<Event.Builder> stepStarted(LambdaOperation step) {
        return event ->
                of(event, step, "StepStarted")
                        .stepStartedDetails(StepStartedDetails.builder().build());
    }

    /**
     * An attempt at a step was over.
     *
     * @param delaySeconds until the next one; null when there is none
     */
    public static UnaryOperator<Event.Builder> stepEnded(
            LambdaOperation step, OperationUpdate update, @Nullable Integer delaySeconds) {
        RetryDetails retry =
                RetryDetails.builder()
                        .currentAttempt(Operations.attempt(step))
                        .nextAttemptDelaySeconds(delaySeconds)
                        .build();
        boolean failed = update.error() != null || update.action().equals("FAIL");
        return event ->
                failed
                        ? of(event, step, "StepFailed")
                                .stepFailedDetails(
                                        StepFailedDetails.builder()
                                                .error(error(update.error()))
                                                .retryDetails(retry)
                                                .build())
                        : of(event, step, "StepSucceeded")
                                .stepSucceededDetails(
                                        StepSucceededDetails.builder()
                                                .result(result(update.payload()))
                                                .retryDetails(retry)
                                                .build());
    }

    public static UnaryOperator<Event.Builder> contextStarted(LambdaOperation context) {
        return event ->
                of(event, context, "ContextStarted")
                        .contextStartedDetails(ContextStartedDetails.builder().build());
    }

    public static UnaryOperator<Event.Builder> contextEnded(
            LambdaOperation context, OperationUpdate update) {
        return event ->
                update.action().equals("SUCCEED")
                        ? of(event, context, "ContextSucceeded")
                                .contextSucceededDetails(
                                        ContextSucceededDetails.builder()
                                                .result(result(update.payload()))
                                                .build())
                        : of(event, context, "ContextFailed")
                                .contextFailedDetails(
                                        ContextFailedDetails.builder()
                                                .error(error(update.error()))
                                                .build());
    }

    public static UnaryOperator<Event.Builder> waitStarted(
            LambdaOperation wait, int seconds, Instant end) {
        return event ->
                of(event, wait, "WaitStarted")
                        .waitStartedDetails(
                                WaitStartedDetails.builder()
                                        .duration(seconds)
                                        .scheduledEndTimestamp(end)
                                        .build());
    }

    public static UnaryOperator<Event.Builder> waitSucceeded(LambdaOperation wait, Instant now) {
        Instant start = wait.startTimestamp();
        int seconds = start == null ? 0 : (int) Duration.between(start, now).toSeconds();
        return event ->
                of(event, wait, "WaitSucceeded")
                        .waitSucceededDetails(
                                WaitSucceededDetails.builder().duration(seconds).build());
    }

    public static UnaryOperator<Event.Builder> waitCancelled(
            LambdaOperation wait, OperationUpdate update) {
        return event ->
                of(event, wait, "WaitCancelled")
                        .waitCancelledDetails(
                                WaitCancelledDetails.builder()
                                        .error(
                                                update.error() == null
                                                        ? null
                                                        : error(update.error()))
                                        .build());
    }

    public static UnaryOperator<Event.Builder> callbackStarted(
            LambdaOperation callback,
            String callbackId,
            @Nullable Integer timeout,
            @Nullable Integer heartbeat) {
        return event ->
                of(event, callback, "CallbackStarted")
                        .callbackStartedDetails(
                                CallbackStartedDetails.builder()
                                        .callbackId(callbackId)
                                        .timeout(timeout)
                                        .heartbeatTimeout(heartbeat)
                                        .build());
    }

    public static UnaryOperator<Event.Builder> callbackEnded(
            LambdaOperation callback,
            String status,
            @Nullable String result,
            @Nullable ErrorObject error) {
        return switch (status) {
            case Operations.SUCCEEDED ->
                    event ->
                            of(event, callback, "CallbackSucceeded")
                                    .callbackSucceededDetails(
                                            CallbackSucceededDetails.builder()
                                                    .result(result(result))
                                                    .build());
            case Operations.TIMED_OUT ->
                    event ->
                            of(event, callback, "CallbackTimedOut")
                                    .callbackTimedOutDetails(
                                            CallbackTimedOutDetails.builder()
                                                    .error(error(error))
                                                    .build());
            default ->
                    event ->
                            of(event, callback, "CallbackFailed")
                                    .callbackFailedDetails(
                                            CallbackFailedDetails.builder()
                                                    .error(error(error))
                                                    .build());
        };
    }

    public static UnaryOperator<Event.Builder> chainStarted(
            LambdaOperation chain, ChainedInvokeStartedDetails details) {
        return event ->
                of(event, chain, "ChainedInvokeStarted").chainedInvokeStartedDetails(details);
    }

    public static UnaryOperator<Event.Builder> chainEnded(
            LambdaOperation chain,
            String status,
            @Nullable String result,
            @Nullable ErrorObject error) {
        return event ->
                switch (status) {
                    case Operations.SUCCEEDED ->
                            of(event, chain, "ChainedInvokeSucceeded")
                                    .chainedInvokeSucceededDetails(
                                            ChainedInvokeSucceededDetails.builder()
                                                    .result(result(result))
                                                    .build());
                    case Operations.TIMED_OUT ->
                            of(event, chain, "ChainedInvokeTimedOut")
                                    .chainedInvokeTimedOutDetails(
                                            ChainedInvokeTimedOutDetails.builder()
                                                    .error(error(error))
                                                    .build());
                    case Operations.STOPPED ->
                            of(event, chain, "ChainedInvokeStopped")
                                    .chainedInvokeStoppedDetails(
                                            ChainedInvokeStoppedDetails.builder()
                                                    .error(error(error))
                                                    .build());
                    default ->
                            of(event, chain, "ChainedInvokeFailed")
                                    .chainedInvokeFailedDetails(
                                            ChainedInvokeFailedDetails.builder()
                                                    .error(error(error))
                                                    .build());
                };
    }

    private static Event.Builder of(Event.Builder event, LambdaOperation operation, String type) {
        return event.eventType(type)
                .id(operation.id())
                .name(operation.name())
                .parentId(operation.parentId())
                .subType(operation.subType());
    }

    public static EventInput input(@Nullable String payload) {
        return EventInput.builder().payload(payload).truncated(false).build();
    }

    private static EventResult result(@Nullable String payload) {
        return EventResult.builder().payload(payload).truncated(false).build();
    }

    private static EventError error(@Nullable ErrorObject error) {
        return EventError.builder().payload(error).truncated(false).build();
    }
}
