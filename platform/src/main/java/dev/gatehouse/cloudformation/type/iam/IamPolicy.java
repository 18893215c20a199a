package dev.gatehouse.cloudformation.type.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code AWS::IAM::Policy}: an inline policy of roles, users and groups. */
public final class IamPolicy implements ResourceType {
    private static final String SERVICE = "iam";
    private static final String NAME = "PolicyName";

    /** Who holds it, by the property that lists them. */
    private static final Map<String, String> HOLDERS =
            Map.of("Roles", "Role", "Users", "User", "Groups", "Group");

    @Override
    public String name() {
        return "AWS::IAM::Policy";
    }

    @Override
    public Set<String> properties() {
        return Set.of(NAME, "PolicyDocument.*", "Roles", "Users", "Groups");
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        // Its id is generated, and removing one that is not there is fine.
        return List.of(new Physical(target.generatedName(64)));
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        put(target, declared);
        return new Physical(target.generatedName(64));
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        put(target, declared);
        boolean renamed = !before.path(NAME).equals(declared.path(NAME));
        HOLDERS.forEach(
                (property, noun) -> {
                    for (JsonNode holder : before.path(property)) {
                        if (renamed || !contains(declared.path(property), holder)) {
                            remove(target, noun, holder, before);
                        }
                    }
                });
        return current;
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        HOLDERS.forEach(
                (property, noun) ->
                        declared.path(property)
                                .forEach(holder -> remove(target, noun, holder, declared)));
    }

    private static void put(Target target, ObjectNode declared) {
        if (HOLDERS.keySet().stream().allMatch(property -> declared.path(property).isEmpty())) {
            throw TemplateErrors.of("At least one of [Groups,Roles,Users] must be non-empty.");
        }
        HOLDERS.forEach(
                (property, noun) -> {
                    for (JsonNode holder : declared.path(property)) {
                        ObjectNode input = identity(noun, holder, declared);
                        input.put(
                                "PolicyDocument", Target.document(declared.path("PolicyDocument")));
                        target.call(SERVICE, "Put" + noun + "Policy", input);
                    }
                });
    }

    private static void remove(Target target, String noun, JsonNode holder, ObjectNode declared) {
        target.remove(SERVICE, "Delete" + noun + "Policy", identity(noun, holder, declared));
    }

    private static ObjectNode identity(String noun, JsonNode holder, ObjectNode declared) {
        return Target.input()
                .put(noun + "Name", holder.asText())
                .put(NAME, declared.path(NAME).asText());
    }

    static boolean contains(JsonNode list, JsonNode element) {
        return list.valueStream().anyMatch(element::equals);
    }
}
