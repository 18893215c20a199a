package dev.gatehouse.wire.access;

import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.wire.RequestContext;
import java.util.ArrayList;
import java.util.List;

/** What operations need, by the list of actions and by what their services know. */
final class OperationNeeds {
    /** Loads once, by the first call that is judged. */
    private static final class Loaded {
        static final ActionTable ACTIONS = ActionTable.load();
    }

    private OperationNeeds() {}

    static boolean knows(OperationModel operation) {
        return Loaded.ACTIONS.knows(operation);
    }

    static List<Need> of(
            ServiceAccess service,
            RequestContext context,
            OperationModel operation,
            Structure input) {
        List<Need> listed = Loaded.ACTIONS.needs(context, operation, input);
        List<Need> needs = new ArrayList<>(service.needs(context, operation, input, listed));
        needs.addAll(passedBeside(service, context, operation, input));
        return needs;
    }

    private static List<Need> passedBeside(
            ServiceAccess service,
            RequestContext context,
            OperationModel operation,
            Structure input) {
        return service.passedRoles(context, operation, input).stream()
                .map(role -> new Need(ActionTable.PASS_ROLE, role))
                .toList();
    }
}
