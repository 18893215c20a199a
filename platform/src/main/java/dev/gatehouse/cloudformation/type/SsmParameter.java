package dev.gatehouse.cloudformation.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Tagging;
import dev.gatehouse.cloudformation.resource.Target;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code AWS::SSM::Parameter}, which makes no SecureString on AWS either. */
final class SsmParameter implements ResourceType {
    private static final String SERVICE = "ssm";
    private static final String NAME = "Name";
    private static final String TAGS = "Tags";
    private static final int LONGEST_NAME = 512;

    private static final List<String> SAME =
            List.of("Type", "Value", "Description", "AllowedPattern", "Tier", "DataType");

    @Override
    public String name() {
        return "AWS::SSM::Parameter";
    }

    @Override
    public Set<String> properties() {
        return Set.of(
                NAME,
                "Type",
                "Value",
                "Description",
                "AllowedPattern",
                "Tier",
                "DataType",
                TAGS + ".*");
    }

    /** CloudFormation User Guide, "AWS::SSM::Parameter", return values. */
    @Override
    public Set<String> attributes() {
        return Set.of("Type", "Value");
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        String name = nameOf(target, declared);
        return target.named(SERVICE, "GetParameter", Target.input().put(NAME, name), name);
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        String name = nameOf(target, declared);
        ObjectNode input = input(name, declared);
        ArrayNode tags = tags(Tagging.map(declared.path(TAGS)));
        if (!tags.isEmpty()) {
            input.set(TAGS, tags);
        }
        target.call(SERVICE, "PutParameter", input);
        return made(name, declared);
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        if (SAME.stream().anyMatch(each -> !before.path(each).equals(declared.path(each)))) {
            ObjectNode input = input(current.id(), declared).put("Overwrite", true);
            for (String optional : List.of("Description", "AllowedPattern")) {
                if (before.has(optional) && !declared.has(optional)) {
                    input.put(optional, "");
                }
            }
            target.call(SERVICE, "PutParameter", input);
        }
        ArrayNode removed = Tagging.removed(before.path(TAGS), declared.path(TAGS));
        if (!removed.isEmpty()) {
            ObjectNode input = tagged(current.id());
            input.set("TagKeys", removed);
            target.call(SERVICE, "RemoveTagsFromResource", input);
        }
        ArrayNode tags = tags(Tagging.map(declared.path(TAGS)));
        if (!tags.isEmpty() && !before.path(TAGS).equals(declared.path(TAGS))) {
            ObjectNode input = tagged(current.id());
            input.set(TAGS, tags);
            target.call(SERVICE, "AddTagsToResource", input);
        }
        return made(current.id(), declared);
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        target.remove(SERVICE, "DeleteParameter", Target.input().put(NAME, current.id()));
    }

    private static Physical made(String name, ObjectNode declared) {
        return new Physical(name)
                .with("Type", declared.path("Type").asText())
                .with("Value", declared.path("Value").asText());
    }

    private static ObjectNode input(String name, ObjectNode declared) {
        if (declared.path("Type").asText().equals("SecureString")) {
            throw TemplateErrors.of(
                    "SSM Parameters of type SecureString cannot be created using CloudFormation");
        }
        ObjectNode input = Target.input().put(NAME, name);
        for (String same : SAME) {
            if (declared.has(same)) {
                input.set(same, declared.get(same));
            }
        }
        return input;
    }

    private static ObjectNode tagged(String name) {
        return Target.input().put("ResourceType", "Parameter").put("ResourceId", name);
    }

    private static ArrayNode tags(ObjectNode declared) {
        ArrayNode tags = Target.input().arrayNode();
        for (Map.Entry<String, JsonNode> tag : declared.properties()) {
            tags.addObject().put("Key", tag.getKey()).put("Value", tag.getValue().asText());
        }
        return tags;
    }

    private static String nameOf(Target target, ObjectNode declared) {
        return declared.has(NAME)
                ? declared.get(NAME).asText()
                : "CFN-" + target.generatedName(LONGEST_NAME);
    }
}
