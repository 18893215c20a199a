package dev.gatehouse.lambda.durable;

import dev.gatehouse.aws.lambda.ErrorObject;
import dev.gatehouse.aws.lambda.Event;
import dev.gatehouse.aws.lambda.LambdaOperation;
import dev.gatehouse.lambda.durable.model.DurableDocuments;
import dev.gatehouse.lambda.durable.model.DurableDocuments.Begun;
import dev.gatehouse.lambda.durable.model.ExecutionArn;
import dev.gatehouse.lambda.durable.model.History;
import dev.gatehouse.lambda.durable.model.Operations;
import dev.gatehouse.lambda.durable.model.StoredEvent;
import dev.gatehouse.lambda.durable.model.StoredExecution;
import dev.gatehouse.lambda.durable.model.StoredExecution.Checkpointed;
import dev.gatehouse.lambda.durable.model.StoredExecution.Progress;
import dev.gatehouse.lambda.durable.model.StoredExecution.Run;
import dev.gatehouse.lambda.durable.model.StoredExecution.Terms;
import dev.gatehouse.lambda.durable.model.StoredOperation;
import dev.gatehouse.lambda.durable.model.Wake;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Stored;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An execution within one transaction: what is changed of it is kept together by {@link #save}, and
 * {@link Wakes} hears of what is due afterwards.
 */
final class Execution {
    static final String RUNNING = "RUNNING";

    private static final byte[] NOTHING = new byte[0];

    private final Within within;
    private final DurableDocuments documents;
    private final Scope scope;
    private final String key;
    private final @Nullable Stored<StoredExecution> read;
    private final String id;
    private final String version;
    private final Map<String, Stored<StoredOperation>> readOperations = new LinkedHashMap<>();
    private final Map<String, StoredOperation> operations = new LinkedHashMap<>();
    private final Map<String, Long> waiting;
    private final Set<String> unseen;
    private Terms terms;
    private Progress progress;
    private Run run;
    private @Nullable Checkpointed last;

    private Execution(
            Within within,
            Scope scope,
            String key,
            @Nullable Stored<StoredExecution> read,
            StoredExecution value) {
        this.within = within;
        this.documents = within.documents();
        this.scope = scope;
        this.key = key;
        this.read = read;
        this.id = value.id();
        this.version = value.version();
        this.terms = value.terms();
        this.progress = value.progress();
        this.run = value.run();
        this.waiting = new LinkedHashMap<>(value.waiting());
        this.unseen = new LinkedHashSet<>(value.unseen());
        this.last = value.last();
    }

    /** One that was read. */
    static Execution of(Within within, Scope scope, String key, Stored<StoredExecution> read) {
        return new Execution(within, scope, key, read, read.value());
    }

    /** An execution that begins. */
    static Execution begin(Within within, ExecutionArn arn, Terms terms, String payload) {
        Instant now = within.now();
        Progress begun = new Progress(RUNNING, now.toEpochMilli(), null, 0, 0, 0, 0);
        StoredExecution value =
                new StoredExecution(
                        arn.id(), arn.version(), terms, begun, Run.NONE, Map.of(), List.of(), null);
        Execution execution = new Execution(within, arn.scope(), arn.key(), null, value);
        execution.put(StoredOperation.of(0, Operations.execution(arn, payload, now)));
        execution.event(History.executionStarted(payload, terms.timeoutSeconds()));
        execution.wake(Wake.Kind.TIMER, null, now.plusSeconds(terms.timeoutSeconds()));
        execution.invoke(now);
        execution.list(arn);
        within.began(execution);
        return execution;
    }

    private void list(ExecutionArn arn) {
        Begun begun = new Begun(arn.name());
        String id = DurableDocuments.begunId(arn.function(), progress.startMillis(), arn.name());
        documents.begun().insert(scope, id, begun);
        documents.running().insert(scope, key, begun);
    }

    ExecutionArn arn() {
        int slash = key.indexOf('/');
        return new ExecutionArn(
                scope, key.substring(0, slash), version, key.substring(slash + 1), id);
    }

    Within within() {
        return within;
    }

    Scope scope() {
        return scope;
    }

    String key() {
        return key;
    }

    Instant now() {
        return within.now();
    }

    Terms terms() {
        return terms;
    }

    void terms(Terms changed) {
        terms = changed;
    }

    Progress progress() {
        return progress;
    }

    Run run() {
        return run;
    }

    void run(Run changed) {
        run = changed;
    }

    @Nullable Checkpointed last() {
        return last;
    }

    void last(@Nullable Checkpointed checkpoint) {
        last = checkpoint;
    }

    boolean isClosed() {
        return progress.endMillis() != null;
    }

    /** What is waited for, and until when; 0 where no time ends it. */
    Map<String, Long> waiting() {
        return waiting;
    }

    /** The operations that changed since the function was last told; changes go through. */
    Set<String> unseen() {
        return unseen;
    }

    /** The operation with an id, or null. */
    @Nullable StoredOperation operation(String operation) {
        StoredOperation changed = operations.get(operation);
        if (changed != null) {
            return changed;
        }
        Stored<StoredOperation> stored =
                readOperations.computeIfAbsent(
                        operation,
                        _ ->
                                documents
                                        .operations()
                                        .find(scope, key + '/' + operation)
                                        .orElse(null));
        return stored == null ? null : stored.value();
    }

    /** Keeps an operation that is new or has changed. */
    void put(StoredOperation operation) {
        operations.put(String.valueOf(operation.operation().get("Id")), operation);
    }

    /** Keeps an operation that begins. */
    void add(LambdaOperation operation) {
        put(StoredOperation.of(progress.operations() + 1, operation));
        progress = progress(progress.operations() + 1, progress.events(), progress.bytes());
    }

    /** Something was brought by a checkpoint. */
    void weigh(@Nullable String payload) {
        if (payload != null) {
            long bytes = payload.getBytes(StandardCharsets.UTF_8).length;
            progress = progress(progress.operations(), progress.events(), progress.bytes() + bytes);
        }
    }

    private Progress progress(int operationCount, int events, long bytes) {
        return new Progress(
                progress.status(),
                progress.startMillis(),
                progress.endMillis(),
                progress.endEvent(),
                operationCount,
                events,
                bytes);
    }

    /** Writes something into the history. */
    void event(UnaryOperator<Event.Builder> event) {
        int number = progress.events() + 1;
        Event.Builder blank = Event.builder().eventId(number).eventTimestamp(now());
        documents
                .events()
                .insert(
                        scope,
                        DurableDocuments.eventId(key, number),
                        StoredEvent.of(event.apply(blank).build()));
        progress = progress(progress.operations(), number, progress.bytes());
    }

    /** Has something looked at when it is due. */
    void wake(Wake.Kind kind, @Nullable String detail, Instant due) {
        String family = arn().functionArn().toString();
        documents.wakes().enqueue(family, due, Wake.of(scope, key, kind, detail).state(), NOTHING);
        within.expect(family, due);
    }

    /** Has the function invoked, unless it is already or will be. */
    void invoke(Instant due) {
        if (run.id() == null && !isClosed()) {
            run = new Run(UUID.randomUUID().toString(), null, 0, run.failures());
            wake(Wake.Kind.RUN, run.id(), due);
        }
    }

    /** Nothing more comes of it. The event that tells of it is the next one. */
    void close(String status, @Nullable String result, @Nullable ErrorObject error) {
        int end = progress.events() + 1;
        event(History.executionEnded(status, result, error, terms.timeoutSeconds()));
        progress =
                new Progress(
                        status,
                        progress.startMillis(),
                        now().toEpochMilli(),
                        end,
                        progress.operations(),
                        progress.events(),
                        progress.bytes());
        documents.running().delete(scope, key);
        waiting.clear();
        unseen.clear();
        run = Run.NONE;
        wake(Wake.Kind.TIMER, null, now().plus(Duration.ofDays(terms.retentionDays())));
    }

    /** The event that tells of the end of one that is closed. */
    StoredEvent ending() {
        return documents
                .events()
                .find(scope, DurableDocuments.eventId(key, progress.endEvent()))
                .orElseThrow()
                .value();
    }

    /** Writes down what changed. */
    void save() {
        StoredExecution value =
                new StoredExecution(
                        id,
                        version,
                        terms,
                        progress,
                        run,
                        Map.copyOf(waiting),
                        List.copyOf(unseen),
                        last);
        if (read == null) {
            documents.executions().insert(scope, key, value);
        } else {
            documents.executions().replace(scope, read, value);
        }
        operations.forEach(this::save);
    }

    private void save(String operation, StoredOperation value) {
        Stored<StoredOperation> stored = readOperations.get(operation);
        if (stored == null) {
            documents.operations().insert(scope, key + '/' + operation, value);
        } else {
            documents.operations().replace(scope, stored, value);
        }
    }
}
