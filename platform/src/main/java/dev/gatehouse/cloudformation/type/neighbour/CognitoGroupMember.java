package dev.gatehouse.cloudformation.type.neighbour;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.List;
import java.util.Set;

/** {@code AWS::Cognito::UserPoolUserToGroupAttachment}: a user in a group. */
final class CognitoGroupMember implements ResourceType {
    private static final Set<String> ALL = Set.of(CognitoUserPool.ID, "GroupName", "Username");

    @Override
    public String name() {
        return "AWS::Cognito::UserPoolUserToGroupAttachment";
    }

    @Override
    public Set<String> properties() {
        return ALL;
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        // Its id is generated, and adding a user twice is fine.
        return List.of(new Physical(target.generatedName(128)));
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        ObjectNode input = Differences.pick(declared, ALL);
        target.call(CognitoUserPool.SERVICE, "AdminAddUserToGroup", input);
        return new Physical(target.generatedName(128));
    }

    /** Another user or group is another resource. */
    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        return current;
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        ObjectNode input = Differences.pick(declared, ALL);
        target.remove(CognitoUserPool.SERVICE, "AdminRemoveUserFromGroup", input);
    }
}
