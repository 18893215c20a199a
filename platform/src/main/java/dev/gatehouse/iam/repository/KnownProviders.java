package dev.gatehouse.iam.repository;

import dev.gatehouse.identity.oidc.OidcDirectory;
import dev.gatehouse.identity.oidc.OidcProvider;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The identity providers of an account: those that it has, and those that every account knows by
 * their names. Of these any audience is taken; trust policies say which.
 */
public final class KnownProviders implements OidcDirectory {
    private static final Set<String> OF_EVERY_ACCOUNT =
            Set.of("accounts.google.com", "cognito-identity.amazonaws.com");

    private final Store store;

    public KnownProviders(Store store) {
        this.store = store;
    }

    @Override
    public Optional<OidcProvider> find(AccountId account, String url) {
        if (OF_EVERY_ACCOUNT.contains(url)) {
            return Optional.of(new OidcProvider(url, url, List.of(), List.of()));
        }
        return store.documents(StoredOidcProvider.KIND)
                .find(Scope.global(account), url)
                .map(found -> found.value().provider(account));
    }
}
