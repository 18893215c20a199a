package dev.gatehouse.secretsmanager;

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
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;

/** The secrets of every account and region. One whose time has come is gone for all. */
final class SecretCatalog {
    private static final String RESOURCE = "secret:";
    private static final String LETTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int SUFFIX = 6;

    private final Store store;
    private final Documents<StoredSecret> documents;
    private final Clock clock;

    SecretCatalog(Store store, Clock clock) {
        this.store = store;
        this.documents = store.documents(StoredSecret.KIND);
        this.clock = clock;
    }

    /** A secret where it lives. */
    record Found(Scope scope, StoredSecret secret) {}

    static String newArn(Scope scope, String name) {
        StringBuilder suffix = new StringBuilder("-");
        for (int index = 0; index < SUFFIX; index++) {
            suffix.append(LETTERS.charAt(ThreadLocalRandom.current().nextInt(LETTERS.length())));
        }
        return arn(scope, name + suffix);
    }

    static String arn(Scope scope, String resource) {
        return Arn.of("secretsmanager", scope.region(), scope.account(), RESOURCE + resource)
                .toString();
    }

    /** A secret by its name, its ARN, or its ARN without the letters of chance. */
    Optional<Found> find(Scope caller, String id) {
        Optional<Arn> arn = Arn.parse(id).filter(each -> each.resource().startsWith(RESOURCE));
        if (arn.isEmpty()) {
            return named(caller, id);
        }
        Optional<Region> region = Region.parse(arn.get().region());
        if (region.isEmpty() || !arn.get().account().matches("\\d{12}")) {
            return Optional.empty();
        }
        Scope scope = new Scope(new AccountId(arn.get().account()), region.get());
        String resource = arn.get().resource().substring(RESOURCE.length());
        int cut = resource.length() - SUFFIX - 1;
        Optional<Found> whole =
                cut > 0
                        ? named(scope, resource.substring(0, cut))
                                .filter(found -> found.secret().arn().equals(id))
                        : Optional.empty();
        return whole.or(() -> named(scope, resource));
    }

    private Optional<Found> named(Scope scope, String name) {
        Optional<StoredSecret> found = documents.find(scope, name).map(Stored::value);
        if (found.isPresent() && found.get().isGone(clock.now())) {
            forget(scope, name);
            return Optional.empty();
        }
        return found.map(secret -> new Found(scope, secret));
    }

    /** Unless another was made under its name meanwhile. */
    private void forget(Scope scope, String name) {
        store.transact(
                transaction -> {
                    Documents<StoredSecret> all = transaction.documents(StoredSecret.KIND);
                    return all.find(scope, name)
                                    .filter(secret -> secret.value().isGone(clock.now()))
                                    .isPresent()
                            && all.delete(scope, name);
                });
    }

    /**
     * @throws dev.gatehouse.kernel.ServiceException ResourceNotFoundException
     */
    Found require(Scope caller, String id) {
        return find(caller, id).orElseThrow(SecretErrors::absent);
    }

    /**
     * A secret that is not about to go.
     *
     * @throws dev.gatehouse.kernel.ServiceException InvalidRequestException for another
     */
    Found requireKept(Scope caller, String id) {
        Found found = require(caller, id);
        if (found.secret().deletion() != null) {
            throw SecretErrors.request(
                    "You can't perform this operation on the secret because it was marked for"
                            + " deletion.");
        }
        return found;
    }

    /**
     * @throws dev.gatehouse.kernel.ServiceException ResourceExistsException; or
     *     InvalidRequestException while one of that name is about to go
     */
    void insert(Scope scope, StoredSecret secret) {
        Optional<Found> there = named(scope, secret.name());
        if (there.isPresent() && there.get().secret().deletion() != null) {
            throw SecretErrors.request(
                    "You can't create this secret because a secret with this name is already"
                            + " scheduled for deletion.");
        }
        try {
            documents.insert(scope, secret.name(), secret);
        } catch (DuplicateDocumentException duplicate) {
            throw SecretErrors.of(
                    "ResourceExistsException",
                    "The operation failed because the secret %s already exists.",
                    secret.name());
        }
    }

    StoredSecret update(Found found, UnaryOperator<StoredSecret> change) {
        return documents
                .update(found.scope(), found.secret().name(), change)
                .map(Stored::value)
                .orElseThrow(SecretErrors::absent);
    }

    void delete(Found found) {
        documents.delete(found.scope(), found.secret().name());
    }

    /** All secrets that are not gone, in the order of their names. */
    List<StoredSecret> all(Scope scope) {
        return documents.list(scope, "", null, Integer.MAX_VALUE).stream()
                .map(Stored::value)
                .filter(secret -> !secret.isGone(clock.now()))
                .toList();
    }
}
