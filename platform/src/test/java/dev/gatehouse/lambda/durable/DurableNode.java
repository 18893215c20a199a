package dev.gatehouse.lambda.durable;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.aws.lambda.CheckpointDurableExecutionRequest;
import dev.gatehouse.aws.lambda.CheckpointDurableExecutionResponse;
import dev.gatehouse.aws.lambda.LambdaOperation;
import dev.gatehouse.aws.lambda.OperationUpdate;
import dev.gatehouse.client.AwsClient;
import dev.gatehouse.function.Invocation;
import dev.gatehouse.function.InvocationDetails;
import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.function.InvocationSource;
import dev.gatehouse.function.InvocationType;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.lambda.destination.Deliveries;
import dev.gatehouse.lambda.destination.OwnServices;
import dev.gatehouse.lambda.destination.RoleServices;
import dev.gatehouse.lambda.durable.model.ExecutionArn;
import dev.gatehouse.lambda.durable.model.StoredExecution;
import dev.gatehouse.lambda.invoke.EventRuns;
import dev.gatehouse.lambda.model.FunctionReference;
import dev.gatehouse.lambda.plan.DurableSettings;
import dev.gatehouse.lambda.plan.EventOutlook;
import dev.gatehouse.lambda.plan.EventSettings;
import dev.gatehouse.lambda.plan.FunctionCatalog;
import dev.gatehouse.lambda.plan.FunctionCode;
import dev.gatehouse.lambda.plan.FunctionLaunch;
import dev.gatehouse.lambda.plan.FunctionLogging;
import dev.gatehouse.lambda.plan.FunctionResources;
import dev.gatehouse.lambda.plan.FunctionState;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.sql.SqlStore;
import dev.gatehouse.testkit.Eventually;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A store and its durable executions; the function is what a test says. */
final class DurableNode implements AutoCloseable {
    static final Scope SCOPE = new Scope(AccountId.DEFAULT, Region.DEFAULT);
    static final String PENDING = "{\"Status\": \"PENDING\"}";
    static final String LETTERS = "arn:aws:sqs:us-east-1:000000000000:letters";
    static final String TAKEN = "arn:aws:sqs:us-east-1:000000000000:taken";
    static final String DROPPED = "arn:aws:sqs:us-east-1:000000000000:dropped";
    static final String BUS = "arn:aws:events:us-east-1:000000000000:event-bus/default";

    private static final ObjectMapper JSON = new ObjectMapper();
    static final Arn FUNCTION =
            Arn.parse("arn:aws:lambda:us-east-1:000000000000:function:f").orElseThrow();
    private static final FunctionReference REFERENCE = FunctionReference.to(SCOPE, "f");
    private static final Arn ROLE = Arn.parse("arn:aws:iam::000000000000:role/r").orElseThrow();

    final SqlStore store;
    final DurableExecutions durable;
    final AtomicInteger invocations = new AtomicInteger();
    final List<DurableExecutions.Change> ended = new CopyOnWriteArrayList<>();
    private final DurableSettings settings;

    /** An event bus is there, too; nothing is ever sent, since no deliveries are started. */
    private static final class WithEvents implements RoleServices {
        private final OwnServices own = new OwnServices();

        @Override
        public boolean serves(String service) {
            return service.equals("events") || own.serves(service);
        }

        @Override
        public AwsClient as(Arn role, Arn function) {
            return own.as(role, function);
        }

        @Override
        public AwsClient asLambda(AccountId account, Region region) {
            return own.asLambda(account, region);
        }

        @Override
        public void authorize(
                Arn role, Region region, String service, String operation, Map<String, ?> input) {
            own.authorize(role, region, service, operation, input);
        }
    }

    /** What is on its way to a destination. */
    List<String> onTheWayTo(String target) {
        Instant now = Instant.now().plus(Duration.ofDays(400));
        return store.queue(Deliveries.QUEUE).claim(target, now, now.plusSeconds(1), 100).stream()
                .map(message -> new String(message.payload(), StandardCharsets.UTF_8))
                .toList();
    }

    /** A function that is invoked for an execution, and what it gives back. */
    interface Handler {
        String handle(Event event);
    }

    /** What an invocation of it gets. */
    final class Event {
        final JsonNode json;
        private String token;

        Event(JsonNode json) {
            this.json = json;
            this.token = json.path("CheckpointToken").asText();
        }

        /** The status of an operation, or nothing. */
        String status(String id) {
            return field(id).path("Status").asText();
        }

        JsonNode field(String id) {
            for (JsonNode each : json.path("InitialExecutionState").path("Operations")) {
                if (each.path("Id").asText().equals(id)) {
                    return each;
                }
            }
            return JSON.createObjectNode();
        }

        String token() {
            return token;
        }

        List<LambdaOperation> checkpoint(OperationUpdate... updates) {
            CheckpointDurableExecutionResponse response =
                    DurableNode.this.checkpoint(arn(), token, null, updates);
            token = String.valueOf(response.checkpointToken());
            return Objects.requireNonNull(
                    Objects.requireNonNull(response.newExecutionState()).operations());
        }

        String arn() {
            return json.path("DurableExecutionArn").asText();
        }
    }

