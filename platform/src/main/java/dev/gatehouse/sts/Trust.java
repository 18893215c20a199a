package dev.gatehouse.sts;

import dev.gatehouse.identity.AssumableRole;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.policy.Actor;
import dev.gatehouse.identity.policy.ConditionKeys;
import dev.gatehouse.identity.policy.Decision;
import dev.gatehouse.identity.policy.GlobalKeys;
import dev.gatehouse.identity.policy.Policy;
import dev.gatehouse.identity.policy.PolicyRequest;
import dev.gatehouse.identity.policy.ProtectedResource;
import dev.gatehouse.identity.policy.RequestValues;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Region;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whom a role's trust policy lets assume it. */
final class Trust {
    private static final String ASSUME_ROLE = "sts:AssumeRole";

    private Trust() {}

    /**
     * Whether a caller may do something with a role: the trust policy has to allow it, whoever
     * asks, and where it names an account the policies of the caller have to as well.
     *
     * @param action {@code sts:AssumeRole}, or what goes with it
     * @param keys the values of condition keys
     */
    static Decision decide(AssumableRole role, Actor caller, String action, ConditionKeys keys) {
        return caller.decideTrusted(
                action,
                new ProtectedResource(
                        role.arn().toString(),
                        new AccountId(role.arn().account()),
                        Policy.of(role.trustPolicy())),
                keys);
    }

    /**
     * Whether the bearer of a token may do something with a role: the trust policy alone decides.
     */
    static boolean allowsWebIdentity(
            AssumableRole role, Principal caller, String action, ConditionKeys keys) {
        return Policy.of(role.trustPolicy())
                .decide(
                        new PolicyRequest(
                                caller,
                                action,
                                role.arn().toString(),
                                new RequestValues(caller, keys)))
                .isAllowed();
    }

    /**
     * Whether a service, such as {@code lambda.amazonaws.com}, may assume a role. It acts for
     * resources of the role's own account only (IAM User Guide, "The confused deputy problem").
     *
     * @param source the ARN of the resource it acts for; null when that is yet to be made, and what
     *     a policy says of it is taken to hold
     */
    static boolean allowsService(
            AssumableRole role, String service, @Nullable Arn source, Instant now) {
        String account = role.arn().account();
        if (source != null && !source.account().equals(account)) {
            return false;
        }
        Principal caller = Principal.service(new AccountId(account), service);
        Map<String, List<String>> keys = new HashMap<>();
        keys.put("aws:sourceaccount", List.of(account));
        if (source != null) {
            keys.put("aws:sourcearn", List.of(source.toString()));
        }
        RequestValues values =
                source == null
                        ? RequestValues.ofPassedRole(caller, keys)
                        : new RequestValues(
                                caller,
                                ConditionKeys.of(keys)
                                        .or(new GlobalKeys(null, region(source), now, List.of())));
        return Policy.of(role.trustPolicy())
                .decide(new PolicyRequest(caller, ASSUME_ROLE, role.arn().toString(), values))
                .isAllowed();
    }

    private static @Nullable Region region(Arn source) {
        return source.region().isEmpty() ? null : new Region(source.region());
    }
}
