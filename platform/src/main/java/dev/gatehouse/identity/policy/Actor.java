package dev.gatehouse.identity.policy;

import dev.gatehouse.identity.Principal;
import java.util.List;
import java.util.Map;

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
     * @param keys the values of condition keys that the service knows, by key in lower case
     */
    public Decision decide(
            String action, ProtectedResource resource, Map<String, List<String>> keys) {
        Principal.Session session = principal.session();
        List<Policy> narrowing =
                session == null ? List.of() : session.policies().stream().map(Policy::of).toList();
        Evaluation evaluation =
                new Evaluation(
                        permissions.identity(),
                        permissions.boundary(),
                        narrowing,
                        List.of(),
                        resource.policy(),
                        resource.account());
        RequestValues values = RequestValues.of(principal, permissions.tags(), keys);
        return evaluation.decide(new PolicyRequest(principal, action, resource.arn(), values));
    }
}
