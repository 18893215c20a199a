package dev.gatehouse.cloudformation.sam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/**
 * The Globals section: properties that every resource of a kind starts from. A resource's own value
 * wins; maps merge and lists are appended to, as the SAM specification has it.
 */
final class Globals {
    private static final Map<String, String> SECTIONS =
            Map.of(
                    "Function", "AWS::Serverless::Function",
                    "HttpApi", "AWS::Serverless::HttpApi",
                    "Api", "AWS::Serverless::Api");

    private final ObjectNode section;

    Globals(ObjectNode section) {
        Json.requireOnly(SECTIONS.keySet(), section, "Globals");
        this.section = section;
    }

    /** A resource's properties on top of the globals of its type. */
    ObjectNode apply(String type, ObjectNode properties) {
        for (Map.Entry<String, String> kind : Set.copyOf(SECTIONS.entrySet())) {
            if (kind.getValue().equals(type)
                    && section.get(kind.getKey()) instanceof ObjectNode global) {
                return (ObjectNode) merge(global, properties);
            }
        }
        return properties;
    }

    private static JsonNode merge(JsonNode global, JsonNode own) {
        if (global instanceof ObjectNode below && own instanceof ObjectNode above) {
            ObjectNode merged = below.deepCopy();
            above.properties()
                    .forEach(
                            member ->
                                    merged.set(
                                            member.getKey(),
                                            merged.has(member.getKey())
                                                    ? merge(
                                                            merged.get(member.getKey()),
                                                            member.getValue())
                                                    : member.getValue()));
            return merged;
        }
        if (global instanceof ArrayNode below && own instanceof ArrayNode above) {
            return below.deepCopy().addAll(above);
        }
        return own;
    }
}
