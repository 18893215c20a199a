package dev.gatehouse.iam;

import dev.gatehouse.iam.repository.Catalogs;
import dev.gatehouse.iam.repository.Grants;
import dev.gatehouse.iam.repository.StoredGroup;
import dev.gatehouse.iam.repository.StoredRole;
import dev.gatehouse.iam.repository.StoredUser;
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

    private final Catalogs iam;

    PolicyHolders(Catalogs iam) {
        this.iam = iam;
    }

    List<StoredRole> roles(AccountId account, String policyArn, @Nullable String usage) {
        return iam.roles().list(account).stream()
                .filter(role -> uses(role.grants(), role.boundary(), policyArn, usage))
                .toList();
    }

    List<StoredUser> users(AccountId account, String policyArn, @Nullable String usage) {
        return iam.users().list(account).stream()
                .filter(user -> uses(user.grants(), user.boundary(), policyArn, usage))
                .toList();
    }

    List<StoredGroup> groups(AccountId account, String policyArn, @Nullable String usage) {
        return iam.groups().list(account).stream()
                .filter(group -> uses(group.grants(), null, policyArn, usage))
                .toList();
    }

    int count(AccountId account, String policyArn, @Nullable String usage) {
        return roles(account, policyArn, usage).size()
                + users(account, policyArn, usage).size()
                + groups(account, policyArn, usage).size();
    }

    private static boolean uses(
            Grants grants, @Nullable String boundary, String policyArn, @Nullable String usage) {
        boolean attached = grants.attached().contains(policyArn);
        boolean bounds = policyArn.equals(boundary);
        return (attached && !BOUNDARY.equals(usage)) || (bounds && !PERMISSIONS.equals(usage));
    }
}
