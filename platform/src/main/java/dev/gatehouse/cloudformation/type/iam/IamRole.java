package dev.gatehouse.cloudformation.type.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.List;
import java.util.Set;

/** {@code AWS::IAM::Role} with its inline and managed policies. */
public final class IamRole implements ResourceType {
    private static final String SERVICE = "iam";
    private static final EntityPolicies POLICIES = new EntityPolicies("Role");
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
                "PermissionsBoundary",
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
        Target.complete(
                () -> POLICIES.grant(target, name, declared), () -> delete(target, made, declared));
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
        POLICIES.change(target, role, before, declared);
        POLICIES.bound(target, role, before, declared);
        POLICIES.tag(target, role, before, declared);
        return current;
    }

    private static boolean differs(ObjectNode before, ObjectNode declared, String property) {
        return !before.path(property).equals(declared.path(property));
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        POLICIES.revoke(target, current.id(), declared);
        target.remove(SERVICE, "DeleteRole", Target.input().put("RoleName", current.id()));
    }

    private static String nameOf(Target target, ObjectNode declared) {
        return declared.has("RoleName")
                ? declared.get("RoleName").asText()
                : target.generatedName(64);
    }
}
