package dev.gatehouse.cloudformation.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

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

    public static ObjectNode ref(String name) {
        return object().put("Ref", name);
    }

    public static ObjectNode attribute(String logicalId, String name) {
        return call("Fn::GetAtt", list().add(logicalId).add(name));
    }

    public static ObjectNode sub(String text) {
        return object().put("Fn::Sub", text);
    }

    private static ObjectNode call(String function, JsonNode argument) {
        ObjectNode call = object();
        call.set(function, argument);
        return call;
    }

    /** Copies the members that are there. */
    public static void copy(ObjectNode from, ObjectNode to, String... names) {
        for (String name : names) {
            if (from.has(name)) {
                to.set(name, from.get(name));
            }
        }
    }

    /** A map of tags as the list that CloudFormation has. */
    public static ArrayNode tags(String resource, JsonNode declared) {
        ArrayNode list = list();
        if (declared instanceof ObjectNode tags && !Intrinsics.isCall(tags)) {
            for (Map.Entry<String, JsonNode> tag : tags.properties()) {
                list.addObject().put("Key", tag.getKey()).set("Value", tag.getValue());
            }
        } else if (!declared.isMissingNode()) {
            throw TemplateErrors.of(
                    "Resource with id [%s] is invalid. Type of property 'Tags' is invalid.",
                    resource);
        }
        return list;
    }

    /** Names everything that is not in {@code supported}. */
    public static void requireOnly(
            Set<String> supported, JsonNode object, String where, Problems problems) {
        object.fieldNames()
                .forEachRemaining(
                        name -> {
                            if (!supported.contains(name)) {
                                problems.add("%s: the property %s is not supported", where, name);
                            }
                        });
    }
}
