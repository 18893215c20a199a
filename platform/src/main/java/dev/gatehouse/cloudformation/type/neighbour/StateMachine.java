package dev.gatehouse.cloudformation.type.neighbour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.MemberNames;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Tagging;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code AWS::StepFunctions::StateMachine}. */
final class StateMachine implements ResourceType {
    private static final String SERVICE = "states";
    private static final String ARN = "stateMachineArn";
    private static final String NAME = "StateMachineName";
    private static final String SUBSTITUTIONS = "DefinitionSubstitutions";
    private static final List<String> SETTINGS =
            List.of("RoleArn", "LoggingConfiguration", "TracingConfiguration");

    @Override
    public String name() {
        return "AWS::StepFunctions::StateMachine";
    }

    @Override
    public Set<String> properties() {
        return Set.of(
                NAME,
                "StateMachineType",
                "Definition.*",
                "DefinitionString",
                SUBSTITUTIONS + ".*",
                "RoleArn",
                "LoggingConfiguration.Destinations.CloudWatchLogsLogGroup.LogGroupArn",
                "LoggingConfiguration.IncludeExecutionData",
                "LoggingConfiguration.Level",
                "TracingConfiguration.Enabled",
                "Tags.*");
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        Physical known = physical(target, nameOf(target, declared));
        ObjectNode input = Target.input().put(ARN, known.id());
        return target.read(SERVICE, "DescribeStateMachine", input)
                .map(_ -> List.of(known))
                .orElse(List.of());
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        String machine = nameOf(target, declared);
        ObjectNode input = settings(declared).put("name", machine);
        if (declared.has("StateMachineType")) {
            input.set("type", declared.get("StateMachineType"));
        }
        if (declared.has("Tags")) {
            input.set("tags", tags(declared));
        }
        target.call(SERVICE, "CreateStateMachine", input);
        return physical(target, machine);
    }

    private static ObjectNode settings(ObjectNode declared) {
        ObjectNode input = MemberNames.lower(Differences.pick(declared, SETTINGS));
        return input.put("definition", definition(declared));
    }

    private static ArrayNode tags(ObjectNode declared) {
        ArrayNode tags = Target.input().arrayNode();
        Tagging.map(declared.path("Tags"))
                .properties()
                .forEach(
                        tag ->
                                tags.addObject()
                                        .put("key", tag.getKey())
                                        .set("value", tag.getValue()));
        return tags;
    }

    /** {@code ${name}} stands for a substitution. */
    private static String definition(ObjectNode declared) {
        String definition =
                declared.has("Definition")
                        ? declared.get("Definition").toString()
                        : declared.path("DefinitionString").asText();
        for (Map.Entry<String, JsonNode> each : declared.path(SUBSTITUTIONS).properties()) {
            definition = definition.replace("${" + each.getKey() + '}', each.getValue().asText());
        }
        return definition;
    }

    private static Physical physical(Target target, String machine) {
        String arn = Differences.arn(target, SERVICE, "stateMachine:" + machine);
        return new Physical(arn).with("Arn", arn).with("Name", machine);
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        ObjectNode input = settings(declared).put(ARN, current.id());
        target.call(SERVICE, "UpdateStateMachine", input);
        ArrayNode removed = Tagging.removed(before.path("Tags"), declared.path("Tags"));
        if (!removed.isEmpty()) {
            ObjectNode untagged = Target.input().put("resourceArn", current.id());
            target.call(SERVICE, "UntagResource", untagged.set("tagKeys", removed));
        }
        if (Differences.any(before, declared, "Tags") && !declared.path("Tags").isEmpty()) {
            ObjectNode tagged = Target.input().put("resourceArn", current.id());
            target.call(SERVICE, "TagResource", tagged.set("tags", tags(declared)));
        }
        return current;
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        target.remove(SERVICE, "DeleteStateMachine", Target.input().put(ARN, current.id()));
    }

    private static String nameOf(Target target, ObjectNode declared) {
        return declared.has(NAME) ? declared.get(NAME).asText() : target.generatedName(80);
    }
}
