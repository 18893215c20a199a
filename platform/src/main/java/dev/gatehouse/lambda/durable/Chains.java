package dev.gatehouse.lambda.durable;

import dev.gatehouse.aws.lambda.ErrorObject;
import dev.gatehouse.client.AwsClient;
import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.destination.RoleServices;
import dev.gatehouse.lambda.durable.model.ExecutionArn;
import dev.gatehouse.lambda.durable.model.Operations;
import dev.gatehouse.lambda.durable.model.StoredEvent;
import dev.gatehouse.lambda.durable.model.StoredExecution.Parent;
import dev.gatehouse.lambda.durable.model.StoredOperation;
import dev.gatehouse.lambda.durable.model.Wake;
import dev.gatehouse.lambda.invoke.EventRuns;
import dev.gatehouse.store.Message;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The invocations of other functions, in the name of the execution role. A durable one becomes an
 * execution whose end ends the operation; another is called and waited for. Blocks.
 */
final class Chains {
    private final Changes changes;
    private final EventRuns functions;
    private final RoleServices roles;

    Chains(Changes changes, EventRuns functions, RoleServices roles) {
        this.changes = changes;
        this.functions = functions;
        this.roles = roles;
    }

    /** A function that is to be called for an execution. */
    private record Call(ExecutionArn parent, String operation, StoredOperation.Chain chain) {

        Map<String, Object> input() {
            String payload = chain.payload();
            Map<String, Object> input = new HashMap<>();
            input.put("FunctionName", chain.target());
            input.put("InvocationType", chain.durable() ? "Event" : "RequestResponse");
            input.put(
                    "Payload", (payload == null ? "{}" : payload).getBytes(StandardCharsets.UTF_8));
            if (chain.tenantId() != null) {
                input.put("TenantId", chain.tenantId());
            }
            if (chain.durable()) {
                // The same when the call is made again after a crash, which then begins no other.
                byte[] name = (parent + "/" + operation).getBytes(StandardCharsets.UTF_8);
                input.put("DurableExecutionName", UUID.nameUUIDFromBytes(name).toString());
            }
            return input;
        }
    }

    /** What came of a call that was waited for. */
    private record Result(@Nullable String value, @Nullable ErrorObject error) {}

    void run(Message message, Wake wake) {
        Call call = changes.<@Nullable Call>transact(within -> find(within, message, wake));
        if (call == null) {
            return;
        }
        Result result;
        try {
            Map<String, Object> output = client(call).call("lambda", "Invoke", call.input());
            Object child = output.get("DurableExecutionArn");
            if (call.chain().durable() && child != null) {
                ExecutionArn begun = ExecutionArn.parse(child.toString()).orElseThrow();
                changes.transact(within -> link(within, message, call, begun));
                return;
            }
            result = result(output);
        } catch (ServiceException rejection) {
            result = new Result(null, Runs.error(rejection.code(), rejection.text()));
        }
        Result came = result;
        changes.transact(within -> end(within, message, call, came));
    }

    private static @Nullable Call find(Within within, Message message, Wake wake) {
        Execution execution = within.find(wake.scope(), wake.key());
        String operation = Objects.requireNonNull(wake.detail());
        StoredOperation stored = execution == null ? null : execution.operation(operation);
        if (execution == null
                || stored == null
                || stored.chain() == null
                || !execution.waiting().containsKey(operation)) {
            within.documents().wakes().complete(List.of(message));
            return null;
        }
        return new Call(execution.arn(), operation, stored.chain());
    }

    private AwsClient client(Call call) {
        Arn role = functions.outlook(call.parent().versionArn()).role();
        if (role == null) {
            throw new ServiceException(
                    "ResourceNotFoundException",
                    404,
                    "Function not found: " + call.parent().versionArn());
        }
        return roles.as(role, call.parent().versionArn());
    }

    private static Result result(Map<String, Object> output) {
        byte[] payload = output.get("Payload") instanceof byte[] bytes ? bytes : new byte[0];
        Object failed = output.get("FunctionError");
        if (failed != null) {
            return new Result(
                    null,
                    Runs.functionError(
                            new InvocationResult(
                                    200, Buffer.buffer(payload), failed.toString(), "", null)));
        }
        String text = new String(payload, StandardCharsets.UTF_8);
        return UpdateRules.isLarge(text)
                ? new Result(
                        null,
                        ErrorObject.builder()
                                .errorMessage(
                                        "CHAINED_INVOKE output payload size must be less than or"
                                                + " equal to "
                                                + UpdateRules.LARGEST_CHAINED
                                                + " bytes.")
                                .build())
                : new Result(text.isEmpty() ? null : text, null);
    }

    private static boolean end(Within within, Message message, Call call, Result result) {
        within.documents().wakes().complete(List.of(message));
        Execution execution = within.find(call.parent().scope(), call.parent().key());
        if (execution == null || !execution.arn().equals(call.parent())) {
            return false;
        }
        boolean well = result.error() == null;
        String status = well ? Operations.SUCCEEDED : Operations.FAILED;
        Endings.endChain(execution, call.operation(), status, result.value(), result.error());
        execution.save();
        return true;
    }

    /**
     * The end of the execution that was begun ends the operation, also when it has come already.
     */
    private static boolean link(Within within, Message message, Call call, ExecutionArn begun) {
        within.documents().wakes().complete(List.of(message));
        Execution child = within.find(begun.scope(), begun.key());
        if (child == null) {
            return false;
        }
        Parent parent = new Parent(call.parent().key(), call.parent().id(), call.operation());
        child.terms(child.terms().of(parent));
        child.save();
        if (child.isClosed()) {
            StoredEvent end = child.ending();
            Outcome outcome = Outcome.of(child.progress().status(), end.view());
            Endings.tell(child, parent, outcome.status(), outcome.result(), outcome.error());
        }
        return true;
    }
}
