package dev.gatehouse.lambda.durable;

import dev.gatehouse.aws.lambda.ErrorObject;
import dev.gatehouse.aws.lambda.LambdaOperation;
import dev.gatehouse.lambda.durable.model.History;
import dev.gatehouse.lambda.durable.model.Operations;
import dev.gatehouse.lambda.durable.model.StoredExecution.Parent;
import dev.gatehouse.lambda.durable.model.StoredOperation;
import org.jspecify.annotations.Nullable;

/** Ends of executions, and of what waits for them. */
final class Endings {
    private Endings() {}

    /** An execution ends, in one with all that follows from it. */
    static void close(
            Execution execution,
            String status,
            @Nullable String result,
            @Nullable ErrorObject error) {
        String given = result;
        String how = status;
        ErrorObject why = error;
        Parent parent = execution.terms().parent();
        if (parent != null && result != null && UpdateRules.isLarge(result)) {
            how = Operations.FAILED;
            given = null;
            why =
                    ErrorObject.builder()
                            .errorMessage(
                                    "Execution output payload size must be less than or equal to "
                                            + UpdateRules.LARGEST_CHAINED
                                            + " bytes.")
                            .build();
        }
        execution.close(how, given, why);
        execution.within().ended(execution, given, why);
        if (parent != null) {
            tell(execution, parent, how, given, why);
        }
    }

    /** Brings the end of an execution to the operation that waits for it. */
    static void tell(
            Execution child,
            Parent parent,
            String status,
            @Nullable String result,
            @Nullable ErrorObject error) {
        Execution waiting = child.within().find(child.scope(), parent.key());
        if (waiting == null || !waiting.arn().id().equals(parent.id())) {
            return;
        }
        ErrorObject told =
                status.equals(Operations.TIMED_OUT)
                        ? timedOut(child.terms().timeoutSeconds())
                        : error;
        endChain(waiting, parent.operation(), status, result, told);
        waiting.save();
    }

    private static ErrorObject timedOut(int seconds) {
        return ErrorObject.builder()
                .errorType("ChainedInvoke.Timeout")
                .errorMessage("CHAINED_INVOKE timed out after " + seconds + " seconds.")
                .build();
    }

    /** What came of a chained function, unless that is known already. */
    static void endChain(
            Execution execution,
            String id,
            String status,
            @Nullable String result,
            @Nullable ErrorObject error) {
        StoredOperation stored = execution.operation(id);
        if (execution.isClosed() || stored == null || !execution.waiting().containsKey(id)) {
            return;
        }
        LambdaOperation chain = stored.view();
        execution.put(
                stored.with(Operations.chainEnded(chain, status, result, error, execution.now())));
        execution.event(History.chainEnded(chain, status, result, error));
        execution.waiting().remove(id);
        execution.unseen().add(id);
        execution.invoke(execution.now());
    }
}
