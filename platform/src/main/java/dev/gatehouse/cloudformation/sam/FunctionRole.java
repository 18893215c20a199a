package dev.gatehouse.cloudformation.sam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.policy.ManagedPolicyNames;
import dev.gatehouse.cloudformation.sam.policy.PolicyTemplates;
import dev.gatehouse.cloudformation.template.Intrinsics;
import dev.gatehouse.cloudformation.template.Json;
import dev.gatehouse.cloudformation.template.ResourceDeclaration;
import java.util.Set;

/** The role SAM makes for a function that names none, from the function's policies. */
final class FunctionRole {
    private static final String CHOICE = "Fn::If";
    private static final String BASIC = "AWSLambdaBasicExecutionRole";
    private static final String DURABLE = "service-role/AWSLambdaBasicDurableExecutionRolePolicy";

    private final String function;
    private final Expansion expansion;
    private final ArrayNode managed = Json.list();
    private final ArrayNode inline = Json.list();

    /** What other properties need: behind the policies, whose names count them. */
    private final ArrayNode beside = Json.list();

    /**
     * @param durable whether the function is a durable one
     */
    FunctionRole(String function, boolean durable, Expansion expansion) {
        this.function = function;
        this.expansion = expansion;
        attach(durable ? DURABLE : BASIC);
    }

    /** Attaches a policy that AWS manages. */
    void attach(String name) {
        attach(managed(name));
    }

    /**
     * @param policies one, or a list of them; missing when the function has none
     */
    ResourceDeclaration of(JsonNode policies, JsonNode tags) {
        if (policies.isArray()) {
            policies.forEach(this::add);
        } else if (!policies.isMissingNode()) {
            add(policies);
        }
        inline.addAll(beside);
        ObjectNode statement = Json.object().put("Effect", "Allow");
        statement.set("Action", Json.list().add("sts:AssumeRole"));
        statement.set(
                "Principal", Json.object().set("Service", Json.list().add("lambda.amazonaws.com")));
        ObjectNode role = Json.object();
        role.set("AssumeRolePolicyDocument", PolicyTemplates.document(statement));
        role.set("ManagedPolicyArns", managed);
        if (!inline.isEmpty()) {
            role.set("Policies", inline);
        }
        role.set("Tags", tags);
        return ResourceDeclaration.of(function + "Role", "AWS::IAM::Role", role);
    }

    /** Has an action allowed by an inline policy of its own. */
    void allow(String name, String action, JsonNode resource) {
        ObjectNode statement = Json.object().put("Effect", "Allow");
        statement.put("Action", action);
        statement.set("Resource", resource);
        ObjectNode entry = Json.object().put("PolicyName", name);
        entry.set("PolicyDocument", PolicyTemplates.document(statement));
        beside.add(entry);
    }

    private void add(JsonNode policy) {
        if (policy.has(CHOICE) && isReference(policy.path(CHOICE).path(1))) {
            ArrayNode sides = Json.list().add(policy.path(CHOICE).path(0));
            sides.add(reference(policy.path(CHOICE).path(1)));
            sides.add(reference(policy.path(CHOICE).path(2)));
            attach(Json.object().set(CHOICE, sides));
        } else if (isReference(policy)) {
            attach(reference(policy));
        } else {
            ObjectNode entry = Json.object();
            entry.put("PolicyName", function + "RolePolicy" + inline.size());
            entry.set("PolicyDocument", policy.has("Statement") ? policy : template(policy));
            inline.add(entry);
        }
    }

    private ObjectNode template(JsonNode policy) {
        PolicyTemplates.Use use = PolicyTemplates.use(function, policy);
        String where = "Resource " + function + ", " + use.name();
        expansion.requireOnly(Set.of(use.parameter()), policy.path(use.name()), where);
        return use.document();
    }

    private void attach(JsonNode arn) {
        if (managed.valueStream().noneMatch(arn::equals)) {
            managed.add(arn);
        }
    }

    /** Whether a policy is named by name or ARN, which a function may give. */
    private static boolean isReference(JsonNode policy) {
        return policy.isTextual() || (policy instanceof ObjectNode call && Intrinsics.isCall(call));
    }

    private static JsonNode reference(JsonNode policy) {
        return policy.isTextual() && !policy.asText().startsWith("arn:")
                ? managed(policy.asText())
                : policy;
    }

    private static ObjectNode managed(String name) {
        return Json.sub(
                "arn:${AWS::Partition}:iam::aws:policy/" + ManagedPolicyNames.withPath(name));
    }
}