    DurableNode(Path database, Clock clock, Handler handler) {
        this(database, clock, new DurableSettings(600, 1), handler);
    }

    DurableNode(Path database, Clock clock, DurableSettings settings, Handler handler) {
        this.settings = settings;
        this.store = SqlStore.open("sqlite:" + database);
        this.durable = new DurableExecutions(store, new FunctionCatalog(), clock);
        RoleServices services = new WithEvents();
        durable.listen(
                change -> {
                    if (!change.status().equals("RUNNING")) {
                        ended.add(change);
                    }
                });
        durable.start(runs(handler), services, new Deliveries(store, services, clock));
    }

    CheckpointDurableExecutionResponse checkpoint(
            String arn, String token, @Nullable String clientToken, OperationUpdate... updates) {
        return durable.checkpoints()
                .checkpoint(
                        SCOPE,
                        CheckpointDurableExecutionRequest.builder()
                                .durableExecutionArn(arn)
                                .checkpointToken(token)
                                .clientToken(clientToken)
                                .updates(List.of(updates))
                                .build());
    }

    private EventRuns runs(Handler handler) {
        return new EventRuns() {
            @Override
            public Future<InvocationResult> run(Invocation invocation) {
                invocations.incrementAndGet();
                Promise<InvocationResult> promise = Promise.promise();
                Thread.ofVirtual().start(() -> promise.complete(respond(invocation)));
                return promise.future();
            }

            private InvocationResult respond(Invocation invocation) {
                try {
                    Event event = new Event(JSON.readTree(invocation.payload().getBytes()));
                    return result(handler.handle(event), null);
                } catch (IOException | RuntimeException e) {
                    String error = "{\"errorType\": \"Broken\", \"errorMessage\": \"oh\"}";
                    return result(error, "Unhandled");
                }
            }

            @Override
            public EventOutlook outlook(Arn invoked) {
                EventSettings settings = new EventSettings(null, null, TAKEN, DROPPED);
                return new EventOutlook(invoked, settings, LETTERS, ROLE);
            }

            @Override
            public boolean isStopped(Arn function) {
                return false;
            }
        };
    }

    private static InvocationResult result(String payload, @Nullable String error) {
        return new InvocationResult(200, Buffer.buffer(payload), error, "1", null);
    }

    private FunctionVersion version() {
        return new FunctionVersion(
                FUNCTION,
                "1",
                "r1",
                new FunctionCode(Path.of("none"), List.of(), "x86_64"),
                new FunctionLaunch("python3.13", "app.handler", Map.of(), ROLE, null, false, false),
                new FunctionResources(128, 3, 512, settings, false, false),
                FunctionLogging.text("/aws/lambda/f"),
                FunctionState.ACTIVE);
    }

    Future<InvocationResult> call(InvocationType type, @Nullable String name, String payload) {
        Arn invoked = Arn.parse(FUNCTION + ":1").orElseThrow();
        return durable.begin(
                version(),
                new Invocation(
                        invoked,
                        Buffer.buffer(payload),
                        type,
                        RequestId.next(),
                        InvocationSource.AUTHORIZED,
                        InvocationDetails.NONE.named(name)));
    }

    /** Begins an execution that nobody waits for. */
    ExecutionArn begin(String name) {
        InvocationResult result = join(call(InvocationType.EVENT, name, "{}"));
        return ExecutionArn.parse(String.valueOf(result.durableExecution())).orElseThrow();
    }

    /** When the execution with a name began. */
    Instant begun(String name) {
        return Instant.ofEpochMilli(named(name).execution().progress().startMillis());
    }

    ExecutionList.Named named(String name) {
        return durable.list().named(REFERENCE, name).orElseThrow();
    }

    /** The names of all executions, which are asked for in pages of a size. */
    List<String> listed(
            int size, boolean backwards, @Nullable Instant after, @Nullable Instant before) {
        ExecutionList.Wanted wanted = new ExecutionList.Wanted(after, before, backwards, _ -> true);
        List<String> names = new ArrayList<>();
        String marker = null;
        do {
            ExecutionList.Page page = durable.list().page(REFERENCE, wanted, marker, size);
            assertThat(page.executions()).hasSizeLessThanOrEqualTo(size);
            page.executions().forEach(named -> names.add(named.arn().name()));
            marker = page.next();
        } while (marker != null);
        return names;
    }

    static <T> T join(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    StoredExecution read(ExecutionArn arn) {
        return durable.executions().find(arn).orElseThrow();
    }

    String status(ExecutionArn arn) {
        return read(arn).progress().status();
    }

    void awaitStatus(ExecutionArn arn, String status) {
        Eventually.holds(() -> status(arn).equals(status));
    }

    /** Returns once the function has said that it waits, and no more is under way. */
    void awaitRest(ExecutionArn arn) {
        Eventually.holds(() -> read(arn).run().id() == null);
    }

    Outcome outcome(ExecutionArn arn) {
        return durable.executions().outcome(arn, read(arn));
    }

    List<String> history(ExecutionArn arn) {
        return durable.executions().history(arn, read(arn), null, 1000, false).events().stream()
                .map(event -> String.valueOf(event.get("EventType")))
                .toList();
    }

    @Override
    public void close() {
        durable.close();
        store.close();
    }
}
