package dev.gatehouse.cloudformation.sam.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.expansion.Declared;
import dev.gatehouse.cloudformation.sam.expansion.Made;
import dev.gatehouse.cloudformation.sam.expansion.SamErrors;
import dev.gatehouse.cloudformation.sam.expansion.Values;
import dev.gatehouse.cloudformation.template.Json;

/** The role SAM makes for a function or a state machine that names none, from its policies. */
public final class ExecutionRole {
    private static final String IF = "Fn::If";

    private enum Kind {
        MANAGED,
        STATEMENTS,
        TEMPLATE,
        UNKNOWN
    }

    private final String owner;
    private final String partition;
    private final ArrayNode managed = Json.list();
    private final ArrayNode inline = Json.list();
    private final Made role;

    /**
     * @param trust who may assume it
     */
    public ExecutionRole(Declared owner, String partition, JsonNode trust) {
        this.owner = owner.id();
        this.partition = partition;
        this.role = new Made(owner.id() + "Role", "AWS::IAM::Role", owner.passed());
        role.set("AssumeRolePolicyDocument", trust).set("ManagedPolicyArns", managed);
    }

    public String id() {
        return role.id();
    }

    /** The resource; what is added later is part of it. */
    public Made made() {
        return role;
    }

    /** Attaches a policy that AWS manages. */
    public void attach(String path) {
        attach(Json.text(ManagedPolicyNames.of(partition, path)));
    }

    private void attach(JsonNode arn) {
        Values.addUnique(managed, arn);
    }

    /** Adds an inline policy whose document the role does not have yet. */
    public void addDistinct(ObjectNode policy) {
        for (JsonNode each : inline) {
            if (each.path("PolicyDocument").equals(policy.get("PolicyDocument"))) {
                return;
            }
        }
        add(policy);
    }

    /** Adds an inline policy. */
    public void add(ObjectNode policy) {
        inline.add(policy);
        role.set("Policies", inline);
    }

    /**
     * Adds what the resource's Policies say.
     *
     * @param policies one, or a list of them; missing when it has none
     */
    public void addAll(JsonNode policies) {
        if (!Values.isTrue(policies)) {
            return;
        }
        int index = 0;
        for (JsonNode policy : Values.list(policies)) {
            add(policy, index++);
        }
    }

    private void add(JsonNode policy, int index) {
        switch (kind(policy)) {
            case MANAGED -> attach(managed(policy));
            case STATEMENTS, TEMPLATE -> add((ObjectNode) named(policy, index));
            case UNKNOWN ->
                    throw SamErrors.resource(
                            owner,
                            "Policy at index "
                                    + index
                                    + " in the 'Policies' property is not valid");
        }
    }

    private JsonNode named(JsonNode policy, int index) {
        if (Values.isChoice(policy)) {
            ArrayNode sides = policy.get(IF).deepCopy();
            for (int side = 1; side < sides.size(); side++) {
                if (!Values.isNoValue(sides.get(side))) {
                    sides.set(side, named(sides.get(side), index));
                }
            }
            return Json.object().set(IF, sides);
        }
        ObjectNode document =
                PolicyTemplates.isUse(policy)
                        ? PolicyTemplates.document(owner, policy)
                        : (ObjectNode) policy;
        return Policies.inline(id() + "Policy" + index, document);
    }

    private JsonNode managed(JsonNode policy) {
        if (policy.isTextual()) {
            return Json.text(ManagedPolicyNames.arn(partition, policy.asText()));
        }
        if (!Values.isChoice(policy)) {
            return policy;
        }
        ArrayNode sides = policy.get(IF).deepCopy();
        for (int side = 1; side < sides.size(); side++) {
            if (sides.get(side).isTextual()) {
                sides.set(side, managed(sides.get(side)));
            }
        }
        return Json.object().set(IF, sides);
    }

    private static Kind kind(JsonNode policy) {
        if (policy.isTextual()) {
            return Kind.MANAGED;
        }
        if (Values.isChoice(policy)) {
            return kindOfChoice(policy.get(IF));
        }
        if (Values.isCall(policy)) {
            return Kind.MANAGED;
        }
        if (policy.isObject() && policy.has("Statement")) {
            return Kind.STATEMENTS;
        }
        return PolicyTemplates.isUse(policy) ? Kind.TEMPLATE : Kind.UNKNOWN;
    }

    private static Kind kindOfChoice(JsonNode sides) {
        if (!sides.isArray() || sides.size() != 3) {
            throw SamErrors.template("Fn::If requires 3 arguments");
        }
        Kind first = kind(sides.get(1));
        Kind second = kind(sides.get(2));
        if (first == second || Values.isNoValue(sides.get(2))) {
            return first;
        }
        if (Values.isNoValue(sides.get(1))) {
            return second;
        }
        throw SamErrors.template(
                "Different policy types within the same Fn::If statement is unsupported. Separate"
                        + " different policy types into different Fn::If statements");
    }
}
