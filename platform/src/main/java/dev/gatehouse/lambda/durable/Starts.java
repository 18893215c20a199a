package dev.gatehouse.lambda.durable;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.aws.lambda.ErrorObject;
import dev.gatehouse.function.Invocation;
import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.function.InvocationType;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.lambda.durable.model.ExecutionArn;
import dev.gatehouse.lambda.durable.model.Operations;
import dev.gatehouse.lambda.durable.model.StoredExecution;
import dev.gatehouse.lambda.durable.model.StoredExecution.Terms;
import dev.gatehouse.lambda.model.LambdaErrors;
import dev.gatehouse.lambda.plan.DurableSettings;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.store.Scope;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Calls that begin executions, and wait for their ends. Blocks. */
final class Starts {
    /** How long an execution may last that its caller waits for. */
    private static final int LONGEST_WAIT_SECONDS = 900;

    /** How often the store is asked, for an end that came on another node. */
    private static final long ASK_MILLIS = 1_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Changes changes;
    private final Executions executions;

    Starts(Changes changes, Executions executions) {
        this.changes = changes;
        this.executions = executions;
    }

    /** Begins an execution; one that its caller waits for is over when this returns. */
    InvocationResult call(FunctionVersion version, Invocation invocation)
            throws InterruptedException {
        DurableSettings settings = Objects.requireNonNull(version.resources().durable());
        boolean asynchronous = invocation.type() == InvocationType.EVENT;
        if (!asynchronous && settings.timeoutSeconds() > LONGEST_WAIT_SECONDS) {
            throw LambdaErrors.invalidParameter(
                    "You cannot synchronously invoke a durable function with an executionTimeout"
                            + " greater than 15 minutes.");
        }
        String payload = invocation.payload().toString(StandardCharsets.UTF_8);
        String given = payload.isEmpty() ? "{}" : payload;
        Terms terms =
                new Terms(
                        invocation.function().toString(),
                        asynchronous,
                        settings.timeoutSeconds(),
                        settings.retentionDays(),
                        hash(given),
                        invocation.details().tenantId(),
                        invocation.traceHeader(),
                        null);
        ExecutionArn wanted = arn(version, invocation.details().durableExecutionName());
        ExecutionArn begun = changes.transact(within -> begin(within, wanted, terms, given));
        if (asynchronous) {
            return new InvocationResult(
                    202, Buffer.buffer(), null, begun.version(), null, begun.toString());
        }
        return response(begun, await(begun));
    }

    private static ExecutionArn arn(FunctionVersion version, @Nullable String name) {
        Arn function = version.function();
        String id = UUID.randomUUID().toString();
        return new ExecutionArn(
                new Scope(new AccountId(function.account()), new Region(function.region())),
                version.name(),
                version.version(),
                name == null ? id : name,
                name == null ? UUID.randomUUID().toString() : id);
    }

    /** Calls of the same name and payload are one ("Idempotency"). */
    private static ExecutionArn begin(
            Within within, ExecutionArn wanted, Terms terms, String payload) {
        Execution existing = within.find(wanted.scope(), wanted.key());
        if (existing == null) {
            Execution.begin(within, wanted, terms, payload).save();
            return wanted;
        }
        if (!existing.terms().payloadHash().equals(terms.payloadHash())) {
            throw DurableErrors.alreadyStarted(wanted.name());
        }
        return existing.arn();
    }

    private Outcome await(ExecutionArn arn) throws InterruptedException {
        while (true) {
            StoredExecution now = executions.find(arn).orElse(null);
            if (now == null) {
                throw DurableErrors.noSuchExecution();
            }
            if (now.isClosed()) {
                return executions.outcome(arn, now);
            }
            changes.awaitEnd(arn, ASK_MILLIS);
        }
    }

    /** What a caller gets of how an execution ended. */
    static InvocationResult response(ExecutionArn arn, Outcome outcome) {
        boolean well = outcome.status().equals(Operations.SUCCEEDED);
        String result = outcome.result();
        String payload =
                !well
                        ? errorDocument(outcome)
                        : result == null || result.isEmpty() ? "null" : result;
        return new InvocationResult(
                200,
                Buffer.buffer(payload),
                well ? null : "Unhandled",
                arn.version(),
                null,
                arn.toString());
    }

    /** As functions report their errors. */
    private static String errorDocument(Outcome outcome) {
        ObjectNode document = JSON.createObjectNode();
        ErrorObject error = outcome.error();
        if (error == null) {
            return document.put("errorMessage", "").toString();
        }
        document.put("errorMessage", error.errorMessage());
        if (error.errorType() != null) {
            document.put("errorType", error.errorType());
        }
        if (error.errorData() != null) {
            document.put("errorData", error.errorData());
        }
        List<String> trace = error.stackTrace();
        if (trace != null) {
            trace.forEach(document.putArray("stackTrace")::add);
        }
        return document.toString();
    }

    private static String hash(String payload) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(payload.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
