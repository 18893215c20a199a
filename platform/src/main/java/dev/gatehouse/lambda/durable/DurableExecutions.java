package dev.gatehouse.lambda.durable;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.aws.lambda.ErrorObject;
import dev.gatehouse.aws.lambda.ExecutionDetails;
import dev.gatehouse.function.Invocation;
import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.function.InvocationType;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.lambda.destination.Deliveries;
import dev.gatehouse.lambda.destination.Delivery;
import dev.gatehouse.lambda.destination.RoleServices;
import dev.gatehouse.lambda.durable.model.DurableDocuments;
import dev.gatehouse.lambda.durable.model.ExecutionArn;
import dev.gatehouse.lambda.durable.model.Operations;
import dev.gatehouse.lambda.durable.model.StoredExecution;
import dev.gatehouse.lambda.durable.model.StoredExecution.Terms;
import dev.gatehouse.lambda.durable.model.StoredOperation;
import dev.gatehouse.lambda.durable.model.Wake;
import dev.gatehouse.lambda.invoke.DurableStarts;
import dev.gatehouse.lambda.invoke.EventRuns;
import dev.gatehouse.lambda.model.LambdaErrors;
import dev.gatehouse.lambda.plan.DurableSettings;
import dev.gatehouse.lambda.plan.EventOutlook;
import dev.gatehouse.lambda.plan.FunctionCatalog;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.store.Message;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Durable executions, from the call that begins one until it is forgotten. Whatever ends the node,
 * none is lost: what an execution has reached is in the store, and so is what is due next.
 */
public final class DurableExecutions implements DurableStarts, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DurableExecutions.class);

    /** How long an execution may last that its caller waits for. */
    private static final int LONGEST_WAIT_SECONDS = 900;

    /** Calls that begin executions, or wait for their ends, at once. */
    private static final int MOST_CALLS = 10_000;

    /** How often the store is asked, for an end that came on another node. */
    private static final long ASK_MILLIS = 1_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Store store;
    private final Clock clock;
    private final Changes changes;
    private final ChainTargets targets;
    private final Semaphore calls = new Semaphore(MOST_CALLS);
    private volatile @Nullable Wakes wakes;

    /**
     * @param catalog the functions that executions may invoke
     */
    public DurableExecutions(Store store, FunctionCatalog catalog, Clock clock) {
        this.store = store;
        this.clock = clock;
        this.changes = new Changes(store, clock);
        this.targets = new ChainTargets(catalog);
    }

    /**
     * Goes on with the executions there are, and begins others from now on.
     *
     * @param functions runs functions
     * @param roles calls functions in the name of execution roles
     * @param deliveries bring what did not end well to dead-letter queues
     */
    public void start(EventRuns functions, RoleServices roles, Deliveries deliveries) {
        Runs runs = new Runs(changes, functions, clock);
        Chains chains = new Chains(changes, functions, roles);
        Wakes started =
                new Wakes(
                        store,
                        clock,
                        (message, wake) -> {
                            switch (wake.kind()) {
                                case RUN -> runs.run(message, wake);
                                case CHAIN -> chains.run(message, wake);
                                case TIMER ->
                                        changes.<@Nullable Execution>transact(
                                                within -> fire(within, message, wake));
                            }
                        });
        changes.tell(
                (execution, error) -> dropped(functions, execution, error),
                started::expect,
                _ -> deliveries.tell());
        wakes = started;
        started.start();
    }

    /** Operations that running functions call. */
    public Checkpoints checkpoints() {
        return new Checkpoints(changes, targets);
    }

    /** Operations that those call whom functions wait for. */
    public Callbacks callbacks() {
        return new Callbacks(changes);
    }

    /** Operations that show executions, and end them. */
    public Executions executions() {
        return new Executions(changes, DurableDocuments.of(store));
    }

    @Override
    public Future<InvocationResult> begin(FunctionVersion version, Invocation invocation) {
        ContextInternal context = ContextInternal.current();
        Promise<InvocationResult> promise = context == null ? Promise.promise() : context.promise();
        if (!calls.tryAcquire()) {
            return Future.failedFuture(DurableErrors.tooMany());
        }
        Thread.ofVirtual()
                .name("lambda-durable-call")
                .start(
                        () -> {
                            try {
                                promise.complete(call(version, invocation));
                            } catch (InterruptedException | RuntimeException e) {
                                promise.fail(e);
                            } finally {
                                calls.release();
                            }
                        });
        return promise.future();
    }

    private InvocationResult call(FunctionVersion version, Invocation invocation)
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
        Executions executions = executions();
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

    private static InvocationResult response(ExecutionArn arn, Outcome outcome) {
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

    private static @Nullable Execution fire(Within within, Message message, Wake wake) {
        within.documents().wakes().complete(List.of(message));
        Execution execution = within.find(wake.scope(), wake.key());
        if (execution == null) {
            return null;
        }
        if (execution.isClosed()) {
            Duration kept = Duration.ofDays(execution.terms().retentionDays());
            Long end = execution.progress().endMillis();
            if (end != null && end + kept.toMillis() <= within.now().toEpochMilli()) {
                within.documents().delete(wake.scope(), wake.key());
            }
            return null;
        }
        Timers.fire(execution);
        if (!execution.unseen().isEmpty()) {
            execution.invoke(execution.now());
        }
        execution.save();
        return execution;
    }

    private static void dropped(
            EventRuns functions, Execution execution, @Nullable ErrorObject error) {
        Arn invoked = Arn.parse(execution.terms().invoked()).orElseThrow();
        EventOutlook outlook = functions.outlook(invoked);
        String letters = outlook.deadLetters();
        StoredOperation first = execution.operation(execution.arn().id());
        if (letters == null || first == null) {
            return;
        }
        ExecutionDetails details = first.view().executionDetails();
        String payload = details == null ? null : details.inputPayload();
        byte[] whole = (payload == null ? "" : payload).getBytes(StandardCharsets.UTF_8);
        String message = error == null ? null : error.errorMessage();
        Delivery.of(Delivery.Kind.DEAD_LETTER, letters, outlook, execution.arn().id(), message)
                .ifPresent(
                        delivery ->
                                execution
                                        .within()
                                        .transaction()
                                        .queue(Deliveries.QUEUE)
                                        .enqueue(
                                                letters, execution.now(), delivery.state(), whole));
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

    /** Leaves executions that are under way to the next start. */
    @Override
    public void close() {
        Wakes started = wakes;
        if (started == null) {
            return;
        }
        try {
            started.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("Durable executions under way go on once the node is back", e);
        }
    }
}
