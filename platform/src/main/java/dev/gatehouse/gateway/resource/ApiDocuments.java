package dev.gatehouse.gateway.resource;

import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The documents of one kind that belong to one API, or those that belong to none, in one account
 * and region. Ids are those within the API.
 */
public final class ApiDocuments<T> {
    private static final int PAGE = 500;

    private final Documents<T> documents;
    private final Scope scope;
    private final String prefix;

    ApiDocuments(Documents<T> documents, Scope scope, String prefix) {
        this.documents = documents;
        this.scope = scope;
        this.prefix = prefix;
    }

    /** The document with this id. */
    public Optional<T> find(String id) {
        return documents.find(scope, prefix + id).map(Stored::value);
    }

    /** All documents whose ids start so, in the order of their ids. */
    public List<T> all(String start) {
        List<T> all = new ArrayList<>();
        String after = null;
        List<Stored<T>> page;
        do {
            page = documents.list(scope, prefix + start, after, PAGE);
            page.forEach(stored -> all.add(stored.value()));
            after = page.isEmpty() ? null : page.getLast().id();
        } while (page.size() == PAGE);
        return all;
    }

    /** How many documents there are; reads none of them. */
    public int count() {
        return documents.count(scope, prefix);
    }

    /**
     * Some of the documents.
     *
     * @param position what the page before ended with; null for the first
     * @param limit the most to return
     */
    public Page<T> page(@Nullable String position, int limit) {
        String after = position == null ? null : prefix + position;
        List<Stored<T>> stored = documents.list(scope, prefix, after, limit + 1);
        boolean more = stored.size() > limit;
        List<Stored<T>> shown = more ? stored.subList(0, limit) : stored;
        String next = more ? shown.getLast().id().substring(prefix.length()) : null;
        return new Page<>(shown.stream().map(Stored::value).toList(), next);
    }

    /** Adds a document, or puts it in the place of the one with this id. */
    public void put(String id, T value) {
        if (documents.update(scope, prefix + id, _ -> value).isEmpty()) {
            documents.insert(scope, prefix + id, value);
        }
    }

    /** Deletes a document; false when there was none. */
    public boolean delete(String id) {
        return documents.delete(scope, prefix + id);
    }

    /** Deletes all documents. */
    public void deleteAll() {
        documents.deleteAll(scope, prefix);
    }
}
