package dev.gatehouse.cloudformation.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.plan.Plan;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.stack.ResourceDocument;
import dev.gatehouse.cloudformation.stack.ResourceDocument.Attempt;
import dev.gatehouse.cloudformation.stack.ResourceDocument.Standing;
import dev.gatehouse.cloudformation.stack.StackEvent;
import dev.gatehouse.cloudformation.stack.StackResource;
import dev.gatehouse.cloudformation.stack.StackStore;
import dev.gatehouse.cloudformation.template.ResourceDeclaration;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Scope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The resources of one stack while an engine works on it. Each is a document of its own, and every
 * change is stored, together with the events that tell of it, before it returns. Many threads may
 * change it, each another resource.
 */
public final class StackResources {
    private static final Comparator<ResourceDocument> LATEST_FIRST =
            Comparator.comparingLong(ResourceDocument::order).reversed();

    private final StackStore store;
    private final Scope scope;
    private final String stackId;
    private final Map<String, ResourceDocument> current = new ConcurrentHashMap<>();
    private final Map<String, ResourceDocument> past = new ConcurrentHashMap<>();
    private final AtomicLong lastOrder = new AtomicLong();
    private final Consumer<List<StackEvent>> told;

    /**
     * @param told hears of the events that were stored
     */
    public StackResources(
            StackStore store, Scope scope, String stackId, Consumer<List<StackEvent>> told) {
        this.store = store;
        this.scope = scope;
        this.stackId = stackId;
        this.told = told;
        for (ResourceDocument document : store.resources(scope, stackId)) {
            remember(document);
            lastOrder.accumulateAndGet(document.order(), Math::max);
        }
    }

    private void remember(ResourceDocument document) {
        if (document.standing() == Standing.CURRENT) {
            current.put(document.logicalId(), document);
        } else {
            past.put(document.key(), document);
        }
    }

    private @Nullable ResourceDocument replaced(String logicalId) {
        return past.get(ResourceDocument.replacedKey(logicalId));
    }

    /** What exists, by logical id. */
    Map<String, StackResource> existing() {
        Map<String, StackResource> existing = new HashMap<>();
        current.forEach((id, document) -> existing.put(id, document.resource()));
        return existing;
    }

    /** The resources of the stack, latest first. */
    List<ResourceDocument> latestFirst() {
        return current.values().stream().sorted(LATEST_FIRST).toList();
    }

    /** What was replaced or took a place, to be removed when the operation ends; latest first. */
    List<ResourceDocument> pastLatestFirst() {
        return past.values().stream().sorted(LATEST_FIRST).toList();
    }

    @Nullable ResourceDocument find(String logicalId) {
        return current.get(logicalId);
    }

    /** Whether a physical id is that of a resource of this stack. */
    boolean holds(String physicalId) {
        return Stream.concat(current.values().stream(), past.values().stream())
                .anyMatch(one -> one.resource().physicalId().equals(physicalId));
    }

    /** Records that a resource is about to be made; the one whose place it takes is kept. */
    void attempt(
            ResourceDeclaration declared,
            Set<String> needs,
            StackResource planned,
            Attempt attempt,
            StackEvent begun) {
        String id = declared.logicalId();
        ResourceDocument former = current.get(id);
        long order = former == null ? lastOrder.incrementAndGet() : former.order();
        ResourceDocument document =
                new ResourceDocument(id, Standing.CURRENT, order, needs, attempt, null, planned);
        if (former == null) {
            write(List.of(begun), put(document));
        } else {
            StackResource kept = former.resource().with(declared.retention().whenReplaced());
            // What an earlier update replaced, and failed after, is what comes back if at all.
            Standing standing = replaced(id) == null ? Standing.REPLACED : Standing.SUCCESSOR;
            ResourceDocument replaced = former.as(standing).with(kept);
            write(List.of(begun), put(document).andThen(put(replaced)));
            remember(replaced);
        }
        current.put(id, document);
    }

    /** Forgets an attempt of which nothing is left; what it was to replace is back. */
    void abandon(ResourceDocument document) {
        String id = document.logicalId();
        ResourceDocument former = replaced(id);
        if (former == null) {
            remove(document, List.of());
            return;
        }
        ResourceDocument back = former.as(Standing.CURRENT);
        write(List.of(), put(back).andThen(documents -> documents.delete(scope, key(former))));
        current.put(id, back);
        past.remove(former.key());
    }

