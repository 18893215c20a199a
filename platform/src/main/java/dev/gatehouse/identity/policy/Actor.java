package dev.gatehouse.identity.policy;

import dev.gatehouse.identity.Principal;
import java.util.List;

/**
 * A principal with all that is known of its policies, so that a decision about it waits for
 * nothing.
 *
 * @param permissions those of the user, or of the role behind the session
 */
public record Actor(Principal principal, Permissions permissions) {

    /**
     * Whether it may do something.
     *
     * @param action such as {@code lambda:InvokeFunction}
     * @param keys the values of condition keys that the service knows
     */
    public Decision decide(String action, ProtectedResource resource, ConditionKeys keys) {
        return resource.trust()
                ? decideTrusted(action, resource, keys)
                : evaluation(resource).decide(request(action, resource, keys));
    }

    /**
     * The same where the resource's own policy has to allow whatever is done, as a role's trust
     * policy has to: nobody is allowed by identity policies alone, nor by being the root.
     */
    public Decision decideTrusted(String action, ProtectedResource resource, ConditionKeys keys) {
        PolicyRequest request = request(action, resource, keys);
        Decision trusted =
                resource.policy() == null
                        ? new Decision.NotAllowed(PolicyKind.RESOURCE)
                        : resource.policy().decide(request);
        return trusted.isAllowed() ? evaluation(resource).decide(request) : trusted;
    }

    private Evaluation evaluation(ProtectedResource resource) {
        Principal.Session session = principal.session();
        List<Policy> narrowing =
                session == null ? List.of() : session.policies().stream().map(Policy::of).toList();
        return new Evaluation(
                permissions.identity(),
                permissions.boundary(),
                narrowing,
                List.of(),
                resource.policy(),
                resource.account());
    }

    private PolicyRequest request(String action, ProtectedResource resource, ConditionKeys keys) {
        RequestValues values = RequestValues.of(principal, permissions.tags(), resource, keys);
        return new PolicyRequest(principal, action, resource.arn(), values);
    }
}
