package dev.gatehouse.gateway.resource;

import static dev.gatehouse.gateway.resource.ServiceErrors.limitExceeded;

import dev.gatehouse.aws.View;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The resources of one type that belong together, in AWS's shapes. */
public final class Repository<T extends View> {
    private final Repositories in;
    private final ResourceType<T> type;
    private final String parentId;
    private final ApiDocuments<Document> documents;

    Repository(Repositories in, ResourceType<T> type, String parentId) {
        this.in = in;
        this.type = type;
        this.parentId = parentId;
        this.documents = in.documents(type.kind(), parentId);
    }

    /** The resource with this id. */
    public Optional<T> find(String id) {
        return documents.find(id).map(type::read);
    }

    /** The resource with this id, or AWS's rejection. */
    public T get(String id) {
        Optional<T> found = find(id);
        if (found.isEmpty()) {
            if (type.naming().parentFirst()) {
                requireParent();
            }
            throw type.naming().missing(id, in.account());
        }
        return found.get();
    }

    /** Rejects, in AWS's words, resources that would belong to what is not there. */
    public Repository<T> requireParent() {
        ResourceType<?> parent = type.naming().parent();
        if (parent != null) {
            int last = parentId.lastIndexOf('/') + 1;
            String above = last == 0 ? "" : parentId.substring(0, last - 1);
            in.of(parent, above).get(parentId.substring(last));
        }
        return this;
    }

    /** Rejects, in AWS's words, one resource more than there may be. */
    public void requireRoom(int most, String rejection) {
        if (documents.count() >= most) {
            throw limitExceeded(rejection);
        }
    }

    /** All resources, in the order of their ids. */
    public List<T> all() {
        return documents.all("").stream().map(type::read).toList();
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

    /** Adds a resource, or puts it in the place of the one with its id. */
    public T put(T value) {
        String id = type.id(value);
        follow(id, value);
        documents.put(id, type.document(value));
        return value;
    }

    /** Deletes a resource; false when there was none. */
    public boolean delete(String id) {
        follow(id, null);
        return documents.delete(id);
    }

    private void follow(String id, @Nullable T after) {
        Index<T> index = type.index();
        if (index != null) {
            index.follow(in, parentId, find(id).orElse(null), after);
        }
    }

    /** Deletes all resources. */
    public void deleteAll() {
        if (type.index() != null) {
            type.index().clear(in, parentId);
        }
        documents.deleteAll();
    }
}
