package dev.gatehouse.lambda.durable;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.aws.lambda.ErrorObject;
import dev.gatehouse.aws.lambda.ExecutionDetails;
import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.lambda.destination.Deliveries;
import dev.gatehouse.lambda.destination.Delivery;
import dev.gatehouse.lambda.destination.InvocationRecord;
import dev.gatehouse.lambda.destination.InvocationRecord.Condition;
import dev.gatehouse.lambda.destination.RoleServices;
import dev.gatehouse.lambda.durable.model.Operations;
import dev.gatehouse.lambda.durable.model.StoredOperation;
import dev.gatehouse.lambda.invoke.EventRuns;
import dev.gatehouse.lambda.plan.EventOutlook;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What others get of executions: an event of each change of status on the default event bus, and of
 * asynchronous ones what destinations and dead-letter queues are for. All of it is queued in the
 * transaction of what it tells.
 *
 * <p>Source: AWS Lambda developer guide, "Monitoring durable functions".
 */
final class Reports {
    private static final String EVENTS = "events";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final EventRuns functions;
    private final RoleServices services;

    Reports(EventRuns functions, RoleServices services) {
        this.functions = functions;
        this.services = services;
    }

    /** An execution has begun. */
    void began(Execution execution) {
        statusChanged(execution);
    }

    /** An execution has ended. */
    void ended(Execution execution, @Nullable String result, @Nullable ErrorObject error) {
        statusChanged(execution);
        if (!execution.terms().asynchronous()) {
            return;
        }
        EventOutlook outlook =
                functions.outlook(Arn.parse(execution.terms().invoked()).orElseThrow());
        boolean well = execution.progress().status().equals(Operations.SUCCEEDED);
        byte[] input = input(execution);
        String target = well ? outlook.settings().onSuccess() : outlook.settings().onFailure();
        if (target != null) {
            byte[] record = record(execution, outlook, input, result, error);
            send(
                    execution,
                    well ? Delivery.Kind.SUCCESS : Delivery.Kind.FAILURE,
                    target,
                    outlook,
                    record);
        }
        String letters = outlook.deadLetters();
        if (letters != null && !well) {
            String message = error == null ? null : error.errorMessage();
            Delivery.of(Delivery.Kind.DEAD_LETTER, letters, outlook, execution.arn().id(), message)
                    .ifPresent(delivery -> enqueue(execution, delivery, input));
        }
    }

    private static byte[] record(
            Execution execution,
            EventOutlook outlook,
            byte[] input,
            @Nullable String result,
            @Nullable ErrorObject error) {
        boolean well = execution.progress().status().equals(Operations.SUCCEEDED);
        Outcome outcome = new Outcome(execution.progress().status(), result, error);
        InvocationResult last = Starts.response(execution.arn(), outcome);
        return InvocationRecord.of(
                outlook.invoked().toString(),
                execution.arn().id(),
                well ? Condition.SUCCESS : Condition.RETRIES_EXHAUSTED,
                1,
                input,
                last,
                execution.now());
    }

    private static void send(
            Execution execution,
            Delivery.Kind kind,
            String target,
            EventOutlook outlook,
            byte[] record) {
        Delivery.of(kind, target, outlook, execution.arn().id(), null)
                .ifPresent(delivery -> enqueue(execution, delivery, record));
    }

    private void statusChanged(Execution execution) {
        if (services.serves(EVENTS)) {
            Delivery delivery =
                    Delivery.ofStatus(execution.arn().versionArn(), execution.arn().id());
            byte[] detail = detail(execution).toString().getBytes(StandardCharsets.UTF_8);
            enqueue(execution, delivery, detail);
        }
    }

    private static ObjectNode detail(Execution execution) {
        ObjectNode detail = JSON.createObjectNode();
        detail.put("durableExecutionArn", execution.arn().toString());
        detail.put("durableExecutionName", execution.arn().name());
        detail.put("functionArn", execution.arn().versionArn().toString());
        detail.put("status", execution.progress().status());
        detail.put(
                "startTimestamp",
                Instant.ofEpochMilli(execution.progress().startMillis()).toString());
        Long end = execution.progress().endMillis();
        if (end != null) {
            detail.put("endTimestamp", Instant.ofEpochMilli(end).toString());
        }
        return detail;
    }

    private static void enqueue(Execution execution, Delivery delivery, byte[] payload) {
        execution
                .within()
                .transaction()
                .queue(Deliveries.QUEUE)
                .enqueue(delivery.target(), execution.now(), delivery.state(), payload);
    }

    /** What it was begun with. */
    private static byte[] input(Execution execution) {
        StoredOperation first = execution.operation(execution.arn().id());
        ExecutionDetails details = first == null ? null : first.view().executionDetails();
        String payload = details == null ? null : details.inputPayload();
        return (payload == null ? "" : payload).getBytes(StandardCharsets.UTF_8);
    }
}
