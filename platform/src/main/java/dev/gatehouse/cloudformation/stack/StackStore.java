package dev.gatehouse.cloudformation.stack;

import dev.gatehouse.cloudformation.stack.ResourceDocument.Standing;
import dev.gatehouse.identity.secret.Secrets;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Kind;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Stored;
import dev.gatehouse.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Stacks by name while they live and by id once deleted, and their events. A deleted stack can
 * still be described by its id, as on AWS.
 */
public final class StackStore {
    static final Kind<Stack> STACKS = new Kind<>("cloudformation.stack", Stack.class);
    private static final Kind<Stack> DELETED = new Kind<>("cloudformation.deleted", Stack.class);
    static final Kind<ResourceDocument> RESOURCES =
            new Kind<>("cloudformation.resource", ResourceDocument.class);
    private static final Kind<Operation> OPERATIONS =
            new Kind<>("cloudformation.operation", Operation.class);
    private static final Kind<Former> FORMERS = new Kind<>("cloudformation.former", Former.class);
    private static final Kind<StackEvent> EVENTS =
            new Kind<>("cloudformation.event", StackEvent.class);

    private static final int PAGE = 500;

    /** How long AWS tells of a deleted stack. */
    private static final Duration REMEMBERED = Duration.ofDays(90);

    private final Store store;
    private final SecretAttributes secretAttributes;
    private final Holders holders = new Holders(this);
    private final AtomicLong sequence = new AtomicLong();

    /**
     * @param secrets encrypts attributes of resources that are secrets
     */
    public StackStore(Store store, Secrets secrets) {
        this.store = store;
        this.secretAttributes = new SecretAttributes(secrets);
    }

    /** The stacks that exist, by name. */
    public Documents<Stack> stacks() {
        return store.documents(STACKS);
    }

    /** A stack by name or id; one that is deleted by its id alone. */
    public Optional<Stack> find(Scope scope, String nameOrId) {
        if (!nameOrId.startsWith("arn:")) {
            return stacks().find(scope, nameOrId).map(Stored::value);
        }
        return stacks().find(scope, nameOf(nameOrId))
                .filter(stored -> stored.value().id().equals(nameOrId))
                .or(() -> store.documents(DELETED).find(scope, nameOrId))
                .map(Stored::value);
    }

    /** What exists of a stack, by logical id, in the order in which it was made. */
    public Map<String, StackResource> existing(Scope scope, String stackId) {
        Map<String, StackResource> existing = new LinkedHashMap<>();
        for (ResourceDocument document : resources(scope, stackId)) {
            if (document.standing() == Standing.CURRENT) {
                existing.put(document.logicalId(), document.resource());
            }
        }
        return existing;
    }

    /** The resources of a stack, in the order in which they were made. */
    public List<ResourceDocument> resources(Scope scope, String stackId) {
        List<ResourceDocument> resources = read(store.documents(RESOURCES), scope, stackId + "/");
        resources.replaceAll(secretAttributes::decrypted);
        resources.sort(Comparator.comparingLong(ResourceDocument::order));
        return resources;
    }

    /** Changes resources of a stack and tells of it: all of what {@code work} does, or nothing. */
    public void writeResources(
            Scope scope,
            String stackId,
            List<StackEvent> events,
            Consumer<Documents<ResourceDocument>> work) {
        store.transact(
                transaction -> {
                    work.accept(transaction.documents(RESOURCES));
                    events.forEach(event -> add(transaction, scope, stackId, event));
                    return true;
                });
    }

    /** A resource's document as it is to be written. */
    public ResourceDocument written(ResourceDocument document) {
        return secretAttributes.encrypted(document);
    }

    private void add(Transaction transaction, Scope scope, String stackId, StackEvent event) {
        transaction.documents(EVENTS).insert(scope, eventId(stackId, event), event);
    }

    /** The id of a resource's document. */
    public static String key(String stackId, ResourceDocument document) {
        return stackId + "/" + document.key();
    }

    /**
     * Takes a stack for an operation.
     *
     * @param seen the stack as the operation knows it
     * @param taken the stack as it is then
     * @param event tells of it
     * @return whether it still was as seen; false when another operation came first
     */
    public boolean take(
            Scope scope, Stack seen, Stack taken, Operation operation, StackEvent event) {
        return store.transact(
                transaction -> {
                    Documents<Stack> stacks = transaction.documents(STACKS);
                    Optional<Stored<Stack>> found = stacks.find(scope, seen.name());
                    if (found.isEmpty() || !found.get().value().equals(seen)) {
                        return false;
                    }
                    stacks.replace(scope, found.get(), taken);
                    Documents<Operation> operations = transaction.documents(OPERATIONS);
                    operations.delete(scope, seen.id());
                    operations.insert(scope, seen.id(), operation);
                    add(transaction, scope, seen.id(), event);
                    return true;
                });
    }

