package dev.gatehouse.lambda.durable;

import dev.gatehouse.aws.lambda.ErrorObject;
import dev.gatehouse.aws.lambda.LambdaOperation;
import dev.gatehouse.lambda.durable.model.CallbackId;
import dev.gatehouse.lambda.durable.model.History;
import dev.gatehouse.lambda.durable.model.Operations;
import dev.gatehouse.lambda.durable.model.StoredOperation;
import dev.gatehouse.store.Scope;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** SendDurableExecutionCallbackSuccess, Failure and Heartbeat. */
public final class Callbacks {
    private final Changes changes;

    Callbacks(Changes changes) {
        this.changes = changes;
    }

    public void succeed(Scope scope, String id, byte @Nullable [] result) {
        String text =
                result == null || result.length == 0
                        ? null
                        : new String(result, StandardCharsets.UTF_8);
        end(scope, id, Operations.SUCCEEDED, text, null);
    }

    public void fail(Scope scope, String id, @Nullable ErrorObject error) {
        ErrorObject told = error == null ? ErrorObject.builder().build() : error;
        end(scope, id, Operations.FAILED, null, told);
    }

    public void heartbeat(Scope scope, String id) {
        change(
                scope,
                id,
                (execution, stored) -> {
                    String operation = String.valueOf(stored.operation().get("Id"));
                    StoredOperation.Callback terms = Objects.requireNonNull(stored.callback());
                    StoredOperation.Callback heard = terms.heard(execution.now().toEpochMilli());
                    execution.put(stored.with(heard));
                    Timers.extend(execution, operation, heard);
                });
    }

    private void end(
            Scope scope,
            String id,
            String status,
            @Nullable String result,
            @Nullable ErrorObject error) {
        change(
                scope,
                id,
                (execution, stored) -> {
                    LambdaOperation callback = stored.view();
                    String operation = Objects.requireNonNull(callback.id());
                    execution.put(
                            stored.with(
                                    Operations.calledBack(
                                            callback, status, result, error, execution.now())));
                    execution.event(History.callbackEnded(callback, status, result, error));
                    execution.waiting().remove(operation);
                    execution.unseen().add(operation);
                    execution.invoke(execution.now());
                });
    }

    /** Changes a callback that is waited for. */
    private void change(Scope scope, String id, BiConsumer<Execution, StoredOperation> change) {
        CallbackId callback =
                CallbackId.parse(id)
                        .filter(parsed -> parsed.execution().scope().equals(scope))
                        .orElseThrow(DurableErrors::invalidCallback);
        boolean waited =
                changes.transact(
                        within -> {
                            Execution execution = within.find(scope, callback.execution().key());
                            if (execution == null
                                    || !execution.arn().equals(callback.execution())) {
                                throw DurableErrors.invalidCallback();
                            }
                            Timers.fire(execution);
                            StoredOperation stored = execution.operation(callback.operation());
                            if (stored == null || stored.callback() == null) {
                                throw DurableErrors.invalidCallback();
                            }
                            boolean open = execution.waiting().containsKey(callback.operation());
                            if (open) {
                                change.accept(execution, stored);
                            } else if (!execution.unseen().isEmpty()) {
                                execution.invoke(execution.now());
                            }
                            execution.save();
                            return open;
                        });
        if (!waited) {
            throw DurableErrors.callbackOver();
        }
    }
}
