package dev.gatehouse.cloudformation.sam.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.cloudformation.sam.expansion.Made;
import dev.gatehouse.cloudformation.sam.expansion.Values;
import dev.gatehouse.cloudformation.sam.policy.Policies;
import dev.gatehouse.cloudformation.template.Json;

/** The role by which a service starts a state machine. */
final class StartRoles {
    private StartRoles() {}

    static Made of(Target machine, Event event, String principal, JsonNode boundary) {
        String id = event.id() + "Role";
        Made role = new Made(id, "AWS::IAM::Role", machine.owner().passed());
        role.set("AssumeRolePolicyDocument", Policies.trust(principal));
        role.set(
                "Policies",
                Json.list()
                        .add(
                                Policies.inline(
                                        id + "StartExecutionPolicy",
                                        Policies.document(
                                                Policies.allow(
                                                        "states:StartExecution", machine.arn())))));
        return Values.isTrue(boundary) ? role.set("PermissionsBoundary", boundary) : role;
    }
}
