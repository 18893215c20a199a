package dev.gatehouse.cloudformation.type.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.List;
import java.util.Set;

/** {@code AWS::IAM::Group} with its inline and managed policies. */
final class IamGroup implements ResourceType {
    private static final String SERVICE = "iam";
    private static final EntityPolicies POLICIES = new EntityPolicies("Group");

    @Override
    public String name() {
        return "AWS::IAM::Group";
    }

    @Override
    public Set<String> properties() {
        return Set.of(
                "GroupName",
                "Path",
                "ManagedPolicyArns",
                "Policies.PolicyName",
                "Policies.PolicyDocument.*");
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        String name = nameOf(target, declared);
        return target.named(SERVICE, "GetGroup", POLICIES.input(name), name);
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        String name = nameOf(target, declared);
        ObjectNode input = POLICIES.input(name);
        if (declared.has("Path")) {
            input.set("Path", declared.get("Path"));
        }
        JsonNode group = target.call(SERVICE, "CreateGroup", input).path("Group");
        Physical made = new Physical(name).with("Arn", group.path("Arn").asText());
        Target.complete(
                () -> POLICIES.grant(target, name, declared), () -> delete(target, made, declared));
        return made;
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        if (!before.path("Path").equals(declared.path("Path"))) {
            ObjectNode moved = POLICIES.input(current.id());
            moved.put("NewPath", declared.path("Path").asText("/"));
            target.call(SERVICE, "UpdateGroup", moved);
        }
        POLICIES.change(target, current.id(), before, declared);
        return current;
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        POLICIES.revoke(target, current.id(), declared);
        target.remove(SERVICE, "DeleteGroup", POLICIES.input(current.id()));
    }

    private static String nameOf(Target target, ObjectNode declared) {
        return declared.has("GroupName")
                ? declared.get("GroupName").asText()
                : target.generatedName(128);
    }
}
