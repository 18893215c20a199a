package dev.gatehouse.cloudformation.stack;

import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Kind;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Stacks by name while they live and by id once deleted, and their events. A deleted stack can
 * still be described by its id, as on AWS.
 */
final class StackStore {
    private static final Kind<Stack> STACKS = new Kind<>("cloudformation.stack", Stack.class);
    private static final Kind<StackEvent> EVENTS =
            new Kind<>("cloudformation.event", StackEvent.class);
    private static final int PAGE = 500;

    private final Store store;
    private final AtomicLong sequence = new AtomicLong();

    StackStore(Store store) {
        this.store = store;
    }

    Documents<Stack> stacks() {
        return store.documents(STACKS);
    }

    /** A stack by name or id. */
    Optional<Stack> find(Scope scope, String nameOrId) {
        if (!nameOrId.startsWith("arn:")) {
            return stacks().find(scope, nameOrId).map(Stored::value);
        }
        return stacks().find(scope, nameOrId)
                .or(() -> stacks().find(scope, nameOf(nameOrId)))
                .map(Stored::value)
                .filter(stack -> stack.id().equals(nameOrId));
    }

    /** Every stack, also the deleted ones. */
    List<Stack> all(Scope scope) {
        List<Stack> all = new ArrayList<>();
        String after = null;
        List<Stored<Stack>> page;
        do {
            page = stacks().list(scope, "", after, PAGE);
            page.forEach(stored -> all.add(stored.value()));
            after = page.isEmpty() ? null : page.getLast().id();
        } while (page.size() == PAGE);
        return all;
    }

    /** What the stacks that exist export, by name. */
    Map<String, Export> exports(Scope scope) {
        Map<String, Export> exports = new TreeMap<>();
        for (Stack stack : all(scope)) {
            if (stack.times().deleted() == null) {
                stack.exports().forEach(export -> exports.put(export.name(), export));
            }
        }
        return exports;
    }

    /** Keeps a stack that is gone under its id, and frees its name in the same moment. */
    void bury(Scope scope, Stack stack) {
        store.transact(
                transaction -> {
                    Documents<Stack> stacks = transaction.documents(STACKS);
                    stacks.delete(scope, stack.name());
                    return stacks.insert(scope, stack.id(), stack);
                });
    }

    void addEvent(Scope scope, String stackId, StackEvent event) {
        String order =
                "%020d%06d"
                        .formatted(
                                event.at().toEpochMilli(), sequence.getAndIncrement() % 1_000_000);
        store.documents(EVENTS).insert(scope, stackId + "/" + order, event);
    }

    /** A stack's events, newest first. */
    List<StackEvent> events(Scope scope, String stackId) {
        List<StackEvent> events = new ArrayList<>();
        @Nullable String after = null;
        List<Stored<StackEvent>> page;
        do {
            page = store.documents(EVENTS).list(scope, stackId + "/", after, PAGE);
            page.forEach(stored -> events.add(stored.value()));
            after = page.isEmpty() ? null : page.getLast().id();
        } while (page.size() == PAGE);
        return events.reversed();
    }

    private static String nameOf(String id) {
        String[] parts = id.split("/");
        return parts.length > 1 ? parts[1] : id;
    }
}
