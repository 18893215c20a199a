package dev.gatehouse.cloudformation.sam.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.event.MachineEvents;
import dev.gatehouse.cloudformation.sam.event.Target;
import dev.gatehouse.cloudformation.sam.expansion.Declared;
import dev.gatehouse.cloudformation.sam.expansion.Expansion;
import dev.gatehouse.cloudformation.sam.expansion.Made;
import dev.gatehouse.cloudformation.sam.expansion.S3Location;
import dev.gatehouse.cloudformation.sam.expansion.Tags;
import dev.gatehouse.cloudformation.sam.expansion.Values;
import dev.gatehouse.cloudformation.sam.policy.ExecutionRole;
import dev.gatehouse.cloudformation.sam.policy.Policies;
import dev.gatehouse.cloudformation.sam.python.PythonJson;
import dev.gatehouse.cloudformation.template.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Expands a state machine: itself, its role when it names none, its alias and its events. */
public final class ServerlessStateMachine {
    private static final int INDENT = 4;

    private final Declared declared;
    private final Expansion expansion;

    public ServerlessStateMachine(Declared declared, Expansion expansion) {
        this.declared = declared;
        this.expansion = expansion;
    }

    public void expand() {
        Made machine =
                new Made(declared.id(), "AWS::StepFunctions::StateMachine", declared.attributes());
        List<Made> made = new ArrayList<>(List.of(machine));
        define(machine);
        JsonNode role = declared.get("Role");
        if (Values.isTrue(role) && Values.isTrue(declared.get("Policies"))) {
            throw declared.invalid(
                    "Specify either 'Role' or 'Policies' (but not both at the same time) or"
                            + " neither of them");
        }
        if (Values.isTrue(role)) {
            machine.set("RoleArn", role);
        } else {
            ExecutionRole own = role();
            machine.set("RoleArn", Values.attribute(own.id(), "Arn"));
            made.add(own.made());
        }
        machine.set("StateMachineName", declared.get("Name"));
        machine.set("StateMachineType", declared.get("Type"));
        machine.set("LoggingConfiguration", declared.get("Logging"));
        machine.set("TracingConfiguration", declared.get("Tracing"));
        machine.set("Tags", Tags.ownOfMachine().addAll(Tags.list(declared.get("Tags"))));
        Target target = Target.referred(declared, declared.id());
        if (addAlias(made) && Values.isTrue(declared.get("UseAliasAsEventTarget"))) {
            target = Target.referred(declared, made.getLast().id());
        }
        made.addAll(
                new MachineEvents(target, expansion)
                        .made(declared.get("Events"), declared.get("PermissionsBoundary")));
        Tags.propagate(made, declared.get("Tags"), Values.isTrue(declared.get("PropagateTags")));
        expansion.replace(declared, made, Map.of());
    }

    private void define(Made machine) {
        JsonNode given = declared.get("Definition");
        JsonNode uri = declared.get("DefinitionUri");
        JsonNode substitutions = declared.get("DefinitionSubstitutions");
        ObjectNode all =
                substitutions instanceof ObjectNode object ? object.deepCopy() : Json.object();
        if (Values.isTrue(given) && Values.isTrue(uri)) {
            throw declared.invalid(
                    "Specify either 'Definition' or 'DefinitionUri' property and not both.");
        }
        if (Values.isTrue(given)) {
            JsonNode definition = given.deepCopy();
            substitute(definition, all, new int[] {1});
            ArrayNode lines = Json.list();
            PythonJson.indented(definition, INDENT).lines().forEach(lines::add);
            machine.set(
                    "DefinitionString",
                    Json.object().set("Fn::Join", Json.list().add("\n").add(lines)));
        } else if (Values.isTrue(uri)) {
            machine.set("DefinitionS3Location", S3Location.ofDefinition(uri, declared.id()));
        } else {
            throw declared.invalid(
                    "Either 'Definition' or 'DefinitionUri' property must be specified.");
        }
        if (!all.isEmpty()) {
            machine.set("DefinitionSubstitutions", all);
        }
    }

