package dev.gatehouse.app.services;

import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.identity.policy.ConditionKeys;
import dev.gatehouse.wire.RequestContext;
import dev.gatehouse.wire.access.Need;
import dev.gatehouse.wire.access.ServiceAccess;
import java.util.List;

/**
 * What calls of Step Functions are about: the version or alias of a state machine is in its ARN
 * ("Condition keys for AWS Step Functions").
 */
public final class MachineAccess implements ServiceAccess {
    /** Of the parts of an ARN with a qualifier. */
    private static final int QUALIFIER = 7;

    @Override
    public ConditionKeys keys(
            RequestContext context, OperationModel operation, Structure input, Need need) {
        return key -> key.equals("states:statemachinequalifier") ? qualifier(need) : null;
    }

    private static List<String> qualifier(Need need) {
        String[] parts = need.resource().split(":", -1);
        return parts.length > QUALIFIER && parts[QUALIFIER - 2].equals("stateMachine")
                ? List.of(parts[QUALIFIER])
                : List.of();
    }
}
