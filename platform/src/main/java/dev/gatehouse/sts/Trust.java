package dev.gatehouse.sts;

import dev.gatehouse.identity.AssumableRole;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.policy.Policy;
import dev.gatehouse.identity.policy.PolicyRequest;
import dev.gatehouse.identity.policy.RequestValues;
import dev.gatehouse.kernel.AccountId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whom a role's trust policy lets assume it. */
final class Trust {
    private static final String ASSUME_ROLE = "sts:AssumeRole";

    private Trust() {}

    /**
     * Whether somebody may assume a role.
     *
     * @param sessionName the name of the session
     * @param externalId what the caller was told to bring, if anything
     */
    static boolean allows(
            AssumableRole role, Principal caller, String sessionName, @Nullable String externalId) {
        RequestValues values =
                new RequestValues(
                        caller,
                        Map.of(
                                "sts:rolesessionname",
                                List.of(sessionName),
                                "sts:externalid",
                                externalId == null ? List.of() : List.of(externalId)));
        return allows(role, caller, values);
    }

    /** Whether a service, such as {@code lambda.amazonaws.com}, may assume a role. */
    static boolean allowsService(AssumableRole role, String service) {
        Principal caller = Principal.service(new AccountId(role.arn().account()), service);
        return allows(role, caller, RequestValues.ofPassedRole(caller));
    }

    private static boolean allows(AssumableRole role, Principal caller, RequestValues values) {
        return Policy.of(role.trustPolicy())
                .decide(new PolicyRequest(caller, ASSUME_ROLE, role.arn().toString(), values))
                .isAllowed();
    }
}
