package dev.gatehouse.cloudformation.changeset;

import dev.gatehouse.cloudformation.changeset.ChangeSet.State;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Kind;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Stored;
import java.util.List;
import java.util.Optional;

/** The change sets of stacks; a document's id is {@code stackId/name}. */
public final class ChangeSetStore {
    private static final Kind<ChangeSet> CHANGE_SETS =
            new Kind<>("cloudformation.changeset", ChangeSet.class);

    private final Documents<ChangeSet> documents;

    public ChangeSetStore(Store store) {
        this.documents = store.documents(CHANGE_SETS);
    }

    /**
     * @throws dev.gatehouse.store.DuplicateDocumentException when the stack has one of that name
     */
    public void insert(Scope scope, ChangeSet set) {
        documents.insert(scope, id(set.basis().stackId(), set.name()), set);
    }

    public Optional<ChangeSet> find(Scope scope, String stackId, String name) {
        return documents.find(scope, id(stackId, name)).map(Stored::value);
    }

    /** One by its ARN, whichever stack it belongs to. */
    public Optional<ChangeSet> find(Scope scope, String arn) {
        return all(scope, "").stream().filter(set -> set.id().equals(arn)).findFirst();
    }

    /** The sets of nested stacks that were made for one. */
    public List<ChangeSet> nestedIn(Scope scope, ChangeSet parent) {
        if (!parent.request().includeNested()) {
            return List.of();
        }
        return all(scope, "").stream().filter(set -> set.request().isIn(parent)).toList();
    }

    public List<ChangeSet> of(Scope scope, String stackId) {
        return all(scope, stackId + "/");
    }

    public void mark(Scope scope, ChangeSet set, State state) {
        documents.update(
                scope, id(set.basis().stackId(), set.name()), current -> current.as(state));
    }

    public void delete(Scope scope, ChangeSet set) {
        documents.delete(scope, id(set.basis().stackId(), set.name()));
    }

    private List<ChangeSet> all(Scope scope, String prefix) {
        return documents.list(scope, prefix, null, Integer.MAX_VALUE).stream()
                .map(Stored::value)
                .toList();
    }

    private static String id(String stackId, String name) {
        return stackId + "/" + name;
    }
}