    /** What has its value only in a stack stands outside of the definition. */
    private static void substitute(JsonNode tree, ObjectNode values, int[] next) {
        if (tree instanceof ObjectNode object) {
            Map<String, JsonNode> sorted = new TreeMap<>();
            object.properties().forEach(each -> sorted.put(each.getKey(), each.getValue()));
            sorted.forEach(
                    (key, value) -> {
                        if (isDynamic(value)) {
                            object.put(key, substitution(value, values, next));
                        } else {
                            substitute(value, values, next);
                        }
                    });
        } else if (tree instanceof ArrayNode array) {
            for (int index = 0; index < array.size(); index++) {
                if (isDynamic(array.get(index))) {
                    array.set(index, Json.text(substitution(array.get(index), values, next)));
                } else {
                    substitute(array.get(index), values, next);
                }
            }
        }
    }

    private static boolean isDynamic(JsonNode value) {
        return Values.isCall(value) || Values.isDynamicReference(value);
    }

    private static String substitution(JsonNode value, ObjectNode values, int[] next) {
        String name = "definition_substitution_" + next[0]++;
        values.set(name, value);
        return "${" + name + "}";
    }

    private ExecutionRole role() {
        ExecutionRole role =
                new ExecutionRole(
                        declared, expansion.partition(), Policies.trust("states.amazonaws.com"));
        ArrayNode policies = Json.list();
        if (Values.isTrue(declared.get("Policies"))) {
            policies.addAll(Values.list(declared.get("Policies")));
        }
        JsonNode traced = declared.get("Tracing").path("Enabled");
        if (traced.isBoolean() && traced.asBoolean()) {
            policies.add(
                    expansion.partition().equals("aws")
                            ? "AWSXrayWriteOnlyAccess"
                            : "AWSXRayDaemonWriteAccess");
        }
        role.addAll(policies);
        role.made()
                .copy(declared.properties(), "PermissionsBoundary")
                .set("Path", declared.get("RolePath"))
                .set("Tags", Tags.ownOfMachine().addAll(Tags.list(declared.get("Tags"))));
        return role;
    }

    private boolean addAlias(List<Made> made) {
        JsonNode name = declared.get("AutoPublishAlias");
        boolean preferred = Values.isTrue(declared.get("DeploymentPreference"));
        if (!Values.isTrue(name)) {
            if (Values.isTrue(declared.get("UseAliasAsEventTarget"))) {
                throw declared.invalid(
                        "'UseAliasAsEventTarget' requires 'AutoPublishAlias' property to be"
                                + " specified.");
            }
            if (preferred) {
                throw declared.invalid(
                        "'DeploymentPreference' requires 'AutoPublishAlias' property to be"
                                + " specified.");
            }
            return false;
        }
        ObjectNode kept = declared.passed();
        for (String policy : List.of("DeletionPolicy", "UpdateReplacePolicy")) {
            if (!kept.has(policy)) {
                kept.put(policy, "Retain");
            }
        }
        Made version =
                new Made(
                        declared.id() + "Version", "AWS::StepFunctions::StateMachineVersion", kept);
        version.set("StateMachineArn", Values.ref(declared.id()));
        version.set(
                "StateMachineRevisionId",
                Values.attribute(declared.id(), "StateMachineRevisionId"));
        made.add(version);
        Made alias =
                new Made(
                        declared.id() + "Alias" + name.asText(),
                        "AWS::StepFunctions::StateMachineAlias",
                        declared.passed());
        ObjectNode preference =
                preferred
                        ? declared.get("DeploymentPreference").deepCopy()
                        : Json.object().put("Type", "ALL_AT_ONCE");
        preference.set("StateMachineVersionArn", Values.ref(version.id()));
        made.add(alias.set("Name", name).set("DeploymentPreference", preference));
        return true;
    }
}
