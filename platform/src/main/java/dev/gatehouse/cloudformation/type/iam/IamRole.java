package dev.gatehouse.cloudformation.type.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Tagging;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** {@code AWS::IAM::Role} with its inline and managed policies. */
public final class IamRole implements ResourceType {
    private static final String SERVICE = "iam";
    private static final int DEFAULT_SESSION_SECONDS = 3_600;

    @Override
    public String name() {
        return "AWS::IAM::Role";
    }

    @Override
    public Set<String> properties() {
        return Set.of(
                "RoleName",
                "Path",
                "Description",
                "AssumeRolePolicyDocument.*",
                "ManagedPolicyArns",
                "Policies.PolicyName",
                "Policies.PolicyDocument.*",
                "MaxSessionDuration",
                "Tags.*");
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        String name = nameOf(target, declared);
        return target.named(SERVICE, "GetRole", Target.input().put("RoleName", name), name);
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        ObjectNode input = declared.deepCopy();
        input.put("RoleName", nameOf(target, declared));
        input.put(
                "AssumeRolePolicyDocument",
                Target.document(declared.path("AssumeRolePolicyDocument")));
        input.remove("ManagedPolicyArns");
        input.remove("Policies");
        JsonNode role = target.call(SERVICE, "CreateRole", input).path("Role");
        String name = role.path("RoleName").asText();
        Physical made =
                new Physical(name)
                        .with("Arn", role.path("Arn").asText())
                        .with("RoleId", role.path("RoleId").asText());
        Target.complete(() -> grant(target, name, declared), () -> delete(target, made, declared));
        return made;
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        String role = current.id();
        if (differs(before, declared, "AssumeRolePolicyDocument")) {
            ObjectNode trust = Target.input().put("RoleName", role);
            trust.put("PolicyDocument", Target.document(declared.path("AssumeRolePolicyDocument")));
            target.call(SERVICE, "UpdateAssumeRolePolicy", trust);
        }
        if (differs(before, declared, "Description")
                || differs(before, declared, "MaxSessionDuration")) {
            ObjectNode settings = Target.input().put("RoleName", role);
            settings.put("Description", declared.path("Description").asText());
            settings.put(
                    "MaxSessionDuration",
                    declared.path("MaxSessionDuration").asInt(DEFAULT_SESSION_SECONDS));
            target.call(SERVICE, "UpdateRole", settings);
        }
        if (differs(before, declared, "Tags")) {
            retag(target, role, before, declared);
        }
        grant(target, role, declared);
        revoke(target, role, withoutGrantsOf(before, declared));
        return current;
    }

    private static void retag(Target target, String role, ObjectNode before, ObjectNode declared) {
        ArrayNode removed = Tagging.removed(before.path("Tags"), declared.path("Tags"));
        if (!removed.isEmpty()) {
            ObjectNode input = Target.input().put("RoleName", role);
            input.set("TagKeys", removed);
            target.call(SERVICE, "UntagRole", input);
        }
        if (declared.has("Tags")) {
            ObjectNode input = Target.input().put("RoleName", role);
            input.set("Tags", declared.get("Tags"));
            target.call(SERVICE, "TagRole", input);
        }
    }

    /** The policies of {@code before} that {@code declared} does not have. */
    private static ObjectNode withoutGrantsOf(ObjectNode before, ObjectNode declared) {
        Set<JsonNode> kept = new HashSet<>();
        declared.path("ManagedPolicyArns").forEach(kept::add);
        declared.path("Policies").forEach(policy -> kept.add(policy.path("PolicyName")));
        ObjectNode gone = Target.input();
        ArrayNode managed = gone.putArray("ManagedPolicyArns");
        for (JsonNode arn : before.path("ManagedPolicyArns")) {
            if (!kept.contains(arn)) {
                managed.add(arn);
            }
        }
        ArrayNode inline = gone.putArray("Policies");
        for (JsonNode policy : before.path("Policies")) {
            if (!kept.contains(policy.path("PolicyName"))) {
                inline.add(policy);
            }
        }
        return gone;
    }

    private static boolean differs(ObjectNode before, ObjectNode declared, String property) {
        return !before.path(property).equals(declared.path(property));
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        revoke(target, current.id(), declared);
        target.remove(SERVICE, "DeleteRole", Target.input().put("RoleName", current.id()));
    }

    private static void grant(Target target, String role, ObjectNode declared) {
        declared.path("ManagedPolicyArns")
                .forEach(arn -> target.call(SERVICE, "AttachRolePolicy", attachment(role, arn)));
        declared.path("Policies")
                .forEach(
                        policy -> {
                            ObjectNode input = Target.input().put("RoleName", role);
                            input.set("PolicyName", policy.path("PolicyName"));
                            input.put(
                                    "PolicyDocument",
                                    Target.document(policy.path("PolicyDocument")));
                            target.call(SERVICE, "PutRolePolicy", input);
                        });
    }

    private static void revoke(Target target, String role, ObjectNode declared) {
        declared.path("ManagedPolicyArns")
                .forEach(arn -> target.remove(SERVICE, "DetachRolePolicy", attachment(role, arn)));
        declared.path("Policies")
                .forEach(
                        policy -> {
                            ObjectNode input = Target.input().put("RoleName", role);
                            input.set("PolicyName", policy.path("PolicyName"));
                            target.remove(SERVICE, "DeleteRolePolicy", input);
                        });
    }

    private static ObjectNode attachment(String role, JsonNode arn) {
        return Target.input().put("RoleName", role).put("PolicyArn", arn.asText());
    }

    private static String nameOf(Target target, ObjectNode declared) {
        return declared.has("RoleName")
                ? declared.get("RoleName").asText()
                : target.generatedName(64);
    }
}
