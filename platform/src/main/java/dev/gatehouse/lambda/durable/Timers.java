package dev.gatehouse.lambda.durable;

import dev.gatehouse.aws.lambda.ErrorObject;
import dev.gatehouse.aws.lambda.LambdaOperation;
import dev.gatehouse.lambda.durable.model.History;
import dev.gatehouse.lambda.durable.model.Operations;
import dev.gatehouse.lambda.durable.model.StoredOperation;
import dev.gatehouse.lambda.durable.model.Wake;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What time brings to an execution. */
final class Timers {
    private Timers() {}

    /** Something is waited for until then. */
    static void set(Execution execution, String operation, Instant end) {
        execution.waiting().put(operation, end.toEpochMilli());
        execution.wake(Wake.Kind.TIMER, null, end);
    }

    /** A callback is waited for; the time may be none. */
    static void set(Execution execution, String operation, StoredOperation.Callback callback) {
        long due = callback.due();
        execution.waiting().put(operation, due);
        if (due > 0) {
            execution.wake(Wake.Kind.TIMER, null, Instant.ofEpochMilli(due));
        }
    }

    /**
     * A callback is waited for longer: the timer there is comes too early, and is set again then.
     */
    static void extend(Execution execution, String operation, StoredOperation.Callback callback) {
        execution.waiting().put(operation, callback.due());
    }

    /** A timer came too early, or for what is over: what is due next takes its place. */
    static void again(Execution execution) {
        execution.waiting().values().stream()
                .filter(due -> due > 0)
                .min(Long::compare)
                .ifPresent(due -> execution.wake(Wake.Kind.TIMER, null, Instant.ofEpochMilli(due)));
    }

    /** Ends what should have ended by now, the execution itself first. */
    static void fire(Execution execution) {
        if (execution.isClosed()) {
            return;
        }
        long now = execution.now().toEpochMilli();
        int seconds = execution.terms().timeoutSeconds();
        if (execution.progress().startMillis() + seconds * 1000L <= now) {
            ErrorObject error =
                    ErrorObject.builder()
                            .errorMessage("Execution timed out after " + seconds + " seconds.")
                            .build();
            Endings.close(execution, Operations.TIMED_OUT, null, error);
            return;
        }
        List<String> due =
                execution.waiting().entrySet().stream()
                        .filter(each -> each.getValue() > 0 && each.getValue() <= now)
                        .sorted(Map.Entry.comparingByValue())
                        .map(Map.Entry::getKey)
                        .toList();
        due.forEach(operation -> fire(execution, operation));
    }

    private static void fire(Execution execution, String id) {
        StoredOperation stored = Objects.requireNonNull(execution.operation(id));
        LambdaOperation operation = stored.view();
        execution.waiting().remove(id);
        execution.unseen().add(id);
        switch (String.valueOf(operation.type())) {
            case "WAIT" -> {
                Instant now = execution.now();
                execution.put(stored.with(Operations.ended(operation, Operations.SUCCEEDED, now)));
                execution.event(History.waitSucceeded(operation, now));
            }
            case "STEP" -> execution.put(stored.with(Operations.ready(operation)));
            default -> timeOut(execution, stored, operation);
        }
    }

    private static void timeOut(
            Execution execution, StoredOperation stored, LambdaOperation operation) {
        StoredOperation.Callback terms = Objects.requireNonNull(stored.callback());
        Long end = terms.endMillis();
        boolean silent = end == null || end > execution.now().toEpochMilli();
        ErrorObject error =
                ErrorObject.builder()
                        .errorType(silent ? "Callback.Heartbeat" : "Callback.Timeout")
                        .errorMessage(
                                silent ? "Callback timed out on heartbeat" : "Callback timed out")
                        .build();
        execution.put(
                stored.with(
                        Operations.calledBack(
                                operation, Operations.TIMED_OUT, null, error, execution.now())));
        execution.event(History.callbackEnded(operation, Operations.TIMED_OUT, null, error));
    }
}
