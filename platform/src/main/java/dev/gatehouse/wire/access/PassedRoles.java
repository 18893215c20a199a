package dev.gatehouse.wire.access;

import dev.gatehouse.identity.policy.ConditionKeys;
import java.util.List;

/** What is known of a role that a call passes to a service. */
final class PassedRoles {
    private PassedRoles() {}

    /**
     * {@code iam:AssociatedResourceArn}: what the role is for is what else the call is about.
     *
     * @param needs all that the call needs
     */
    static ConditionKeys keys(Need need, List<Need> needs) {
        return need.action().equals(ActionTable.PASS_ROLE)
                ? key -> key.equals("iam:associatedresourcearn") ? others(needs) : null
                : ConditionKeys.NONE;
    }

    private static List<String> others(List<Need> needs) {
        return needs.stream()
                .filter(each -> !each.action().equals(ActionTable.PASS_ROLE))
                .map(Need::resource)
                .distinct()
                .limit(1)
                .toList();
    }
}
