package dev.gatehouse.iam.repository;

import dev.gatehouse.iam.entity.Entity;
import dev.gatehouse.iam.entity.IamErrors;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.DuplicateDocumentException;
import dev.gatehouse.store.Kind;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Stored;
import dev.gatehouse.store.Transaction;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The roles, the users or the groups of every account, by name whatever its case. */
public final class Catalog<T extends Holder<T>> {
    private final Store store;
    private final Kind<T> documents;
    private final HolderKind kind;

    private Catalog(Store store, Kind<T> documents, HolderKind kind) {
        this.store = store;
        this.documents = documents;
        this.kind = kind;
    }

    public static Catalog<StoredRole> roles(Store store) {
        return new Catalog<>(store, StoredRole.KIND, HolderKind.ROLE);
    }

    public static Catalog<StoredUser> users(Store store) {
        return new Catalog<>(store, StoredUser.KIND, HolderKind.USER);
    }

    public static Catalog<StoredGroup> groups(Store store) {
        return new Catalog<>(store, StoredGroup.KIND, HolderKind.GROUP);
    }

    public HolderKind kind() {
        return kind;
    }

    public Optional<T> find(AccountId account, String name) {
        return all().find(Scope.global(account), Entity.key(name)).map(Stored::value);
    }

    /**
     * @throws ServiceException NoSuchEntity when there is none
     */
    public T get(AccountId account, String name) {
        return find(account, name).orElseThrow(() -> missing(name));
    }

    public List<T> list(AccountId account) {
        return all().list(Scope.global(account), "", null, Integer.MAX_VALUE).stream()
                .map(Stored::value)
                .toList();
    }

    public void insert(AccountId account, T value) {
        insert(all(), account, value);
    }

    private void insert(Documents<T> into, AccountId account, T value) {
        String name = value.entity().name();
        try {
            into.insert(Scope.global(account), Entity.key(name), value);
        } catch (DuplicateDocumentException e) {
            String noun = kind.noun().substring(0, 1).toUpperCase(Locale.ROOT);
            throw IamErrors.alreadyExists(
                    noun + kind.noun().substring(1) + " with name " + name + " already exists.");
        }
    }

    public T update(AccountId account, String name, UnaryOperator<T> change) {
        return all().update(Scope.global(account), Entity.key(name), change)
                .map(Stored::value)
                .orElseThrow(() -> missing(name));
    }

    /**
     * Changes one whose name may change with it.
     *
     * @param also what else depends on the name, in the same transaction
     */
    public void move(
            AccountId account, String name, UnaryOperator<T> change, Consumer<Transaction> also) {
        Scope scope = Scope.global(account);
        String key = Entity.key(name);
        store.transact(
                tx -> {
                    Documents<T> inside = tx.documents(documents);
                    T old =
                            inside.find(scope, key)
                                    .map(Stored::value)
                                    .orElseThrow(() -> missing(name));
                    T changed = change.apply(old);
                    if (Entity.key(changed.entity().name()).equals(key)) {
                        inside.update(scope, key, change);
                    } else {
                        insert(inside, account, changed);
                        inside.delete(scope, key);
                    }
                    also.accept(tx);
                    return changed;
                });
    }

    /**
     * @throws ServiceException DeleteConflict while something hangs on it
     */
    public void delete(AccountId account, String name) {
        delete(account, name, _ -> {});
    }

    /** The same with a check of its own, in the same transaction. */
    public void delete(AccountId account, String name, Consumer<Transaction> check) {
        Scope scope = Scope.global(account);
        String key = Entity.key(name);
        store.transact(
                tx -> {
                    Documents<T> inside = tx.documents(documents);
                    inside.find(scope, key)
                            .map(Stored::value)
                            .orElseThrow(() -> missing(name))
                            .checkDeletable();
                    check.accept(tx);
                    return inside.delete(scope, key);
                });
    }

    public Grants grants(AccountId account, String name) {
        return get(account, name).grants();
    }

    public void regrant(AccountId account, String name, UnaryOperator<Grants> change) {
        update(account, name, each -> each.withGrants(change.apply(each.grants())));
    }

    private Documents<T> all() {
        return store.documents(documents);
    }

    private ServiceException missing(String name) {
        return IamErrors.noSuchHolder(kind.noun(), name);
    }
}
