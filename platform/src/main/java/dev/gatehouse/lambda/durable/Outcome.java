package dev.gatehouse.lambda.durable;

import dev.gatehouse.aws.lambda.ErrorObject;
import dev.gatehouse.aws.lambda.Event;
import dev.gatehouse.aws.lambda.EventError;
import dev.gatehouse.aws.lambda.EventResult;
import dev.gatehouse.lambda.durable.model.Operations;
import org.jspecify.annotations.Nullable;

/**
 * How an execution ended.
 *
 * @param status its status
 * @param result what it gave, when it succeeded
 * @param error what went wrong, when something did
 */
public record Outcome(String status, @Nullable String result, @Nullable ErrorObject error) {

    /** As the last event tells it. */
    static Outcome of(String status, Event event) {
        return switch (status) {
            case Operations.SUCCEEDED -> {
                EventResult result =
                        event.executionSucceededDetails() == null
                                ? null
                                : event.executionSucceededDetails().result();
                yield new Outcome(status, result == null ? null : result.payload(), null);
            }
            case Operations.FAILED ->
                    failed(
                            status,
                            event.executionFailedDetails() == null
                                    ? null
                                    : event.executionFailedDetails().error());
            case Operations.TIMED_OUT ->
                    failed(
                            status,
                            event.executionTimedOutDetails() == null
                                    ? null
                                    : event.executionTimedOutDetails().error());
            default ->
                    failed(
                            status,
                            event.executionStoppedDetails() == null
                                    ? null
                                    : event.executionStoppedDetails().error());
        };
    }

    private static Outcome failed(String status, @Nullable EventError error) {
        return new Outcome(status, null, error == null ? null : error.payload());
    }
}
