package dev.gatehouse.cloudformation.stack;

import dev.gatehouse.cloudformation.template.TemplateErrors;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What stacks export, and who imports it: both change only where neither breaks the other. */
public final class ExportStore {
    private final Store store;

    ExportStore(Store store) {
        this.store = store;
    }

    /** What the stacks that exist offer to each other. */
    public Offers offers(Scope scope) {
        return new Offers(StackStore.read(store.documents(StackStore.STACKS), scope, ""));
    }

    /** Lets a stack import an export, which from then on stays as it is. */
    Optional<Export> take(Scope scope, String stackName, String export) {
        return store.transact(
                transaction -> {
                    Documents<Stack> stacks = transaction.documents(StackStore.STACKS);
                    Optional<Export> found =
                            new Offers(StackStore.read(stacks, scope, "")).named(export);
                    if (found.isPresent()) {
                        stacks.update(scope, stackName, stack -> importing(stack, export));
                    }
                    return found;
                });
    }

    private static Stack importing(Stack stack, String export) {
        Set<String> imports = new HashSet<>(stack.imports());
        imports.add(export);
        return stack.importing(imports);
    }

    /**
     * Changes what a stack offers.
     *
     * @throws dev.gatehouse.kernel.ServiceException ValidationError when other stacks do not allow
     *     it
     */
    public void offer(Scope scope, String stackName, UnaryOperator<Stack> change) {
        store.transact(
                transaction -> {
                    Documents<Stack> stacks = transaction.documents(StackStore.STACKS);
                    Offers offers = new Offers(StackStore.read(stacks, scope, ""));
                    return stacks.update(
                            scope,
                            stackName,
                            before -> {
                                Stack after = change.apply(before);
                                offers.objection(before, after)
                                        .ifPresent(
                                                objection -> {
                                                    throw TemplateErrors.of(objection);
                                                });
                                return after;
                            });
                });
    }
}
