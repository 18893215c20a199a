package dev.gatehouse.gateway.resource;

import dev.gatehouse.aws.View;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The resources of one sort that belong to one API, or the APIs themselves, in AWS's shapes. */
public final class Repository<T extends View> {
    private final ApiDocuments<Document> documents;
    private final ResourceType<T> type;

    Repository(ApiDocuments<Document> documents, ResourceType<T> type) {
        this.documents = documents;
        this.type = type;
    }

    /** The resource with this id. */
    public Optional<T> find(String id) {
        return documents.find(id).map(type::read);
    }

    /** All resources, in the order of their ids. */
    public List<T> all() {
        return documents.all("").stream().map(type::read).toList();
    }

    /** How many resources there are; reads none of them. */
    public int count() {
        return documents.count();
    }

    /**
     * Some of the resources.
     *
     * @param position what the page before ended with; null for the first
     * @param limit the most to return
     */
    public Page<T> page(@Nullable String position, int limit) {
        Page<Document> page = documents.page(position, limit);
        return new Page<>(page.items().stream().map(type::read).toList(), page.next());
    }

    /** Adds a resource, or puts it in the place of the one with this id. */
    public T put(String id, T value) {
        documents.put(id, type.document(value));
        return value;
    }

    /** Deletes a resource; false when there was none. */
    public boolean delete(String id) {
        return documents.delete(id);
    }

    /** Deletes all resources. */
    public void deleteAll() {
        documents.deleteAll();
    }
}
