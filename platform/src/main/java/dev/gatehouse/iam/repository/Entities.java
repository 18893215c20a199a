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
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The roles or the users of every account, by name whatever its case. */
final class Entities<T> {
    private final Store store;
    private final Kind<T> kind;
    private final String noun;
    private final Function<T, Entity> entity;

    /**
     * @param noun what one of them is called in rejections: {@code Role}
     */
    Entities(Store store, Kind<T> kind, String noun, Function<T, Entity> entity) {
        this.store = store;
        this.kind = kind;
        this.noun = noun;
        this.entity = entity;
    }

    Optional<T> find(AccountId account, String name) {
        return documents().find(Scope.global(account), Entity.key(name)).map(Stored::value);
    }

    T get(AccountId account, String name) {
        return find(account, name).orElseThrow(() -> missing(name));
    }

    List<T> list(AccountId account) {
        return documents().list(Scope.global(account), "", null, Integer.MAX_VALUE).stream()
                .map(Stored::value)
                .toList();
    }

    void insert(AccountId account, T value) {
        String name = entity.apply(value).name();
        try {
            documents().insert(Scope.global(account), Entity.key(name), value);
        } catch (DuplicateDocumentException e) {
            throw IamErrors.alreadyExists(noun + " with name " + name + " already exists.");
        }
    }

    T update(AccountId account, String name, UnaryOperator<T> change) {
        return documents()
                .update(Scope.global(account), Entity.key(name), change)
                .map(Stored::value)
                .orElseThrow(() -> missing(name));
    }

    /**
     * @param check throws when the one there is may not be deleted
     */
    void delete(AccountId account, String name, Consumer<T> check) {
        Scope scope = Scope.global(account);
        String key = Entity.key(name);
        store.transact(
                tx -> {
                    Documents<T> inside = tx.documents(kind);
                    check.accept(
                            inside.find(scope, key)
                                    .map(Stored::value)
                                    .orElseThrow(() -> missing(name)));
                    return inside.delete(scope, key);
                });
    }

    private Documents<T> documents() {
        return store.documents(kind);
    }

    private ServiceException missing(String name) {
        return IamErrors.noSuchHolder(noun.toLowerCase(Locale.ROOT), name);
    }
}
