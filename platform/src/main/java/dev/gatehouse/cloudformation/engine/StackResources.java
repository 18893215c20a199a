package dev.gatehouse.cloudformation.engine;

import dev.gatehouse.cloudformation.stack.ResourceDocument;
import dev.gatehouse.cloudformation.stack.ResourceDocument.Attempt;
import dev.gatehouse.cloudformation.stack.ResourceDocument.Standing;
import dev.gatehouse.cloudformation.stack.StackResource;
import dev.gatehouse.cloudformation.stack.StackStore;
import dev.gatehouse.cloudformation.template.ResourceDeclaration;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The resources of one stack while an engine works on it. Each is a document of its own, and every
 * change is stored before it returns, so that a step writes no more than what it changes.
 */
public final class StackResources {
    private final StackStore store;
    private final Scope scope;
    private final String stackId;
    private final Map<String, ResourceDocument> current = new LinkedHashMap<>();
    private final Map<String, ResourceDocument> past = new LinkedHashMap<>();

    public StackResources(StackStore store, Scope scope, String stackId) {
        this.store = store;
        this.scope = scope;
        this.stackId = stackId;
        for (ResourceDocument document : store.resources(scope, stackId)) {
            of(document.standing()).put(document.logicalId(), document);
        }
    }

    private Map<String, ResourceDocument> of(Standing standing) {
        return standing == Standing.CURRENT ? current : past;
    }

    /** What exists, by logical id, in the order in which it was made. */
    Map<String, StackResource> existing() {
        Map<String, StackResource> existing = new LinkedHashMap<>();
        current.forEach((id, document) -> existing.put(id, document.resource()));
        return existing;
    }

    /** The resources of the stack, latest first. */
    List<ResourceDocument> latestFirst() {
        return List.copyOf(current.values()).reversed();
    }

    /** What was replaced or took a place, to be removed when the operation ends; latest first. */
    List<ResourceDocument> pastLatestFirst() {
        return List.copyOf(past.values()).reversed();
    }

    @Nullable StackResource find(String logicalId) {
        ResourceDocument document = current.get(logicalId);
        return document == null ? null : document.resource();
    }

    /** Whether a physical id is that of a resource of this stack. */
    boolean holds(String physicalId) {
        return current.values().stream().anyMatch(one -> isOf(one, physicalId))
                || past.values().stream().anyMatch(one -> isOf(one, physicalId));
    }

    private static boolean isOf(ResourceDocument document, String physicalId) {
        return document.resource().physicalId().equals(physicalId);
    }

    /** Records that a resource is about to be made; the one whose place it takes is kept. */
    void attempt(ResourceDeclaration declared, StackResource planned, Attempt attempt) {
        String id = declared.logicalId();
        ResourceDocument former = current.get(id);
        long order = former == null ? next() : former.order();
        ResourceDocument document =
                new ResourceDocument(id, Standing.CURRENT, order, attempt, planned);
        ResourceDocument replaced =
                former == null
                        ? null
                        : former.as(Standing.REPLACED)
                                .with(former.resource().with(declared.retention().whenReplaced()));
        write(
                documents -> {
                    put(documents, document);
                    if (replaced != null) {
                        put(documents, replaced);
                    }
                });
        current.put(id, document);
        if (replaced != null) {
            past.put(id, replaced);
        }
    }

    /** Forgets an attempt that made nothing; what it would have replaced is back. */
    void abandon(String logicalId, @Nullable StackResource former) {
        ResourceDocument document = current.get(logicalId);
        if (document == null) {
            return;
        }
        ResourceDocument back = former == null ? null : document.made(former);
        write(
                documents -> {
                    if (back == null) {
                        documents.delete(scope, key(document));
                    } else {
                        put(documents, back);
                        documents.delete(scope, key(document.as(Standing.REPLACED)));
                    }
                });
        if (back == null) {
            current.remove(logicalId);
        } else {
            current.put(logicalId, back);
            past.remove(logicalId);
        }
    }

    /** Records a resource as it is now. */
    void keep(String logicalId, StackResource resource) {
        ResourceDocument document =
                Objects.requireNonNull(current.get(logicalId), logicalId).made(resource);
        write(documents -> put(documents, document));
        current.put(logicalId, document);
    }

    /** Forgets a resource that is gone. */
    void remove(ResourceDocument document) {
        write(documents -> documents.delete(scope, key(document)));
        of(document.standing()).remove(document.logicalId());
    }

    /** Takes over what a plan says: its order, since a changed one may refer to a later one. */
    void arrange(List<ResourceDeclaration> order) {
        List<ResourceDocument> moved = new ArrayList<>();
        for (ResourceDeclaration declared : order) {
            ResourceDocument document = current.remove(declared.logicalId());
            if (document != null) {
                current.put(declared.logicalId(), document);
            }
        }
        long position = 0;
        for (ResourceDocument document : List.copyOf(current.values())) {
            if (document.order() != ++position) {
                moved.add(document.at(position));
            }
        }
        change(moved);
    }

    /** Takes over what a plan that is met says of leaving resources behind. */
    void settle(List<ResourceDeclaration> order) {
        List<ResourceDocument> settled = new ArrayList<>();
        for (ResourceDeclaration declared : order) {
            ResourceDocument document = current.get(declared.logicalId());
            if (document != null && !document.resource().retention().equals(declared.retention())) {
                settled.add(document.with(document.resource().with(declared.retention())));
            }
        }
        change(settled);
    }

    private void change(List<ResourceDocument> changed) {
        if (!changed.isEmpty()) {
            write(documents -> changed.forEach(document -> put(documents, document)));
            changed.forEach(document -> current.put(document.logicalId(), document));
        }
    }

    /** Brings back the resources that others replaced; those others are to be removed then. */
    void reinstate() {
        for (ResourceDocument former : pastLatestFirst()) {
            ResourceDocument successor = current.get(former.logicalId());
            if (former.standing() != Standing.REPLACED || successor == null) {
                continue;
            }
            ResourceDocument back = former.as(Standing.CURRENT);
            ResourceDocument gone = successor.as(Standing.SUCCESSOR);
            write(
                    documents -> {
                        put(documents, back);
                        documents.delete(scope, key(former));
                        put(documents, gone);
                    });
            current.put(back.logicalId(), back);
            past.put(gone.logicalId(), gone);
        }
    }

    private long next() {
        return current.values().stream().mapToLong(ResourceDocument::order).max().orElse(0) + 1;
    }

    private void write(Consumer<Documents<ResourceDocument>> work) {
        store.writeResources(work);
    }

    private void put(Documents<ResourceDocument> documents, ResourceDocument document) {
        String key = key(document);
        if (documents.update(scope, key, before -> document).isEmpty()) {
            documents.insert(scope, key, document);
        }
    }

    private String key(ResourceDocument document) {
        return document.key(stackId);
    }
}
