package dev.gatehouse.iam.repository;

import dev.gatehouse.iam.entity.Entity;
import dev.gatehouse.iam.entity.IamErrors;
import dev.gatehouse.identity.CredentialSource;
import dev.gatehouse.identity.Credentials;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Stored;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The users of every account, and what they sign with. */
public final class UserCatalog implements CredentialSource, GrantHolders {
    private final Entities<StoredUser> users;
    private final Documents<StoredAccessKey> keys;

    public UserCatalog(Store store) {
        this.users = new Entities<>(store, StoredUser.KIND, "User", StoredUser::entity);
        this.keys = store.documents(StoredAccessKey.KIND);
    }

    public Optional<StoredUser> find(AccountId account, String name) {
        return users.find(account, name);
    }

    public StoredUser get(AccountId account, String name) {
        return users.get(account, name);
    }

    public List<StoredUser> list(AccountId account) {
        return users.list(account);
    }

    public void insert(AccountId account, StoredUser user) {
        users.insert(account, user);
    }

    public StoredUser update(AccountId account, String name, UnaryOperator<StoredUser> change) {
        return users.update(account, name, change);
    }

    public void delete(AccountId account, String name) {
        users.delete(account, name, UserCatalog::checkDeletable);
    }

    private static void checkDeletable(StoredUser user) {
        if (!user.accessKeyIds().isEmpty()) {
            throw IamErrors.deleteConflict("Cannot delete entity, must delete access keys first.");
        }
        user.grants().checkNone();
    }

    @Override
    public Kind kind() {
        return Kind.USER;
    }

    @Override
    public Grants grants(AccountId account, String name) {
        return get(account, name).grants();
    }

    @Override
    public void regrant(AccountId account, String name, UnaryOperator<Grants> change) {
        update(account, name, user -> user.withGrants(change.apply(user.grants())));
    }

    @Override
    public Optional<Credentials> find(String accessKeyId) {
        return keys.find(StoredAccessKey.SCOPE, accessKeyId)
                .map(Stored::value)
                .filter(StoredAccessKey::active)
                .flatMap(key -> credentials(accessKeyId, key));
    }

    private Optional<Credentials> credentials(String accessKeyId, StoredAccessKey key) {
        return users.find(key.account(), key.userName())
                .map(user -> principal(key.account(), user.entity()))
                .map(principal -> Credentials.longTerm(accessKeyId, key.secret(), principal));
    }

    private static Principal principal(AccountId account, Entity user) {
        return Principal.user(account, user.arn("user", account), user.id());
    }
}
