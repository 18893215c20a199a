package dev.gatehouse.lambda.durable;

import dev.gatehouse.aws.lambda.CallbackOptions;
import dev.gatehouse.aws.lambda.ChainedInvokeDetails;
import dev.gatehouse.aws.lambda.ErrorObject;
import dev.gatehouse.aws.lambda.LambdaOperation;
import dev.gatehouse.aws.lambda.OperationUpdate;
import dev.gatehouse.lambda.durable.model.CallbackId;
import dev.gatehouse.lambda.durable.model.History;
import dev.gatehouse.lambda.durable.model.Operations;
import dev.gatehouse.lambda.durable.model.StoredOperation;
import dev.gatehouse.lambda.durable.model.Wake;
import dev.gatehouse.wire.format.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Applies the updates of a checkpoint, which {@link UpdateRules} has seen, to an execution. */
final class Updates {
    private final Execution execution;
    private final ChainTargets targets;

    /**
     * @param targets the functions that may be invoked
     */
    Updates(Execution execution, ChainTargets targets) {
        this.execution = execution;
        this.targets = targets;
    }

    void apply(OperationUpdate update) {
        execution.weigh(update.payload());
        if (update.error() != null) {
            execution.weigh(
                    new String(JsonWriter.write(update.error().data()), StandardCharsets.UTF_8));
        }
        switch (update.type()) {
            case "STEP" -> step(update);
            case "CONTEXT" -> context(update);
            case "WAIT" -> await(update);
            case "CALLBACK" -> callback(update);
            case "CHAINED_INVOKE" -> chain(update);
            case "EXECUTION" -> {
                boolean well = update.action().equals("SUCCEED");
                String status = well ? Operations.SUCCEEDED : Operations.FAILED;
                Endings.close(execution, status, update.payload(), update.error());
            }
            default -> throw new IllegalStateException("no type of operation: " + update.type());
        }
    }

    private Instant now() {
        return execution.now();
    }

    /** Keeps an operation, known or not. */
    private void keep(@Nullable StoredOperation before, LambdaOperation operation) {
        if (before == null) {
            execution.add(operation);
        } else {
            execution.put(before.with(operation));
        }
        execution.unseen().add(Objects.requireNonNull(operation.id()));
    }

    private void step(OperationUpdate update) {
        StoredOperation before = execution.operation(update.id());
        LambdaOperation step = before == null ? Operations.begun(update, now()) : before.view();
        switch (update.action()) {
            case "START" -> {
                keep(before, Operations.attempted(step));
                execution.event(History.stepStarted(step));
            }
            case "RETRY" -> {
                int delay =
                        Objects.requireNonNull(
                                Objects.requireNonNull(update.stepOptions())
                                        .nextAttemptDelaySeconds());
                Instant next = now().plusSeconds(delay);
                LambdaOperation postponed = Operations.postponed(step, update, next);
                keep(before, postponed);
                execution.event(History.stepEnded(postponed, update, delay));
                Timers.set(execution, update.id(), next);
            }
            default -> {
                boolean well = update.action().equals("SUCCEED");
                String status = well ? Operations.SUCCEEDED : Operations.FAILED;
                LambdaOperation ended = Operations.stepEnded(step, status, update, now());
                keep(before, ended);
                execution.event(History.stepEnded(ended, update, null));
            }
        }
    }

    private void context(OperationUpdate update) {
        StoredOperation before = execution.operation(update.id());
        LambdaOperation context = before == null ? Operations.begun(update, now()) : before.view();
        if (update.action().equals("START")) {
            keep(before, context);
            execution.event(History.contextStarted(context));
            return;
        }
        boolean well = update.action().equals("SUCCEED");
        String status = well ? Operations.SUCCEEDED : Operations.FAILED;
        keep(before, Operations.contextEnded(context, status, update, now()));
        execution.event(History.contextEnded(context, update));
    }

    private void await(OperationUpdate update) {
        StoredOperation before = execution.operation(update.id());
        if (before != null) {
            LambdaOperation wait = before.view();
            keep(before, Operations.ended(wait, Operations.CANCELLED, now()));
            execution.waiting().remove(update.id());
            execution.event(History.waitCancelled(wait, update));
            return;
        }
        int seconds =
                Objects.requireNonNull(Objects.requireNonNull(update.waitOptions()).waitSeconds());
        Instant end = now().plusSeconds(seconds);
        LambdaOperation wait = Operations.waits(Operations.begun(update, now()), end);
        keep(null, wait);
        execution.event(History.waitStarted(wait, seconds, end));
        Timers.set(execution, update.id(), end);
    }

    private void callback(OperationUpdate update) {
        String id = new CallbackId(execution.arn(), update.id()).toString();
        CallbackOptions options = update.callbackOptions();
        Integer timeout = options == null ? null : positive(options.timeoutSeconds());
        Integer heartbeat = options == null ? null : positive(options.heartbeatTimeoutSeconds());
        LambdaOperation callback = Operations.awaitsCallback(Operations.begun(update, now()), id);
        keep(null, callback);
        execution.event(History.callbackStarted(callback, id, timeout, heartbeat));
        Long end = timeout == null ? null : now().plusSeconds(timeout).toEpochMilli();
        StoredOperation.Callback terms =
                new StoredOperation.Callback(end, heartbeat, null).heard(now().toEpochMilli());
        StoredOperation kept = Objects.requireNonNull(execution.operation(update.id()));
        execution.put(kept.with(terms));
        Timers.set(execution, update.id(), terms);
    }

    private static @Nullable Integer positive(@Nullable Integer seconds) {
        return seconds == null || seconds <= 0 ? null : seconds;
    }

    private void chain(OperationUpdate update) {
        ChainTargets.Target target =
                targets.find(
                        execution.arn(), Objects.requireNonNull(update.chainedInvokeOptions()));
        LambdaOperation chain = Operations.begun(update, now());
        ErrorObject problem = target.problem();
        if (problem != null) {
            keep(null, Operations.chainEnded(chain, Operations.FAILED, null, problem, now()));
            execution.event(History.chainStarted(chain, target.started(null)));
            execution.event(History.chainEnded(chain, Operations.FAILED, null, problem));
            return;
        }
        keep(
                null,
                chain.toBuilder()
                        .chainedInvokeDetails(ChainedInvokeDetails.builder().build())
                        .build());
        execution.event(History.chainStarted(chain, target.started(update.payload())));
        StoredOperation kept = Objects.requireNonNull(execution.operation(update.id()));
        execution.put(kept.with(target.chain(update.payload())));
        execution.waiting().put(update.id(), 0L);
        execution.wake(Wake.Kind.CHAIN, update.id(), now());
    }
}
