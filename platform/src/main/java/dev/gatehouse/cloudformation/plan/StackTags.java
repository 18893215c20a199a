package dev.gatehouse.cloudformation.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.template.Intrinsics;
import dev.gatehouse.cloudformation.template.ResourceDeclaration;
import dev.gatehouse.cloudformation.type.TagProperty;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A stack's tags are those of its resources too, where their types have tags; what a resource says
 * itself counts more (CloudFormation User Guide, "Resource tags").
 */
final class StackTags {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String IF = "Fn::If";
    private static final ObjectNode NOTHING = JSON.objectNode().put("Ref", "AWS::NoValue");

    /** In the order of their keys, so that the same tags are the same properties. */
    private final Map<String, String> tags;

    StackTags(Map<String, String> tags) {
        this.tags = new TreeMap<>(tags);
    }

    /**
     * A resource with the stack's tags beside its own; as it is where another function than {@code
     * Fn::If} gives those.
     */
    ResourceDeclaration on(ResourceDeclaration declared) {
        Optional<TagProperty> property = TagProperty.of(declared.type());
        if (tags.isEmpty() || property.isEmpty()) {
            return declared;
        }
        String name = property.get().name();
        JsonNode own = declared.properties().path(name);
        JsonNode whole = with(property.get(), own);
        if (whole.equals(own)) {
            return declared;
        }
        ObjectNode properties = declared.properties().deepCopy();
        properties.set(name, whole);
        return declared.with(declared.type(), properties);
    }

    private JsonNode with(TagProperty property, JsonNode own) {
        if (isChoice(own)) {
            return choice(own, with(property, chosen(own, 1)), with(property, chosen(own, 2)));
        }
        if (own instanceof ObjectNode object && Intrinsics.isCall(object)) {
            return own;
        }
        if (property.isList()) {
            return own.isMissingNode() || own.isArray() ? list(own) : own;
        }
        return own.isMissingNode() || own.isObject() ? map(own) : own;
    }

    private static boolean isChoice(JsonNode node) {
        return node.size() == 1 && node.path(IF).size() == 3;
    }

    /** What one side of a choice gives; missing where that is nothing. */
    private static JsonNode chosen(JsonNode choice, int side) {
        JsonNode given = choice.path(IF).path(side);
        return given.equals(NOTHING) ? MissingNode.getInstance() : given;
    }

    private static JsonNode choice(JsonNode former, JsonNode holds, JsonNode holdsNot) {
        ObjectNode choice = JSON.objectNode();
        choice.putArray(IF).add(former.path(IF).path(0)).add(holds).add(holdsNot);
        return choice;
    }

    private JsonNode list(JsonNode own) {
        ArrayNode whole = JSON.arrayNode();
        Set<String> given = new HashSet<>();
        own.forEach(tag -> whole.add(element(tag, given)));
        tags.forEach(
                (key, value) -> {
                    if (!given.contains(key)) {
                        whole.add(pair(key, value));
                    }
                });
        return whole;
    }

    /** A tag that is chosen or not: where it is not, there is the stack's under the same key. */
    private JsonNode element(JsonNode tag, Set<String> given) {
        if (!isChoice(tag)) {
            given.add(tag.path("Key").asText());
            return tag;
        }
        JsonNode holds = chosen(tag, 1);
        JsonNode holdsNot = chosen(tag, 2);
        String key = holds.path("Key").asText(holdsNot.path("Key").asText());
        String value = tags.get(key);
        if (value == null || !given.add(key)) {
            return tag;
        }
        JsonNode ours = pair(key, value);
        return choice(
                tag,
                holds.isMissingNode() ? ours : holds,
                holdsNot.isMissingNode() ? ours : holdsNot);
    }

    private static ObjectNode pair(String key, String value) {
        return JSON.objectNode().put("Key", key).put("Value", value);
    }

    private JsonNode map(JsonNode own) {
        ObjectNode whole = JSON.objectNode();
        own.properties().forEach(tag -> whole.set(tag.getKey(), tag.getValue()));
        tags.forEach(
                (key, value) -> {
                    if (!whole.has(key)) {
                        whole.put(key, value);
                    }
                });
        return whole;
    }
}
