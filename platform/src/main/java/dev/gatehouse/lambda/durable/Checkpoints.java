package dev.gatehouse.lambda.durable;

import dev.gatehouse.aws.lambda.CheckpointDurableExecutionRequest;
import dev.gatehouse.aws.lambda.CheckpointDurableExecutionResponse;
import dev.gatehouse.aws.lambda.CheckpointUpdatedExecutionState;
import dev.gatehouse.aws.lambda.GetDurableExecutionStateRequest;
import dev.gatehouse.aws.lambda.GetDurableExecutionStateResponse;
import dev.gatehouse.aws.lambda.LambdaOperation;
import dev.gatehouse.aws.lambda.OperationUpdate;
import dev.gatehouse.lambda.durable.model.ExecutionArn;
import dev.gatehouse.lambda.durable.model.StoredExecution.Checkpointed;
import dev.gatehouse.lambda.durable.model.StoredExecution.Run;
import dev.gatehouse.lambda.durable.model.StoredOperation;
import dev.gatehouse.lambda.model.LambdaErrors;
import dev.gatehouse.store.Scope;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** CheckpointDurableExecution and GetDurableExecutionState, which running functions call. */
public final class Checkpoints {
    /** Of one execution: AWS's number. */
    static final int MOST_OPERATIONS = 3_000;

    /** Of what all checkpoints of one execution bring: AWS's number. */
    static final long MOST_BYTES = 100L * 1024 * 1024;

    private static final int USUAL_PAGE = 100;

    private final Changes changes;
    private final ChainTargets targets;

    Checkpoints(Changes changes, ChainTargets targets) {
        this.changes = changes;
        this.targets = targets;
    }

    /** Keeps what an execution has reached. */
    public CheckpointDurableExecutionResponse checkpoint(
            Scope scope, CheckpointDurableExecutionRequest input) {
        return changes.transact(
                within -> {
                    Execution execution = find(within, scope, input.durableExecutionArn());
                    Checkpointed last = execution.last();
                    if (last != null && isSame(last, input)) {
                        return response(execution, last.operations());
                    }
                    if (!CheckpointToken.fits(execution, input.checkpointToken())) {
                        throw DurableErrors.invalidToken();
                    }
                    return apply(execution, input);
                });
    }

    private static Execution find(Within within, Scope scope, String arn) {
        return ExecutionArn.parse(arn)
                .filter(parsed -> parsed.scope().equals(scope))
                .map(parsed -> find(within, parsed))
                .orElseThrow(DurableErrors::invalidToken);
    }

    private static @Nullable Execution find(Within within, ExecutionArn arn) {
        Execution found = within.find(arn.scope(), arn.key());
        return found == null || !found.arn().equals(arn) ? null : found;
    }

    private static boolean isSame(Checkpointed last, CheckpointDurableExecutionRequest input) {
        return last.clientToken().equals(input.clientToken())
                && last.inbound().equals(input.checkpointToken());
    }

    private CheckpointDurableExecutionResponse apply(
            Execution execution, CheckpointDurableExecutionRequest input) {
        List<OperationUpdate> updates =
                Objects.requireNonNullElse(input.updates(), List.<OperationUpdate>of());
        UpdateRules.check(execution, updates);
        Updates changed = new Updates(execution, targets);
        updates.forEach(changed::apply);
        requireRoom(execution);
        Timers.fire(execution);
        List<String> news = List.copyOf(execution.unseen());
        if (!execution.isClosed()) {
            Run run = execution.run();
            execution.run(new Run(run.id(), run.token(), run.sequence() + 1, 0));
            execution.unseen().clear();
        }
        if (input.clientToken() != null) {
            execution.last(new Checkpointed(input.clientToken(), input.checkpointToken(), news));
        }
        execution.save();
        return response(execution, news);
    }

    private static void requireRoom(Execution execution) {
        if (execution.progress().operations() > MOST_OPERATIONS) {
            throw LambdaErrors.invalidParameter(
                    "A durable execution can have at most " + MOST_OPERATIONS + " operations.");
        }
        if (execution.progress().bytes() > MOST_BYTES) {
            throw LambdaErrors.invalidParameter(
                    "A durable execution can write at most " + MOST_BYTES + " bytes.");
        }
    }

    /** After the checkpoint that ends an execution there is no next one, and so no token. */
    private static CheckpointDurableExecutionResponse response(
            Execution execution, List<String> news) {
        boolean closed = execution.isClosed();
        List<LambdaOperation> operations =
                closed
                        ? List.of()
                        : news.stream()
                                .map(execution::operation)
                                .filter(Objects::nonNull)
                                .sorted(Comparator.comparingInt(StoredOperation::order))
                                .map(StoredOperation::view)
                                .toList();
        return CheckpointDurableExecutionResponse.builder()
                .checkpointToken(closed ? null : CheckpointToken.of(execution.run()))
                .newExecutionState(
                        CheckpointUpdatedExecutionState.builder().operations(operations).build())
                .build();
    }

    /** The operations that did not fit into the event of an invocation. */
    public GetDurableExecutionStateResponse state(
            Scope scope, GetDurableExecutionStateRequest input) {
        return changes.transact(
                within -> {
                    Execution execution = find(within, scope, input.durableExecutionArn());
                    if (!CheckpointToken.fits(execution, input.checkpointToken())) {
                        throw DurableErrors.invalidToken();
                    }
                    Payload.Page page =
                            Payload.Page.of(
                                    within.documents().operations(scope, execution.key()),
                                    Marker.of(input.marker(), 0),
                                    Marker.size(input.maxItems(), USUAL_PAGE),
                                    Payload.PAGE_BYTES);
                    return GetDurableExecutionStateResponse.builder()
                            .operations(
                                    page.operations().stream().map(StoredOperation::view).toList())
                            .nextMarker(page.next())
                            .build();
                });
    }
}
