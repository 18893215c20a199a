package dev.gatehouse.iam;

import dev.gatehouse.iam.repository.Grants;
import dev.gatehouse.iam.repository.RoleCatalog;
import dev.gatehouse.iam.repository.StoredRole;
import dev.gatehouse.iam.repository.StoredUser;
import dev.gatehouse.iam.repository.UserCatalog;
import dev.gatehouse.kernel.AccountId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who uses a managed policy: by having it attached, or as the boundary of other permissions. Where
 * a usage is asked for, null stands for either.
 */
final class PolicyHolders {
    static final String PERMISSIONS = "PermissionsPolicy";
    static final String BOUNDARY = "PermissionsBoundary";

    private final RoleCatalog roles;
    private final UserCatalog users;

    PolicyHolders(RoleCatalog roles, UserCatalog users) {
        this.roles = roles;
        this.users = users;
    }

    List<StoredRole> roles(AccountId account, String policyArn, @Nullable String usage) {
        return roles.list(account).stream()
                .filter(role -> uses(role.grants(), role.boundary(), policyArn, usage))
                .toList();
    }

    List<StoredUser> users(AccountId account, String policyArn, @Nullable String usage) {
        return users.list(account).stream()
                .filter(user -> uses(user.grants(), user.boundary(), policyArn, usage))
                .toList();
    }

    int count(AccountId account, String policyArn, @Nullable String usage) {
        return roles(account, policyArn, usage).size() + users(account, policyArn, usage).size();
    }

    private static boolean uses(
            Grants grants, @Nullable String boundary, String policyArn, @Nullable String usage) {
        boolean attached = grants.attached().contains(policyArn);
        boolean bounds = policyArn.equals(boundary);
        return (attached && !BOUNDARY.equals(usage)) || (bounds && !PERMISSIONS.equals(usage));
    }
}
