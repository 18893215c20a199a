package dev.gatehouse.cloudformation.type.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Tagging;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.HashSet;
import java.util.Set;

/**
 * What templates give to roles, users and groups alike: managed policies, policies of their own,
 * tags.
 *
 * @param entity how the operations call it: Role, User or Group
 */
record EntityPolicies(String entity) {
    private static final String SERVICE = "iam";
    private static final String BOUNDARY = "PermissionsBoundary";
    private static final String TAGS = "Tags";

    /** An input that names one. */
    ObjectNode input(String name) {
        return Target.input().put(entity + "Name", name);
    }

    /** Attaches and puts all that is declared. */
    void grant(Target target, String name, ObjectNode declared) {
        declared.path("ManagedPolicyArns")
                .forEach(
                        arn ->
                                target.call(
                                        SERVICE,
                                        "Attach" + entity + "Policy",
                                        input(name).put("PolicyArn", arn.asText())));
        declared.path("Policies")
                .forEach(
                        policy -> {
                            ObjectNode input = input(name);
                            input.set("PolicyName", policy.path("PolicyName"));
                            input.put(
                                    "PolicyDocument",
                                    Target.document(policy.path("PolicyDocument")));
                            target.call(SERVICE, "Put" + entity + "Policy", input);
                        });
    }

    /** Sets the permissions boundary, or takes it away. */
    void bound(Target target, String name, ObjectNode before, ObjectNode declared) {
        if (before.path(BOUNDARY).equals(declared.path(BOUNDARY))) {
            return;
        }
        if (declared.has(BOUNDARY)) {
            ObjectNode input = input(name);
            input.set(BOUNDARY, declared.get(BOUNDARY));
            target.call(SERVICE, "Put" + entity + BOUNDARY, input);
        } else {
            target.call(SERVICE, "Delete" + entity + BOUNDARY, input(name));
        }
    }

    /** Changes the tags. */
    void tag(Target target, String name, ObjectNode before, ObjectNode declared) {
        if (before.path(TAGS).equals(declared.path(TAGS))) {
            return;
        }
        ArrayNode removed = Tagging.removed(before.path(TAGS), declared.path(TAGS));
        if (!removed.isEmpty()) {
            ObjectNode input = input(name);
            input.set("TagKeys", removed);
            target.call(SERVICE, "Untag" + entity, input);
        }
        if (!declared.path(TAGS).isEmpty()) {
            ObjectNode input = input(name);
            input.set(TAGS, declared.get(TAGS));
            target.call(SERVICE, "Tag" + entity, input);
        }
    }

    /** Detaches and deletes all that is declared. */
    void revoke(Target target, String name, ObjectNode declared) {
        declared.path("ManagedPolicyArns")
                .forEach(
                        arn ->
                                target.remove(
                                        SERVICE,
                                        "Detach" + entity + "Policy",
                                        input(name).put("PolicyArn", arn.asText())));
        declared.path("Policies")
                .forEach(
                        policy -> {
                            ObjectNode input = input(name);
                            input.set("PolicyName", policy.path("PolicyName"));
                            target.remove(SERVICE, "Delete" + entity + "Policy", input);
                        });
    }

    /** Brings policies and tags from what they were to what is declared now. */
    void change(Target target, String name, ObjectNode before, ObjectNode declared) {
        if (!before.path("Tags").equals(declared.path("Tags"))) {
            retag(target, name, before, declared);
        }
        grant(target, name, declared);
        revoke(target, name, withoutGrantsOf(before, declared));
    }

    private void retag(Target target, String name, ObjectNode before, ObjectNode declared) {
        ArrayNode removed = Tagging.removed(before.path("Tags"), declared.path("Tags"));
        if (!removed.isEmpty()) {
            ObjectNode input = input(name);
            input.set("TagKeys", removed);
            target.call(SERVICE, "Untag" + entity, input);
        }
        if (declared.has("Tags")) {
            ObjectNode input = input(name);
            input.set("Tags", declared.get("Tags"));
            target.call(SERVICE, "Tag" + entity, input);
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
}
