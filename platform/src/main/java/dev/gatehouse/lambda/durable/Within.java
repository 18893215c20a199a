package dev.gatehouse.lambda.durable;

import dev.gatehouse.aws.lambda.ErrorObject;
import dev.gatehouse.lambda.durable.model.DurableDocuments;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A transaction that changes executions, and what others are to hear of once it is kept. */
final class Within {
    private final Transaction transaction;
    private final DurableDocuments documents;
    private final @Nullable Reports reports;
    private final Instant now;
    private final Map<String, Instant> due = new HashMap<>();
    private final List<Execution> changed = new ArrayList<>();

    Within(Transaction transaction, @Nullable Reports reports, Instant now) {
        this.transaction = transaction;
        this.documents = DurableDocuments.of(transaction);
        this.reports = reports;
        this.now = now;
    }

    Transaction transaction() {
        return transaction;
    }

    DurableDocuments documents() {
        return documents;
    }

    Instant now() {
        return now;
    }

    /** The execution under a key as it is now, or null. */
    @Nullable Execution find(Scope scope, String key) {
        return documents
                .executions()
                .find(scope, key)
                .map(read -> Execution.of(this, scope, key, read))
                .orElse(null);
    }

    /** Something of a family is due then. */
    void expect(String family, Instant then) {
        due.merge(family, then, (one, other) -> one.isBefore(other) ? one : other);
    }

    /** An execution begins. */
    void began(Execution execution) {
        changed.add(execution);
        if (reports != null) {
            reports.began(execution);
        }
    }

    /** An execution is closed. */
    void ended(Execution execution, @Nullable String result, @Nullable ErrorObject error) {
        changed.add(execution);
        if (reports != null) {
            reports.ended(execution, result, error);
        }
    }

    /** What is due, by family. */
    Map<String, Instant> due() {
        return due;
    }

    /** The executions that began or were closed. */
    List<Execution> changed() {
        return changed;
    }
}