    /** Whether an unfinished attempt is to take the place of something. */
    boolean replaces(ResourceDocument document) {
        return replaced(document.logicalId()) != null;
    }

    /** Records that a resource is about to be changed. */
    void changing(String logicalId, StackResource wanted, ObjectNode before, StackEvent begun) {
        keep(require(logicalId).changing(wanted, before), List.of(begun));
    }

    /** Keeps what a resource was that another took the place of while it was changed. */
    void renamed(String logicalId, StackResource former) {
        ResourceDocument replaced = require(logicalId).made(former).as(Standing.REPLACED);
        write(List.of(), put(replaced));
        remember(replaced);
    }

    /** Records a resource as it is now. */
    void made(String logicalId, Set<String> needs, StackResource made, List<StackEvent> events) {
        keep(require(logicalId).made(made).needing(needs), events);
    }

    /** Records a resource that existed before it was the stack's, and is no other's. */
    void imported(
            String logicalId, Set<String> needs, StackResource found, List<StackEvent> events) {
        long order = lastOrder.incrementAndGet();
        ResourceDocument taken =
                new ResourceDocument(logicalId, Standing.CURRENT, order, needs, null, null, found);
        store.holders().take(scope, stackId, logicalId, found, () -> keep(taken, events));
    }

    /** Records that a resource is what it was before a change that failed. */
    void reverted(ResourceDocument document, Physical physical) {
        StackResource was = document.resource();
        StackResource back =
                new StackResource(
                        was.type(),
                        physical.id(),
                        physical.attributes(),
                        Objects.requireNonNull(document.before()),
                        was.retention(),
                        was.changed(),
                        was.status(),
                        physical.secret());
        keep(document.made(back), List.of());
    }

    /** Records that a resource could not be made or changed; how far that came stays recorded. */
    void failed(String logicalId, String status, StackEvent event) {
        ResourceDocument document = current.get(logicalId);
        if (document == null) {
            write(List.of(event), documents -> {});
        } else {
            keep(document.with(document.resource().as(status)), List.of(event));
        }
    }

    private ResourceDocument require(String logicalId) {
        return Objects.requireNonNull(current.get(logicalId), logicalId);
    }

    private void keep(ResourceDocument document, List<StackEvent> events) {
        write(events, put(document));
        current.put(document.logicalId(), document);
    }

    /** Forgets a resource that is gone. */
    void remove(ResourceDocument document, List<StackEvent> events) {
        write(events, documents -> documents.delete(scope, key(document)));
        if (document.standing() == Standing.CURRENT) {
            current.remove(document.logicalId());
        } else {
            past.remove(document.key());
        }
    }

    /**
     * Takes over what a plan that is met says of resources that stay as they are: what they depend
     * on, and whether they are left behind.
     */
    void settle(Plan plan) {
        List<ResourceDocument> changed = new ArrayList<>();
        for (ResourceDeclaration declared : plan.order()) {
            ResourceDocument document = current.get(declared.logicalId());
            if (document == null) {
                continue;
            }
            ResourceDocument settled =
                    document.needing(plan.needs(declared))
                            .with(document.resource().with(declared.retention()));
            if (!settled.equals(document)) {
                changed.add(settled);
            }
        }
        if (!changed.isEmpty()) {
            write(
                    List.of(),
                    changed.stream()
                            .map(this::put)
                            .reduce(Consumer::andThen)
                            .orElse(documents -> {}));
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
                    List.of(),
                    put(back)
                            .andThen(documents -> documents.delete(scope, key(former)))
                            .andThen(put(gone)));
            past.remove(former.key());
            remember(back);
            remember(gone);
        }
    }

    private void write(List<StackEvent> events, Consumer<Documents<ResourceDocument>> work) {
        store.writeResources(scope, stackId, events, work);
        told.accept(events);
    }

    /** Encrypts what is secret before the transaction, which may have to make a key for it. */
    private Consumer<Documents<ResourceDocument>> put(ResourceDocument document) {
        String key = key(document);
        ResourceDocument written = store.written(document);
        return documents -> {
            if (documents.update(scope, key, before -> written).isEmpty()) {
                documents.insert(scope, key, written);
            }
        };
    }

    private String key(ResourceDocument document) {
        return StackStore.key(stackId, document);
    }
}
