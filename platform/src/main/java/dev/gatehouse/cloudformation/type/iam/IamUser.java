package dev.gatehouse.cloudformation.type.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.List;
import java.util.Set;

/** {@code AWS::IAM::User} with its policies, its boundary and its groups. */
final class IamUser implements ResourceType {
    private static final String SERVICE = "iam";
    private static final EntityPolicies POLICIES = new EntityPolicies("User");

    @Override
    public String name() {
        return "AWS::IAM::User";
    }

    @Override
    public Set<String> properties() {
        return Set.of(
                "UserName",
                "Path",
                "Groups",
                "PermissionsBoundary",
                "ManagedPolicyArns",
                "Policies.PolicyName",
                "Policies.PolicyDocument.*",
                "Tags.*");
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        String name = nameOf(target, declared);
        return target.named(SERVICE, "GetUser", POLICIES.input(name), name);
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        ObjectNode input = declared.deepCopy();
        input.put("UserName", nameOf(target, declared));
        input.remove("ManagedPolicyArns");
        input.remove("Policies");
        input.remove("Groups");
        JsonNode user = target.call(SERVICE, "CreateUser", input).path("User");
        String name = user.path("UserName").asText();
        Physical made = new Physical(name).with("Arn", user.path("Arn").asText());
        Target.complete(
                () -> {
                    POLICIES.grant(target, name, declared);
                    join(target, name, declared);
                },
                () -> delete(target, made, declared));
        return made;
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        if (!before.path("Path").equals(declared.path("Path"))) {
            ObjectNode moved = POLICIES.input(current.id());
            moved.put("NewPath", declared.path("Path").asText("/"));
            target.call(SERVICE, "UpdateUser", moved);
        }
        POLICIES.change(target, current.id(), before, declared);
        POLICIES.bound(target, current.id(), before, declared);
        POLICIES.tag(target, current.id(), before, declared);
        join(target, current.id(), declared);
        for (JsonNode group : before.path("Groups")) {
            if (!IamPolicy.contains(declared.path("Groups"), group)) {
                Membership.remove(target, group, new TextNode(current.id()));
            }
        }
        return current;
    }

    private static void join(Target target, String name, ObjectNode declared) {
        declared.path("Groups").forEach(group -> Membership.add(target, group, new TextNode(name)));
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        POLICIES.revoke(target, current.id(), declared);
        declared.path("Groups")
                .forEach(group -> Membership.remove(target, group, new TextNode(current.id())));
        target.remove(SERVICE, "DeleteUser", POLICIES.input(current.id()));
    }

    private static String nameOf(Target target, ObjectNode declared) {
        return declared.has("UserName")
                ? declared.get("UserName").asText()
                : target.generatedName(64);
    }
}
