package dev.gatehouse.lambda.durable.model;

import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Kind;
import dev.gatehouse.store.Queue;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Stored;
import dev.gatehouse.store.Transaction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Where executions are kept: each under {@code function/name}, its operations and events below it.
 *
 * @param begun each under {@code function/when/name}, so that they are found by when they began
 * @param running those that have not ended, each under its own key
 * @param wakes what is due, and when
 */
public record DurableDocuments(
        Documents<StoredExecution> executions,
        Documents<StoredOperation> operations,
        Documents<StoredEvent> events,
        Documents<Begun> begun,
        Documents<Begun> running,
        Queue wakes) {
    public static final String QUEUE = "lambda.durable";

    private static final Kind<StoredExecution> EXECUTION =
            new Kind<>("lambda.durable-execution", StoredExecution.class);
    private static final Kind<StoredOperation> OPERATION =
            new Kind<>("lambda.durable-operation", StoredOperation.class);
    private static final Kind<StoredEvent> EVENT =
            new Kind<>("lambda.durable-event", StoredEvent.class);
    private static final Kind<Begun> BEGUN = new Kind<>("lambda.durable-begun", Begun.class);
    private static final Kind<Begun> RUNNING = new Kind<>("lambda.durable-running", Begun.class);
    private static final int PAGE = 500;

    /**
     * That an execution is there.
     *
     * @param name the execution's
     */
    public record Begun(String name) {}

    public static DurableDocuments of(Store store) {
        return new DurableDocuments(
                store.documents(EXECUTION),
                store.documents(OPERATION),
                store.documents(EVENT),
                store.documents(BEGUN),
                store.documents(RUNNING),
                store.queue(QUEUE));
    }

    public static DurableDocuments of(Transaction within) {
        return new DurableDocuments(
                within.documents(EXECUTION),
                within.documents(OPERATION),
                within.documents(EVENT),
                within.documents(BEGUN),
                within.documents(RUNNING),
                within.queue(QUEUE));
    }

    /** Sorts as the numbers do. */
    public static String eventId(String key, int event) {
        return "%s/%09d".formatted(key, event);
    }

    /** Sorts as the instants do at which executions of a function began. */
    public static String begunId(String function, long startMillis, String name) {
        return "%s/%013d/%s".formatted(function, startMillis, name);
    }

    /** The operations of an execution, in the order they were begun. */
    public List<StoredOperation> operations(Scope scope, String key) {
        List<StoredOperation> all = new ArrayList<>();
        String after = null;
        while (true) {
            List<Stored<StoredOperation>> page = operations.list(scope, key + '/', after, PAGE);
            page.forEach(each -> all.add(each.value()));
            if (page.size() < PAGE) {
                break;
            }
            after = page.getLast().id();
        }
        all.sort(Comparator.comparingInt(StoredOperation::order));
        return all;
    }

    /** Forgets an execution and all that belongs to it. */
    public void delete(Scope scope, String key, long startMillis) {
        int slash = key.indexOf('/');
        begun.delete(
                scope, begunId(key.substring(0, slash), startMillis, key.substring(slash + 1)));
        operations.deleteAll(scope, key + '/');
        events.deleteAll(scope, key + '/');
        executions.delete(scope, key);
    }
}
