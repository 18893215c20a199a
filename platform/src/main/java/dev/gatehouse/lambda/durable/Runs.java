package dev.gatehouse.lambda.durable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.aws.lambda.ErrorObject;
import dev.gatehouse.aws.lambda.Event;
import dev.gatehouse.function.Invocation;
import dev.gatehouse.function.InvocationDetails;
import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.function.InvocationSource;
import dev.gatehouse.function.InvocationType;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.durable.model.History;
import dev.gatehouse.lambda.durable.model.Operations;
import dev.gatehouse.lambda.durable.model.StoredExecution.Run;
import dev.gatehouse.lambda.durable.model.Wake;
import dev.gatehouse.lambda.invoke.EventRuns;
import dev.gatehouse.store.Message;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The invocations of executions' functions. Blocks. */
final class Runs {
    /** How often in a row an invocation may fail, by the numbers of AWS's emulator. */
    static final int MOST_FAILURES = 5;

    /** How often in a row it may say that it waits when it waits for nothing. */
    static final int MOST_IDLE = 3;

    static final Duration RETRY_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final int DOUBLINGS = 9;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Changes changes;
    private final EventRuns functions;
    private final Clock clock;

    Runs(Changes changes, EventRuns functions, Clock clock) {
        this.changes = changes;
        this.functions = functions;
        this.clock = clock;
    }

    /**
     * What is sent to the function.
     *
     * @param token tells this invocation from others of the same run
     */
    private record Begun(String token, Invocation invocation) {}

    /** An invocation that is over. */
    private record Over(
            Begun begun,
            Instant start,
            @Nullable InvocationResult result,
            @Nullable Throwable failure) {}

    /** Runs the invocation that is due, if it still is. */
    void run(Message message, Wake wake) {
        Begun begun = changes.<@Nullable Begun>transact(within -> begin(within, message, wake));
        if (begun == null) {
            return;
        }
        Instant start = clock.now();
        InvocationResult result = null;
        Throwable failure = null;
        try {
            result =
                    functions
                            .run(begun.invocation())
                            .toCompletionStage()
                            .toCompletableFuture()
                            .join();
        } catch (CompletionException e) {
            failure = e.getCause();
        } catch (ServiceException e) {
            failure = e;
        }
        Over over = new Over(begun, start, result, failure);
        changes.transact(
                within -> {
                    finish(within, message, wake, over);
                    return over;
                });
    }

    private @Nullable Begun begin(Within within, Message message, Wake wake) {
        Execution execution = within.find(wake.scope(), wake.key());
        if (execution == null || !isDue(execution, wake)) {
            within.documents().wakes().complete(List.of(message));
            return null;
        }
        Timers.fire(execution);
        if (execution.isClosed()) {
            execution.save();
            within.documents().wakes().complete(List.of(message));
            return null;
        }
        String token = UUID.randomUUID().toString();
        List<String> updated = new ArrayList<>(execution.unseen());
        execution.unseen().clear();
        execution.run(new Run(wake.detail(), token, 0, execution.run().failures()));
        // A former invocation that repeats its last checkpoint must not be given this token.
        execution.last(null);
        execution.save();
        byte[] payload = Payload.of(execution, updated);
        InvocationDetails details =
                new InvocationDetails(false, null, null, execution.terms().trace())
                        .forTenant(execution.terms().tenantId());
        return new Begun(
                token,
                new Invocation(
                        execution.arn().versionArn(),
                        Buffer.buffer(payload),
                        InvocationType.REQUEST_RESPONSE,
                        new RequestId(UUID.randomUUID().toString()),
                        InvocationSource.AUTHORIZED,
                        details));
    }

    private static boolean isDue(Execution execution, Wake wake) {
        String due = execution.run().id();
        return due != null && due.equals(wake.detail());
    }

