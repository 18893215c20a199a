package dev.gatehouse.cloudformation.type.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.List;
import java.util.Set;

/** {@code AWS::IAM::UserToGroupAddition}: users in a group. */
final class IamUserToGroupAddition implements ResourceType {
    private static final String USERS = "Users";

    @Override
    public String name() {
        return "AWS::IAM::UserToGroupAddition";
    }

    @Override
    public Set<String> properties() {
        return Set.of("GroupName", USERS);
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        // Its id is generated, and adding a user twice is fine.
        return List.of(new Physical(target.generatedName(64)));
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        Physical made = new Physical(target.generatedName(64));
        Target.complete(
                () ->
                        declared.path(USERS)
                                .forEach(
                                        user ->
                                                Membership.add(
                                                        target, declared.path("GroupName"), user)),
                () -> delete(target, made, declared));
        return made;
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        boolean sameGroup = before.path("GroupName").equals(declared.path("GroupName"));
        declared.path(USERS)
                .forEach(user -> Membership.add(target, declared.path("GroupName"), user));
        for (JsonNode user : before.path(USERS)) {
            if (!sameGroup || !IamPolicy.contains(declared.path(USERS), user)) {
                Membership.remove(target, before.path("GroupName"), user);
            }
        }
        return current;
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        declared.path(USERS)
                .forEach(user -> Membership.remove(target, declared.path("GroupName"), user));
    }
}
