package dev.gatehouse.sts;

import dev.gatehouse.identity.AssumableRole;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.PrincipalKind;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;

/** How a session of a role is named. */
final class RoleSessions {
    private RoleSessions() {}

    static Principal principal(AssumableRole role, String sessionName) {
        AccountId account = new AccountId(role.arn().account());
        Arn arn = Arn.global("sts", account, "assumed-role/" + role.name() + "/" + sessionName);
        return new Principal(
                account,
                arn.toString(),
                role.roleId() + ":" + sessionName,
                null,
                PrincipalKind.ASSUMED_ROLE);
    }
}
