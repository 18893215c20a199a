package dev.gatehouse.iam.repository;

import dev.gatehouse.identity.AssumableRole;
import dev.gatehouse.identity.RoleDirectory;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import java.util.Optional;

/** The roles, for those who hand out sessions of them. */
public final class AssumableRoles implements RoleDirectory {
    private final Catalog<StoredRole> roles;

    public AssumableRoles(Catalog<StoredRole> roles) {
        this.roles = roles;
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
