package dev.gatehouse.identity.oidc;

import dev.gatehouse.kernel.AccountId;
import java.util.Optional;

/** Where the identity providers of accounts are looked up: IAM. May block. */
@FunctionalInterface
public interface OidcDirectory {

    /**
     * A provider of an account.
     *
     * @param url the issuer, without its scheme and without a slash at its end
     */
    Optional<OidcProvider> find(AccountId account, String url);
}
