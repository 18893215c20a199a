package dev.gatehouse.iam;

import dev.gatehouse.kernel.AccountId;
import java.util.List;

/** Who has a managed policy attached. */
final class PolicyHolders {
    private final RoleCatalog roles;
    private final UserCatalog users;

    PolicyHolders(RoleCatalog roles, UserCatalog users) {
        this.roles = roles;
        this.users = users;
    }

    List<StoredRole> roles(AccountId account, String policyArn) {
        return roles.list(account).stream()
                .filter(role -> role.grants().attached().contains(policyArn))
                .toList();
    }

    List<StoredUser> users(AccountId account, String policyArn) {
        return users.list(account).stream()
                .filter(user -> user.grants().attached().contains(policyArn))
                .toList();
    }

    int count(AccountId account, String policyArn) {
        return roles(account, policyArn).size() + users(account, policyArn).size();
    }
}
