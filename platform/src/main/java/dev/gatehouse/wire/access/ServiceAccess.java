package dev.gatehouse.wire.access;

import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.identity.policy.ConditionKeys;
import dev.gatehouse.identity.policy.ProtectedResource;
import dev.gatehouse.wire.RequestContext;
import java.util.List;

/** What a service knows of its operations and resources that decisions about them depend on. */
public interface ServiceAccess {
    /** Of services whose resources have no policies. */
    ServiceAccess PLAIN = new ServiceAccess() {};

    /** Whether its resources' policies may deny something to their account's root. */
    default boolean deniesRoot() {
        return false;
    }

    /**
     * What an operation needs with this input.
     *
     * @param listed what it needs by the list of actions
     */
    default List<Need> needs(
            RequestContext context, OperationModel operation, Structure input, List<Need> listed) {
        return listed;
    }

    /** The ARNs of roles that an operation passes, beside those in the list of actions. */
    default List<String> passedRoles(
            RequestContext context, OperationModel operation, Structure input) {
        return List.of();
    }

    /**
     * A resource, whose it is, its own policy and its tags.
     *
     * @param plain the same without a policy, in the account that its ARN names, else the caller's
     */
    default ProtectedResource resource(ProtectedResource plain) {
        return plain;
    }

    /**
     * The values of the service's own condition keys, where they do not simply stand in the
     * request; null for others.
     *
     * @param need what is asked of the several that an operation may need
     */
    default ConditionKeys keys(
            RequestContext context, OperationModel operation, Structure input, Need need) {
        return ConditionKeys.NONE;
    }
}
