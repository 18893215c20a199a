package dev.gatehouse.cloudformation.sam.event;

import dev.gatehouse.cloudformation.sam.expansion.LogicalId;
import dev.gatehouse.cloudformation.sam.expansion.Made;

/** The permission of the service behind an event to call a function. */
final class Permissions {
    private Permissions() {}

    static Made of(Target target, String prefix, String suffix, String principal) {
        String id = LogicalId.joined(prefix + "Permission", suffix);
        Made permission = new Made(id, "AWS::Lambda::Permission", target.owner().passed());
        permission.set("Action", "lambda:InvokeFunction").set("FunctionName", target.name());
        return permission.set("Principal", principal);
    }

    static Made of(Target target, Event event, String principal) {
        return of(target, event.id(), "", principal);
    }
}
