package dev.gatehouse.cloudformation.type.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import dev.gatehouse.kernel.Arn;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code AWS::IAM::ManagedPolicy}, attached to roles, users and groups. */
public final class IamManagedPolicy implements ResourceType {
    private static final String SERVICE = "iam";
    private static final String ARN = "PolicyArn";
    private static final String DOCUMENT = "PolicyDocument";

    /** IAM keeps five versions; the oldest goes when another is to come. */
    private static final int MOST_VERSIONS = 5;

    private static final Map<String, String> HOLDERS =
            Map.of("Roles", "Role", "Users", "User", "Groups", "Group");

    @Override
    public String name() {
        return "AWS::IAM::ManagedPolicy";
    }

    @Override
    public Set<String> properties() {
        return Set.of(
                "ManagedPolicyName",
                "Description",
                "Path",
                DOCUMENT + ".*",
                "Roles",
                "Users",
                "Groups");
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        String path = declared.path("Path").asText("/");
        String arn =
                Arn.global(SERVICE, target.identity().account(), "policy" + path)
                        + nameOf(target, declared);
        return target.named(SERVICE, "GetPolicy", Target.input().put(ARN, arn), arn);
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        ObjectNode input = Target.input().put("PolicyName", nameOf(target, declared));
        for (String same : new String[] {"Description", "Path"}) {
            if (declared.has(same)) {
                input.set(same, declared.get(same));
            }
        }
        input.put(DOCUMENT, Target.document(declared.path(DOCUMENT)));
        JsonNode policy = target.call(SERVICE, "CreatePolicy", input).path("Policy");
        String arn = policy.path("Arn").asText();
        Physical made =
                new Physical(arn)
                        .with(ARN, arn)
                        .with("PolicyId", policy.path("PolicyId").asText())
                        .with("DefaultVersionId", policy.path("DefaultVersionId").asText());
        Target.complete(
                () -> attach(target, arn, Target.input(), declared),
                () -> delete(target, made, declared));
        return made;
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        String arn = current.id();
        if (!before.path(DOCUMENT).equals(declared.path(DOCUMENT))) {
            removeVersions(target, arn, MOST_VERSIONS - 1);
            ObjectNode input = Target.input().put(ARN, arn).put("SetAsDefault", true);
            input.put(DOCUMENT, Target.document(declared.path(DOCUMENT)));
            target.call(SERVICE, "CreatePolicyVersion", input);
        }
        attach(target, arn, before, declared);
        detach(target, arn, before, declared);
        return current;
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        detach(target, current.id(), declared, Target.input());
        removeVersions(target, current.id(), 1);
        target.remove(SERVICE, "DeletePolicy", Target.input().put(ARN, current.id()));
    }

    private static void attach(Target target, String arn, ObjectNode before, ObjectNode declared) {
        HOLDERS.forEach(
                (property, noun) -> {
                    for (JsonNode holder : declared.path(property)) {
                        if (!IamPolicy.contains(before.path(property), holder)) {
                            ObjectNode input = attachment(noun, holder, arn);
                            target.call(SERVICE, "Attach" + noun + "Policy", input);
                        }
                    }
                });
    }

    private static void detach(Target target, String arn, ObjectNode before, ObjectNode declared) {
        HOLDERS.forEach(
                (property, noun) -> {
                    for (JsonNode holder : before.path(property)) {
                        if (!IamPolicy.contains(declared.path(property), holder)) {
                            ObjectNode input = attachment(noun, holder, arn);
                            target.remove(SERVICE, "Detach" + noun + "Policy", input);
                        }
                    }
                });
    }

    /** Removes the oldest versions that are not in force, until no more than {@code most} stay. */
    private static void removeVersions(Target target, String arn, int most) {
        JsonNode versions =
                target.read(SERVICE, "ListPolicyVersions", Target.input().put(ARN, arn))
                        .orElse(Target.input())
                        .path("Versions");
        int left = versions.size();
        for (int index = versions.size() - 1; index >= 0 && left > most; index--) {
            JsonNode version = versions.get(index);
            if (!version.path("IsDefaultVersion").asBoolean()) {
                ObjectNode input = Target.input().put(ARN, arn);
                input.set("VersionId", version.path("VersionId"));
                target.call(SERVICE, "DeletePolicyVersion", input);
                left--;
            }
        }
    }

    private static ObjectNode attachment(String noun, JsonNode holder, String arn) {
        return Target.input().put(noun + "Name", holder.asText()).put(ARN, arn);
    }

    private static String nameOf(Target target, ObjectNode declared) {
        return declared.has("ManagedPolicyName")
                ? declared.get("ManagedPolicyName").asText()
                : target.generatedName(128);
    }
}
