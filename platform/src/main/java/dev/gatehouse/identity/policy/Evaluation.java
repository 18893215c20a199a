package dev.gatehouse.identity.policy;

import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.PrincipalKind;
import dev.gatehouse.identity.policy.PrincipalNames.Naming;
import dev.gatehouse.kernel.AccountId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All policies that have a say in a request, and AWS's order among them (IAM User Guide, "Policy
 * evaluation logic" and "Cross-account policy evaluation logic").
 *
 * @param identity the principal's own policies, those attached to it and its groups
 * @param boundary the principal's permissions boundary; null for none
 * @param session the policies its session was narrowed with; empty for none
 * @param serviceControl the organization's policies by level, each of which must allow; empty for
 *     none
 * @param resource the policy of the resource; null for none
 * @param resourceAccount whose the resource is
 */
public record Evaluation(
        List<Policy> identity,
        @Nullable Policy boundary,
        List<Policy> session,
        List<List<Policy>> serviceControl,
        @Nullable Policy resource,
        AccountId resourceAccount) {

    public Evaluation {
        identity = List.copyOf(identity);
        session = List.copyOf(session);
        serviceControl = serviceControl.stream().map(List::copyOf).toList();
    }

    /** A denial anywhere wins; else the account of the principal and of the resource decide. */
    public Decision decide(PolicyRequest request) {
        Decision denied = denied(request);
        if (denied != null) {
            return denied;
        }
        Policy.Grant grant = resource == null ? null : resource.grant(request);
        Principal principal = request.principal();
        if (principal.kind() == PrincipalKind.SERVICE
                || principal.kind() == PrincipalKind.ANONYMOUS) {
            return grant == null
                    ? new Decision.NotAllowed(PolicyKind.RESOURCE)
                    : new Decision.Allowed(grant.by());
        }
        if (principal.account().equals(resourceAccount)) {
            return sameAccount(request, grant);
        }
        return grant == null
                ? new Decision.NotAllowed(PolicyKind.RESOURCE)
                : byPrincipal(request, null);
    }

    private Decision sameAccount(PolicyRequest request, Policy.@Nullable Grant grant) {
        if (grant == null || grant.naming() == Naming.ACCOUNT) {
            return byPrincipal(request, null);
        }
        if (grant.naming() == Naming.ITSELF) {
            Decision organization = byOrganization(request);
            return organization == null ? new Decision.Allowed(grant.by()) : organization;
        }
        return byPrincipal(request, grant.by());
    }

    /**
     * What the principal's side says.
     *
     * @param granted the statement of the resource's policy that stands for the identity's; null
     *     when one of the identity's own must allow
     */
    private Decision byPrincipal(PolicyRequest request, @Nullable Statement granted) {
        Decision organization = byOrganization(request);
        if (organization != null) {
            return organization;
        }
        Statement by = granted == null ? allowing(identity, request) : granted;
        if (by == null && request.principal().kind() == PrincipalKind.ROOT) {
            by = Statement.OF_ROOT;
        }
        if (by == null) {
            return new Decision.NotAllowed(PolicyKind.IDENTITY);
        }
        if (boundary != null && boundary.grant(request) == null) {
            return new Decision.NotAllowed(PolicyKind.BOUNDARY);
        }
        if (!session.isEmpty() && allowing(session, request) == null) {
            return new Decision.NotAllowed(PolicyKind.SESSION);
        }
        return new Decision.Allowed(by);
    }

    private @Nullable Decision byOrganization(PolicyRequest request) {
        for (List<Policy> level : serviceControl) {
            if (allowing(level, request) == null) {
                return new Decision.NotAllowed(PolicyKind.SERVICE_CONTROL);
            }
        }
        return null;
    }

    private @Nullable Decision denied(PolicyRequest request) {
        for (List<Policy> level : serviceControl) {
            Decision denied = denied(PolicyKind.SERVICE_CONTROL, level, request);
            if (denied != null) {
                return denied;
            }
        }
        Decision denied = denied(PolicyKind.RESOURCE, listOf(resource), request);
        if (denied == null) {
            denied = denied(PolicyKind.IDENTITY, identity, request);
        }
        if (denied == null) {
            denied = denied(PolicyKind.BOUNDARY, listOf(boundary), request);
        }
        return denied == null ? denied(PolicyKind.SESSION, session, request) : denied;
    }

    private static List<Policy> listOf(@Nullable Policy policy) {
        return policy == null ? List.of() : List.of(policy);
    }

    private static @Nullable Decision denied(
            PolicyKind kind, List<Policy> policies, PolicyRequest request) {
        for (Policy policy : policies) {
            Statement statement = policy.denying(request);
            if (statement != null) {
                return new Decision.Denied(kind, statement);
            }
        }
        return null;
    }

    private static @Nullable Statement allowing(List<Policy> policies, PolicyRequest request) {
        for (Policy policy : policies) {
            Policy.Grant grant = policy.grant(request);
            if (grant != null) {
                return grant.by();
            }
        }
        return null;
    }
}