    private void finish(Within within, Message message, Wake wake, Over over) {
        Execution execution = within.find(wake.scope(), wake.key());
        if (execution == null) {
            within.documents().wakes().complete(List.of(message));
            return;
        }
        boolean current = over.begun().token().equals(execution.run().token());
        if (current && isPassing(over.failure())) {
            postpone(within, message, wake);
            return;
        }
        within.documents().wakes().complete(List.of(message));
        if (current || execution.isClosed()) {
            execution.event(completed(over));
        }
        if (current) {
            execution.run(new Run(null, null, 0, execution.run().failures()));
            Timers.fire(execution);
            if (!execution.isClosed()) {
                settle(execution, over);
            }
        }
        execution.save();
    }

    /** Lambda could not run it; nothing of it has happened. */
    private static void postpone(Within within, Message message, Wake wake) {
        Duration pause = Duration.ofSeconds(1L << Math.min(wake.attempts(), DOUBLINGS));
        Duration bounded = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
        Instant due = within.now().plus(bounded);
        within.documents().wakes().retry(message, due, wake.again().state());
        within.expect(Wakes.family(wake), due);
    }

    private static boolean isPassing(@Nullable Throwable failure) {
        return failure != null
                && (!(failure instanceof ServiceException rejection)
                        || rejection.status() == 409
                        || rejection.status() == 429
                        || rejection.status() >= 500);
    }

    private UnaryOperator<Event.Builder> completed(Over over) {
        ErrorObject error = over.result() == null ? null : functionError(over.result());
        return History.invocationCompleted(
                over.start(), clock.now(), over.begun().invocation().requestId().value(), error);
    }

    private static void settle(Execution execution, Over over) {
        InvocationResult result = over.result();
        if (result == null) {
            ServiceException rejection = (ServiceException) over.failure();
            Endings.close(
                    execution,
                    Operations.FAILED,
                    null,
                    error(
                            rejection == null ? "ServiceException" : rejection.code(),
                            rejection == null ? "" : rejection.text()));
            return;
        }
        ErrorObject failed = functionError(result);
        if (failed != null) {
            retry(execution, failed, MOST_FAILURES);
            return;
        }
        switch (Output.of(result.payload().getBytes())) {
            case Output.Succeeded(String value) ->
                    Endings.close(execution, Operations.SUCCEEDED, value, null);
            case Output.Failed(ErrorObject error) ->
                    Endings.close(execution, Operations.FAILED, null, error);
            case Output.Invalid(String why) ->
                    Endings.close(
                            execution,
                            Operations.FAILED,
                            null,
                            error("InvalidParameterValueException", why));
            case Output.Pending _ -> pending(execution);
        }
    }

    private static void pending(Execution execution) {
        if (execution.waiting().isEmpty() && execution.unseen().isEmpty()) {
            retry(
                    execution,
                    error(
                            "InvalidParameterValueException",
                            "Cannot return PENDING status with no pending operations."),
                    MOST_IDLE);
            return;
        }
        execution.run(Run.NONE);
        if (!execution.unseen().isEmpty()) {
            execution.invoke(execution.now());
        }
    }

    private static void retry(Execution execution, ErrorObject error, int most) {
        int failures = execution.run().failures() + 1;
        if (failures >= most) {
            Endings.close(execution, Operations.FAILED, null, error);
            return;
        }
        execution.run(new Run(null, null, 0, failures));
        execution.invoke(execution.now().plus(RETRY_PAUSE));
    }

    static ErrorObject error(String type, String message) {
        return ErrorObject.builder().errorType(type).errorMessage(message).build();
    }

    /** What a function that failed said; null when it did not fail. */
    static @Nullable ErrorObject functionError(InvocationResult result) {
        if (result.functionError() == null) {
            return null;
        }
        try {
            JsonNode said = JSON.readTree(result.payload().getBytes());
            List<String> trace = new ArrayList<>();
            said.path("stackTrace").forEach(line -> trace.add(line.asText()));
            return ErrorObject.builder()
                    .errorType(said.path("errorType").textValue())
                    .errorMessage(said.path("errorMessage").textValue())
                    .errorData(said.path("errorData").textValue())
                    .stackTrace(trace.isEmpty() ? null : trace)
                    .build();
        } catch (IOException e) {
            return ErrorObject.builder().errorMessage(result.payload().toString()).build();
        }
    }
}
