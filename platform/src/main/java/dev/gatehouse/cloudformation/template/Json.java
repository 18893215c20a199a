package dev.gatehouse.cloudformation.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Small builders of template trees. */
public final class Json {
    private static final JsonNodeFactory FACTORY = JsonNodeFactory.instance;

    private Json() {}

    public static ObjectNode object() {
        return FACTORY.objectNode();
    }

    public static ArrayNode list() {
        return FACTORY.arrayNode();
    }

    public static JsonNode text(String value) {
        return FACTORY.textNode(value);
    }

    public static ObjectNode sub(String text) {
        return object().put("Fn::Sub", text);
    }

    /** Copies the members that are there. */
    public static void copy(ObjectNode from, ObjectNode to, String... names) {
        for (String name : names) {
            if (from.has(name)) {
                to.set(name, from.get(name));
            }
        }
    }
}
