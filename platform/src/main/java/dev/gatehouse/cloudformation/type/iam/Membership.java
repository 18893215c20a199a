package dev.gatehouse.cloudformation.type.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Target;

/** Users in groups, as their own and as groups' resources declare them. */
final class Membership {
    private static final String SERVICE = "iam";

    private Membership() {}

    static void add(Target target, JsonNode group, JsonNode user) {
        target.call(SERVICE, "AddUserToGroup", pair(group, user));
    }

    static void remove(Target target, JsonNode group, JsonNode user) {
        target.remove(SERVICE, "RemoveUserFromGroup", pair(group, user));
    }

    private static ObjectNode pair(JsonNode group, JsonNode user) {
        return Target.input().put("GroupName", group.asText()).put("UserName", user.asText());
    }
}
