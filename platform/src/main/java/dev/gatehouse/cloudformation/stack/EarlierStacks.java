package dev.gatehouse.cloudformation.stack;

import dev.gatehouse.cloudformation.stack.ResourceDocument.Standing;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Kind;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import java.util.Map;
import java.util.Objects;

/** Stacks as an earlier node stored them: with their resources within. */
public final class EarlierStacks {
    private static final Kind<Earlier> EARLIER = new Kind<>("cloudformation.stack", Earlier.class);

    /** A stack that held its resources itself. */
    record Earlier(Map<String, StackResource> resources) {
        Earlier {
            resources = Objects.requireNonNullElse(resources, Map.of());
        }
    }

    private final Store store;

    public EarlierStacks(Store store) {
        this.store = store;
    }

    /** Takes the resources out of a stack that was stored before they were documents themselves. */
    public void adopt(Scope scope, Stack stack) {
        Map<String, StackResource> within =
                store.documents(EARLIER)
                        .find(scope, stack.name())
                        .map(found -> found.value().resources())
                        .orElse(Map.of());
        if (within.isEmpty()) {
            return;
        }
        store.transact(
                transaction -> {
                    Documents<ResourceDocument> documents =
                            transaction.documents(StackStore.RESOURCES);
                    long order = 0;
                    for (Map.Entry<String, StackResource> entry : within.entrySet()) {
                        ResourceDocument document =
                                new ResourceDocument(
                                        entry.getKey(),
                                        Standing.CURRENT,
                                        ++order,
                                        null,
                                        null,
                                        null,
                                        entry.getValue());
                        documents.insert(scope, StackStore.key(stack.id(), document), document);
                    }
                    return transaction
                            .documents(StackStore.STACKS)
                            .update(scope, stack.name(), old -> old);
                });
    }
}