    /** What is being done to a stack; absent for one that an older node worked on. */
    public Optional<Operation> operation(Scope scope, String stackId) {
        return store.documents(OPERATIONS).find(scope, stackId).map(Stored::value);
    }

    /**
     * Wants an update no longer.
     *
     * @return whether there is one that can still go back
     */
    public boolean cancel(Scope scope, Stack stack) {
        return store.transact(
                transaction -> {
                    boolean updating =
                            transaction
                                    .documents(STACKS)
                                    .find(scope, stack.name())
                                    .map(found -> found.value().status())
                                    .filter("UPDATE_IN_PROGRESS"::equals)
                                    .isPresent();
                    return updating
                            && transaction
                                    .documents(OPERATIONS)
                                    .update(scope, stack.id(), Operation::asCancelled)
                                    .isPresent();
                });
    }

    /** Nothing is being done to a stack any more, unless another operation began already. */
    public void end(Scope scope, String stackId) {
        store.transact(
                transaction -> {
                    boolean begun =
                            transaction
                                    .documents(STACKS)
                                    .find(scope, nameOf(stackId))
                                    .map(Stored::value)
                                    .filter(stack -> stack.id().equals(stackId))
                                    .filter(Stack::inProgress)
                                    .isPresent();
                    if (!begun) {
                        transaction.documents(OPERATIONS).delete(scope, stackId);
                    }
                    return begun;
                });
    }

    /** Keeps what a nested stack is before its parent changes it. */
    public void remember(Scope scope, String stackId, Former former) {
        store.transact(
                transaction -> {
                    transaction.documents(FORMERS).delete(scope, stackId);
                    return transaction.documents(FORMERS).insert(scope, stackId, former);
                });
    }

    /** What a nested stack was before its parent last changed it. */
    public Optional<Former> former(Scope scope, String stackId) {
        return store.documents(FORMERS).find(scope, stackId).map(Stored::value);
    }

    /** Every stack, also the deleted ones. */
    public List<Stack> all(Scope scope) {
        List<Stack> all = read(stacks(), scope, "");
        all.addAll(read(store.documents(DELETED), scope, ""));
        return all;
    }

    static <T> List<T> read(Documents<T> documents, Scope scope, String prefix) {
        List<T> all = new ArrayList<>();
        String after = null;
        List<Stored<T>> page;
        do {
            page = documents.list(scope, prefix, after, PAGE);
            page.forEach(stored -> all.add(stored.value()));
            after = page.isEmpty() ? null : page.getLast().id();
        } while (page.size() == PAGE);
        return all;
    }

    /** Which stacks have what exists. */
    public Holders holders() {
        return holders;
    }

    /** What stacks share. */
    public ExportStore exports() {
        return new ExportStore(store);
    }

    /**
     * Keeps a stack that is gone under its id, and frees its name at the same time. Those that are
     * gone for long are forgotten, with what happened to them.
     */
    public void bury(Scope scope, Stack stack, Instant now) {
        store.transact(
                transaction -> {
                    transaction.documents(STACKS).delete(scope, stack.name());
                    transaction.documents(RESOURCES).deleteAll(scope, stack.id() + "/");
                    transaction.documents(OPERATIONS).delete(scope, stack.id());
                    transaction.documents(FORMERS).delete(scope, stack.id());
                    return transaction
                            .documents(DELETED)
                            .insert(scope, stack.id(), stack.gone(now));
                });
        Instant oldest = now.minus(REMEMBERED);
        for (Stack gone : read(store.documents(DELETED), scope, "")) {
            Instant deleted = gone.times().deleted();
            if (deleted != null && deleted.isBefore(oldest)) {
                store.documents(EVENTS).deleteAll(scope, gone.id() + "/");
                store.documents(DELETED).delete(scope, gone.id());
                store.documents(Audiences.AUDIENCES).delete(scope, gone.id());
            }
        }
    }

    public void addEvent(Scope scope, String stackId, StackEvent event) {
        store.documents(EVENTS).insert(scope, eventId(stackId, event), event);
    }

    /** Changes a stack and tells of it, both or neither. */
    public void update(
            Scope scope,
            String name,
            String stackId,
            UnaryOperator<Stack> change,
            StackEvent event) {
        String id = eventId(stackId, event);
        store.transact(
                transaction -> {
                    transaction.documents(STACKS).update(scope, name, change);
                    return transaction.documents(EVENTS).insert(scope, id, event);
                });
    }

    /** Sorts as it happened. */
    private String eventId(String stackId, StackEvent event) {
        long next = sequence.getAndIncrement() % 1_000_000;
        return "%s/%020d%06d".formatted(stackId, event.at().toEpochMilli(), next);
    }

    /** A stack's events, newest first. */
    public List<StackEvent> events(Scope scope, String stackId) {
        return read(store.documents(EVENTS), scope, stackId + "/").reversed();
    }

    private static String nameOf(String id) {
        String[] parts = id.split("/");
        return parts.length > 1 ? parts[1] : id;
    }
}
