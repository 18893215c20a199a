package dev.gatehouse.cloudformation.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** {@code AWS::IAM::Role} with its inline and managed policies. */
final class IamRole implements ResourceType {
    private static final String SERVICE = "iam";

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
                "AssumeRolePolicyDocument",
                "ManagedPolicyArns",
                "Policies",
                "MaxSessionDuration",
                "Tags");
    }

    @Override
    public Set<String> replacing() {
        return Set.of("RoleName", "Path", "Description", "MaxSessionDuration", "Tags");
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        ObjectNode input = declared.deepCopy();
        if (!input.has("RoleName")) {
            input.put("RoleName", target.generatedName(64));
        }
        input.put("AssumeRolePolicyDocument", declared.path("AssumeRolePolicyDocument").toString());
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
        ObjectNode trust = Target.input().put("RoleName", current.id());
        trust.put("PolicyDocument", declared.path("AssumeRolePolicyDocument").toString());
        target.call(SERVICE, "UpdateAssumeRolePolicy", trust);
        revoke(target, current.id(), before);
        grant(target, current.id(), declared);
        return current;
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
                            input.put("PolicyDocument", policy.path("PolicyDocument").toString());
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
}
