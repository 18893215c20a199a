package dev.gatehouse.iam.repository;

import dev.gatehouse.iam.entity.Entity;
import dev.gatehouse.identity.CredentialSource;
import dev.gatehouse.identity.Credentials;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Stored;
import java.util.Optional;

/** What users sign with. */
public final class UserKeys implements CredentialSource {
    private final Catalog<StoredUser> users;
    private final Documents<StoredAccessKey> keys;

    public UserKeys(Store store, Catalog<StoredUser> users) {
        this.users = users;
        this.keys = store.documents(StoredAccessKey.KIND);
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
