package dev.gatehouse.kms;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.DuplicateDocumentException;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Stored;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The keys and aliases of every account and region. A key whose time has come is gone with its
 * aliases, whoever looks first.
 */
final class KeyCatalog {
    static final String ALIAS = "alias/";
    static final String KEY = "key/";

    private final Store store;
    private final Documents<StoredKey> keys;
    private final Documents<StoredAlias> aliases;
    private final Clock clock;

    KeyCatalog(Store store, Clock clock) {
        this.store = store;
        this.keys = store.documents(StoredKey.KIND);
        this.aliases = store.documents(StoredAlias.KIND);
        this.clock = clock;
    }

    /** A key where it lives. */
    record Found(Scope scope, StoredKey key) {
        String arn() {
            return KeyCatalog.arn(scope, KEY + key.id());
        }
    }

    static String arn(Scope scope, String resource) {
        return Arn.of("kms", scope.region(), scope.account(), resource).toString();
    }

    /**
     * A key by its id, ARN, or the name or ARN of an alias.
     *
     * @throws dev.gatehouse.kernel.ServiceException NotFoundException
     */
    Found require(Scope caller, String reference) {
        Scope scope = scope(caller, reference);
        String resource = resource(reference);
        if (resource.startsWith(ALIAS)) {
            StoredAlias alias =
                    alias(scope, resource)
                            .orElseThrow(
                                    () ->
                                            KmsErrors.absent(
                                                    "Alias %s is not found.",
                                                    arn(scope, resource)));
            return requireId(scope, alias.keyId());
        }
        return requireId(
                scope, resource.startsWith(KEY) ? resource.substring(KEY.length()) : resource);
    }

    /** The same for operations that know no aliases. */
    Found requireKey(Scope caller, String reference) {
        if (resource(reference).startsWith(ALIAS)) {
            throw KmsErrors.absent("Invalid keyId '%s'", reference);
        }
        return require(caller, reference);
    }

    /** And for those by which an account manages keys of its own alone ("Cross-account use"). */
    Found requireOwn(Scope caller, String reference) {
        Found found = requireKey(caller, reference);
        if (!found.scope().equals(caller)) {
            throw KmsErrors.absent("Key '%s' does not exist", found.arn());
        }
        return found;
    }

    /** A key, if there is one of that name. */
    Optional<Found> find(Scope caller, String reference) {
        Scope scope = scope(caller, reference);
        String resource = resource(reference);
        String id =
                resource.startsWith(ALIAS)
                        ? alias(scope, resource).map(StoredAlias::keyId).orElse("")
                        : resource.startsWith(KEY) ? resource.substring(KEY.length()) : resource;
        return byId(scope, id).map(key -> new Found(scope, key));
    }

    private Found requireId(Scope scope, String id) {
        return byId(scope, id)
                .map(key -> new Found(scope, key))
                .orElseThrow(
                        () -> KmsErrors.absent("Key '%s' does not exist", arn(scope, KEY + id)));
    }

    private Optional<StoredKey> byId(Scope scope, String id) {
        Optional<StoredKey> found = keys.find(scope, id).map(Stored::value);
        if (found.isPresent() && found.get().isGone(clock.now())) {
            forget(scope, id);
            return Optional.empty();
        }
        return found;
    }

    /** A key whose time has come, and the aliases that it still has. */
    private void forget(Scope scope, String id) {
        store.transact(
                transaction -> {
                    Documents<StoredAlias> all = transaction.documents(StoredAlias.KIND);
                    all.list(scope, "", null, Integer.MAX_VALUE).stream()
                            .filter(alias -> alias.value().keyId().equals(id))
                            .forEach(alias -> all.delete(scope, alias.id()));
                    return transaction.documents(StoredKey.KIND).delete(scope, id);
                });
    }

    private static String resource(String reference) {
        return Arn.parse(reference).map(Arn::resource).orElse(reference);
    }

    /** Where what a request names lives: in another account only where its ARN says so. */
    private static Scope scope(Scope caller, String reference) {
        Optional<Arn> arn = Arn.parse(reference);
        if (arn.isEmpty()) {
            return caller;
        }
        if (!arn.get().service().equals("kms") || !arn.get().account().matches("\\d{12}")) {
            throw KmsErrors.of("InvalidArnException", "Invalid arn %s", reference);
        }
        if (!arn.get().region().equals(caller.region().name())) {
            throw KmsErrors.of("InvalidArnException", "Invalid arn %s", arn.get().region());
        }
        return new Scope(new AccountId(arn.get().account()), new Region(arn.get().region()));
    }

    void insert(Scope scope, StoredKey key) {
        keys.insert(scope, key.id(), key);
    }

    StoredKey update(Found found, UnaryOperator<StoredKey> change) {
        return keys.update(found.scope(), found.key().id(), change)
                .map(Stored::value)
                .orElseThrow(() -> KmsErrors.absent("Key '%s' does not exist", found.arn()));
    }

    List<StoredKey> keys(Scope scope, String after, int most) {
        return keys.list(scope, "", after.isEmpty() ? null : after, most).stream()
                .map(Stored::value)
                .toList();
    }

    List<StoredAlias> aliases(Scope scope) {
        return aliases.list(scope, "", null, Integer.MAX_VALUE).stream()
                .map(Stored::value)
                .toList();
    }

    List<StoredAlias> aliasesOf(Scope scope, String keyId) {
        return aliases(scope).stream().filter(alias -> alias.keyId().equals(keyId)).toList();
    }

    Optional<StoredAlias> alias(Scope scope, String name) {
        return aliases.find(scope, name).map(Stored::value);
    }

    void insert(Scope scope, StoredAlias alias) {
        try {
            aliases.insert(scope, alias.name(), alias);
        } catch (DuplicateDocumentException duplicate) {
            throw KmsErrors.of(
                    "AlreadyExistsException",
                    "An alias with the name %s already exists",
                    arn(scope, alias.name()));
        }
    }

    void update(Scope scope, String name, UnaryOperator<StoredAlias> change) {
        if (aliases.update(scope, name, change).isEmpty()) {
            throw KmsErrors.absent("Alias %s is not found.", arn(scope, name));
        }
    }

    void deleteAlias(Scope scope, String name) {
        if (!aliases.delete(scope, name)) {
            throw KmsErrors.absent("Alias %s is not found.", arn(scope, name));
        }
    }
}
