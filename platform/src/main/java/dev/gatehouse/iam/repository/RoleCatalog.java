package dev.gatehouse.iam.repository;

import dev.gatehouse.identity.AssumableRole;
import dev.gatehouse.identity.RoleDirectory;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.store.Store;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The roles of every account. */
public final class RoleCatalog implements RoleDirectory, GrantHolders {
    private final Entities<StoredRole> roles;

    public RoleCatalog(Store store) {
        this.roles = new Entities<>(store, StoredRole.KIND, "Role", StoredRole::entity);
    }

    public Optional<StoredRole> find(AccountId account, String name) {
        return roles.find(account, name);
    }

    public StoredRole get(AccountId account, String name) {
        return roles.get(account, name);
    }

    public List<StoredRole> list(AccountId account) {
        return roles.list(account);
    }

    public void insert(AccountId account, StoredRole role) {
        roles.insert(account, role);
    }

    public StoredRole update(AccountId account, String name, UnaryOperator<StoredRole> change) {
        return roles.update(account, name, change);
    }

    public void delete(AccountId account, String name) {
        roles.delete(account, name, role -> role.grants().checkNone());
    }

    @Override
    public Kind kind() {
        return Kind.ROLE;
    }

    @Override
    public Grants grants(AccountId account, String name) {
        return get(account, name).grants();
    }

    @Override
    public void regrant(AccountId account, String name, UnaryOperator<Grants> change) {
        update(account, name, role -> role.withGrants(change.apply(role.grants())));
    }

    @Override
    public Optional<AssumableRole> find(Arn role) {
        if (!role.service().equals("iam")
                || !role.resource().startsWith("role/")
                || !role.account().matches("\\d{12}")) {
            return Optional.empty();
        }
        AccountId account = new AccountId(role.account());
        String name = role.resource().substring(role.resource().lastIndexOf('/') + 1);
        return roles.find(account, name)
                .map(found -> found.assumable(account))
                .filter(found -> found.arn().resource().equals(role.resource()));
    }
}
