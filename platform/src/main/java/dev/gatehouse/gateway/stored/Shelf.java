package dev.gatehouse.gateway.stored;

import dev.gatehouse.aws.View;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Stored;
import dev.gatehouse.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The resources of one sort in one account and region, as one transaction sees them. Ids of
 * children are paths that start with their API's id.
 */
public final class Shelf<T extends View> {
    private static final int PAGE = 500;

    private final Documents<Fields> documents;
    private final Scope scope;
    private final Form<T> form;

    public Shelf(Transaction transaction, Scope scope, Form<T> form) {
        this.documents = transaction.documents(form.kind());
        this.scope = scope;
        this.form = form;
    }

    /** The resource with this id. */
    public Optional<T> find(String id) {
        return documents.find(scope, id).map(stored -> form.read(stored.value()));
    }

    /** All resources whose ids start with a prefix, in the order of their ids. */
    public List<T> all(String prefix) {
        List<T> all = new ArrayList<>();
        String after = null;
        List<Stored<Fields>> page;
        do {
            page = documents.list(scope, prefix, after, PAGE);
            page.forEach(stored -> all.add(form.read(stored.value())));
            after = page.isEmpty() ? null : page.getLast().id();
        } while (page.size() == PAGE);
        return all;
    }

    /** How many resources have ids that start with a prefix. */
    public int count(String prefix) {
        return documents.count(scope, prefix);
    }

    /**
     * Some of the resources whose ids start with a prefix.
     *
     * @param position what the page before ended with; null for the first
     * @param limit the most to return
     */
    public Page<T> page(String prefix, @Nullable String position, int limit) {
        String after = position == null ? null : prefix + position;
        List<Stored<Fields>> stored = documents.list(scope, prefix, after, limit + 1);
        boolean more = stored.size() > limit;
        List<Stored<Fields>> shown = more ? stored.subList(0, limit) : stored;
        String next = more ? shown.getLast().id().substring(prefix.length()) : null;
        return new Page<>(shown.stream().map(each -> form.read(each.value())).toList(), next);
    }

    /** Adds a resource, or puts it in the place of the one with this id. */
    public T put(String id, T value) {
        Fields fields = form.fields(value);
        if (documents.update(scope, id, _ -> fields).isEmpty()) {
            documents.insert(scope, id, fields);
        }
        return value;
    }

    /** Deletes a resource; false when there was none. */
    public boolean delete(String id) {
        return documents.delete(scope, id);
    }

    /** Deletes all resources whose ids start with a prefix. */
    public void deleteAll(String prefix) {
        documents.deleteAll(scope, prefix);
    }
}
