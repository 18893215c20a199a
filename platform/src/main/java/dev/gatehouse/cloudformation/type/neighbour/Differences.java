package dev.gatehouse.cloudformation.type.neighbour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Tagging;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.Collection;
import java.util.Map;

/** What a template changes of a resource, as services are told of it. */
final class Differences {
    private Differences() {}

    /** Whether any of some properties is another than before. */
    static boolean any(ObjectNode before, ObjectNode declared, String... properties) {
        for (String property : properties) {
            if (!before.path(property).equals(declared.path(property))) {
                return true;
            }
        }
        return false;
    }

    /** Some of the declared properties, those that are there. */
    static ObjectNode pick(ObjectNode declared, Collection<String> properties) {
        ObjectNode picked = Target.input();
        for (String property : properties) {
            if (declared.has(property)) {
                picked.set(property, declared.get(property));
            }
        }
        return picked;
    }

    /** The properties as attributes: text each, documents as JSON. */
    static ObjectNode attributes(ObjectNode declared, Collection<String> names) {
        ObjectNode attributes = Target.input();
        for (String name : names) {
            if (declared.has(name)) {
                attributes.put(name, text(declared.get(name)));
            }
        }
        return attributes;
    }

    /**
     * The attributes that are another than before; one that is gone goes back to what it is without
     * being set.
     *
     * @param defaults by name; empty where there is none
     */
    static ObjectNode changed(
            ObjectNode before,
            ObjectNode declared,
            Collection<String> names,
            Map<String, String> defaults) {
        ObjectNode changed = Target.input();
        for (String name : names) {
            if (any(before, declared, name)) {
                changed.put(
                        name,
                        declared.has(name)
                                ? text(declared.get(name))
                                : defaults.getOrDefault(name, ""));
            }
        }
        return changed;
    }

    private static String text(JsonNode value) {
        return value.isContainerNode() ? value.toString() : value.asText();
    }

    /**
     * Changes tags that a service takes as a list of pairs.
     *
     * @param member the member that takes the ARN; its first letter's case is that of the others
     */
    static void tagList(
            Target target,
            String service,
            String member,
            String arn,
            ObjectNode before,
            ObjectNode declared) {
        boolean lower = Character.isLowerCase(member.charAt(0));
        ArrayNode removed = Tagging.removed(before.path("Tags"), declared.path("Tags"));
        ObjectNode former = Tagging.map(before.path("Tags"));
        // What changes goes first: moto keeps both values of a table's tag.
        Tagging.map(declared.path("Tags"))
                .properties()
                .forEach(
                        tag -> {
                            JsonNode old = former.get(tag.getKey());
                            if (old != null && !old.equals(tag.getValue())) {
                                removed.add(tag.getKey());
                            }
                        });
        if (!removed.isEmpty()) {
            ObjectNode input = Target.input().put(member, arn);
            input.set(lower ? "tagKeys" : "TagKeys", removed);
            target.call(service, "UntagResource", input);
        }
        if (any(before, declared, "Tags") && !declared.path("Tags").isEmpty()) {
            ObjectNode input = Target.input().put(member, arn);
            input.set(lower ? "tags" : "Tags", declared.get("Tags"));
            target.call(service, "TagResource", input);
        }
    }

    /** The ARN of something in the account and region of a stack. */
    static String arn(Target target, String service, String resource) {
        return "arn:%s:%s:%s:%s:%s"
                .formatted(
                        target.identity().region().partition(),
                        service,
                        target.identity().region().name(),
                        target.identity().account().value(),
                        resource);
    }
}
