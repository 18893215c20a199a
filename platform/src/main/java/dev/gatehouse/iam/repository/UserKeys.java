package dev.gatehouse.iam.repository;

import dev.gatehouse.iam.entity.Entity;
import dev.gatehouse.identity.CredentialSource;
import dev.gatehouse.identity.Credentials;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.secret.Secrets;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Stored;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What users sign with. */
public final class UserKeys implements CredentialSource {
    private final Catalog<StoredUser> users;
    private final Documents<StoredAccessKey> keys;
    private final Secrets secrets;

    public UserKeys(Store store, Catalog<StoredUser> users, Secrets secrets) {
        this.users = users;
        this.secrets = secrets;
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
                .map(
                        principal ->
                                Credentials.longTerm(
                                        accessKeyId,
                                        secrets.decrypt(key.secret(), accessKeyId),
                                        principal));
    }

    /** Encrypts the keys that an earlier release kept as they are. */
    public void encryptAll() {
        Map<String, StoredAccessKey> plain = new HashMap<>();
        keys.forEach((_, stored) -> plain.put(stored.id(), stored.value()));
        plain.forEach(
                (id, key) ->
                        keys.update(
                                StoredAccessKey.SCOPE,
                                id,
                                each ->
                                        each.withSecret(
                                                secrets.encrypt(
                                                        secrets.decrypt(each.secret(), id), id))));
    }

    private static Principal principal(AccountId account, Entity user) {
        return Principal.user(account, user.arn("user", account), user.id());
    }
}
