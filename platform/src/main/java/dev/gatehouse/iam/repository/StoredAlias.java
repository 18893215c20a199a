package dev.gatehouse.iam.repository;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.store.Kind;
import dev.gatehouse.store.Scope;

/** The alias of an account; aliases are unique among all accounts, so all are in one scope. */
public record StoredAlias(AccountId account) {
    public static final Kind<StoredAlias> KIND = new Kind<>("iam.alias", StoredAlias.class);
    public static final Scope SCOPE = Scope.global(AccountId.DEFAULT);
}
