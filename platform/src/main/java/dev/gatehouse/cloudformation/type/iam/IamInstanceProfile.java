package dev.gatehouse.cloudformation.type.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.List;
import java.util.Set;

/** {@code AWS::IAM::InstanceProfile} with its role. */
final class IamInstanceProfile implements ResourceType {
    private static final String SERVICE = "iam";
    private static final String NAME = "InstanceProfileName";
    private static final String ROLES = "Roles";

    @Override
    public String name() {
        return "AWS::IAM::InstanceProfile";
    }

    @Override
    public Set<String> properties() {
        return Set.of(NAME, "Path", ROLES);
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        String name = nameOf(target, declared);
        return target.named(SERVICE, "GetInstanceProfile", input(name), name);
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        String name = nameOf(target, declared);
        ObjectNode input = input(name);
        if (declared.has("Path")) {
            input.set("Path", declared.get("Path"));
        }
        JsonNode profile =
                target.call(SERVICE, "CreateInstanceProfile", input).path("InstanceProfile");
        Physical made = new Physical(name).with("Arn", profile.path("Arn").asText());
        Target.complete(
                () -> declared.path(ROLES).forEach(role -> add(target, name, role)),
                () -> delete(target, made, declared));
        return made;
    }

    /** It has room for one, so the old one goes first. */
    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        for (JsonNode role : before.path(ROLES)) {
            if (!IamPolicy.contains(declared.path(ROLES), role)) {
                remove(target, current.id(), role);
            }
        }
        for (JsonNode role : declared.path(ROLES)) {
            if (!IamPolicy.contains(before.path(ROLES), role)) {
                add(target, current.id(), role);
            }
        }
        return current;
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        declared.path(ROLES).forEach(role -> remove(target, current.id(), role));
        target.remove(SERVICE, "DeleteInstanceProfile", input(current.id()));
    }

    private static void add(Target target, String name, JsonNode role) {
        target.call(
                SERVICE, "AddRoleToInstanceProfile", input(name).put("RoleName", role.asText()));
    }

    private static void remove(Target target, String name, JsonNode role) {
        target.remove(
                SERVICE,
                "RemoveRoleFromInstanceProfile",
                input(name).put("RoleName", role.asText()));
    }

    private static ObjectNode input(String name) {
        return Target.input().put(NAME, name);
    }

    private static String nameOf(Target target, ObjectNode declared) {
        return declared.has(NAME) ? declared.get(NAME).asText() : target.generatedName(128);
    }
}
