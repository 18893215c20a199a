package dev.gatehouse.iam;

import dev.gatehouse.identity.CredentialSource;
import dev.gatehouse.identity.Credentials;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.PrincipalKind;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.DuplicateDocumentException;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Stored;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The users of every account, and what they sign with. */
final class UserCatalog implements CredentialSource {
    private final Documents<StoredUser> documents;
    private final Documents<StoredAccessKey> keys;

    UserCatalog(Store store) {
        this.documents = store.documents(StoredUser.KIND);
        this.keys = store.documents(StoredAccessKey.KIND);
    }

    StoredUser get(AccountId account, String name) {
        return documents
                .find(Scope.global(account), Entity.key(name))
                .map(Stored::value)
                .orElseThrow(() -> IamErrors.noSuchUser(name));
    }

    List<StoredUser> list(AccountId account) {
        return documents.list(Scope.global(account), "", null, Integer.MAX_VALUE).stream()
                .map(Stored::value)
                .toList();
    }

    void insert(AccountId account, StoredUser user) {
        String name = user.entity().name();
        try {
            documents.insert(Scope.global(account), Entity.key(name), user);
        } catch (DuplicateDocumentException e) {
            throw IamErrors.alreadyExists("User with name " + name + " already exists.");
        }
    }

    StoredUser update(AccountId account, String name, UnaryOperator<StoredUser> change) {
        return documents
                .update(Scope.global(account), Entity.key(name), change)
                .map(Stored::value)
                .orElseThrow(() -> IamErrors.noSuchUser(name));
    }

    void delete(AccountId account, String name) {
        StoredUser user = get(account, name);
        if (!user.accessKeyIds().isEmpty()) {
            throw IamErrors.deleteConflict("Cannot delete entity, must delete access keys first.");
        }
        user.grants().checkNone();
        documents.delete(Scope.global(account), Entity.key(name));
    }

    @Override
    public Optional<Credentials> find(String accessKeyId) {
        return keys.find(StoredAccessKey.SCOPE, accessKeyId)
                .map(Stored::value)
                .filter(StoredAccessKey::active)
                .flatMap(key -> credentials(accessKeyId, key));
    }

    private Optional<Credentials> credentials(String accessKeyId, StoredAccessKey key) {
        return documents
                .find(Scope.global(key.account()), Entity.key(key.userName()))
                .map(user -> principal(accessKeyId, key.account(), user.value().entity()))
                .map(principal -> Credentials.longTerm(accessKeyId, key.secret(), principal));
    }

    private static Principal principal(String accessKeyId, AccountId account, Entity user) {
        return new Principal(
                account, user.arn("user", account), user.id(), accessKeyId, PrincipalKind.USER);
    }
}
