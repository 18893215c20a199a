package dev.gatehouse.cloudformation.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Tags as templates declare them, and the calls that change those of a resource. */
public final class Tagging {
    private Tagging() {}

    /** A list of Key and Value pairs as a map; a map stays one. */
    public static ObjectNode map(JsonNode declared) {
        if (declared instanceof ObjectNode map) {
            return map;
        }
        ObjectNode tags = Target.input();
        declared.forEach(tag -> tags.put(tag.path("Key").asText(), tag.path("Value").asText()));
        return tags;
    }

    /** The keys that are gone. */
    public static ArrayNode removed(JsonNode before, JsonNode declared) {
        ObjectNode tags = map(declared);
        ArrayNode removed = Target.input().arrayNode();
        map(before)
                .fieldNames()
                .forEachRemaining(
                        key -> {
                            if (!tags.has(key)) {
                                removed.add(key);
                            }
                        });
        return removed;
    }

    /** Whether two declarations differ in what no tag is. */
    public static boolean differBeyond(ObjectNode before, ObjectNode declared) {
        return !before.deepCopy().without("Tags").equals(declared.deepCopy().without("Tags"));
    }

    /**
     * Changes the tags of a resource by TagResource and UntagResource.
     *
     * @param member the member that takes the ARN; its first letter's case is that of the others
     */
    public static void change(
            Target target,
            String service,
            String member,
            String arn,
            ObjectNode before,
            ObjectNode declared) {
        if (before.path("Tags").equals(declared.path("Tags"))) {
            return;
        }
        boolean lower = Character.isLowerCase(member.charAt(0));
        ArrayNode removed = removed(before.path("Tags"), declared.path("Tags"));
        if (!removed.isEmpty()) {
            ObjectNode input = Target.input().put(member, arn);
            input.set(lower ? "tagKeys" : "TagKeys", removed);
            target.call(service, "UntagResource", input);
        }
        ObjectNode tags = map(declared.path("Tags"));
        if (!tags.isEmpty()) {
            ObjectNode input = Target.input().put(member, arn);
            input.set(lower ? "tags" : "Tags", tags);
            target.call(service, "TagResource", input);
        }
    }
}
