package dev.gatehouse.cloudformation.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.client.AwsServices;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.cloudformation.live.LiveState;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.PropertyPaths;
import dev.gatehouse.cloudformation.resource.Target;
import dev.gatehouse.cloudformation.response.CustomResponses;
import dev.gatehouse.cloudformation.schema.ResourceSchema;
import dev.gatehouse.cloudformation.schema.SchemaCheck;
import dev.gatehouse.cloudformation.type.ResourceTypes;
import dev.gatehouse.cloudformation.type.TagProperty;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The resources of one type that somebody sees and changes, by the handlers that stacks use. */
final class Resources {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Target target;
    private final String type;
    private final ResourceSchema schema;

    /**
     * @throws dev.gatehouse.kernel.ServiceException TypeNotFoundException
     */
    Resources(
            AwsServices services, CallerIdentity identity, CustomResponses responses, String type) {
        if (!ResourceTypes.isKnown(type) || type.startsWith("Custom::")) {
            throw ControlErrors.unknownType(type);
        }
        this.type = type;
        this.schema =
                ResourceTypes.schema(type)
                        .orElseThrow(() -> ControlErrors.unsupported(type, "READ"));
        String name = type.substring(type.lastIndexOf(':') + 1);
        this.target =
                new Target(
                        services.as(identity),
                        identity,
                        "cloudcontrol",
                        "",
                        name,
                        Target.newToken(),
                        responses);
    }

    /** The document of a resource's properties that a request has. */
    static ObjectNode document(String text) {
        try {
            if (JSON.readTree(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException malformed) {
            throw ControlErrors.invalid("The properties are not well-formed JSON");
        }
        throw ControlErrors.invalid("The properties are not a JSON object");
    }

    private LiveState live(String action) {
        return LiveState.of(type).orElseThrow(() -> ControlErrors.unsupported(type, action));
    }

    Optional<ObjectNode> find(String identifier) {
        return live("READ").read(target, LiveState.parts(schema, identifier));
    }

    ObjectNode read(String identifier) {
        return find(identifier).orElseThrow(() -> ControlErrors.absent(type, identifier));
    }

    /** Properties by identifier, of all that there are. */
    List<Map.Entry<String, ObjectNode>> list(JsonNode model) {
        LiveState live = live("LIST");
        if (!live.lists()) {
            throw ControlErrors.unsupported(type, "LIST");
        }
        Map<String, String> known = new LinkedHashMap<>();
        for (String part : live.within()) {
            if (!model.path(part).isTextual()) {
                throw ControlErrors.invalid(
                        "Missing or invalid ResourceModel property in %s list handler request"
                                        .formatted(type)
                                + " input. Required property: ["
                                + part
                                + "]");
            }
            known.put(part, model.path(part).asText());
        }
        return live.list(target, known).stream()
                .map(each -> Map.entry(identifier(each), each))
                .toList();
    }

    private String identifier(ObjectNode properties) {
        Map<String, String> parts = new LinkedHashMap<>();
        schema.identifier().forEach(part -> parts.put(part, properties.path(part).asText()));
        return LiveState.identifier(schema, parts);
    }

    /** Makes one; its identifier. */
    String create(ObjectNode wanted) {
        require(wanted);
        Physical made = ResourceTypes.named(type).create(target, wanted);
        return LiveState.identifier(schema, LiveState.parts(schema, made, wanted));
    }

    private void require(ObjectNode wanted) {
        List<String> violations = SchemaCheck.of(schema, wanted).violations();
        if (!violations.isEmpty()) {
            throw ControlErrors.invalid(
                    "Model validation failed (" + String.join(", ", violations) + ")");
        }
        List<String> unsupported =
                new PropertyPaths(ResourceTypes.named(type).properties()).unknown(wanted);
        if (!unsupported.isEmpty()) {
            throw ControlErrors.invalid(
                    "%s: the properties %s are not supported".formatted(type, unsupported));
        }
        TagProperty.of(type).ifPresent(tags -> tags.requireUserDefined(wanted));
    }

    void update(String identifier, String patch) {
        ObjectNode current = read(identifier);
        ObjectNode before = settable(current);
        ObjectNode wanted = settable(JsonPatch.applied(current, patch));
        for (String name : ResourceTypes.replacing(type)) {
            if (!before.path(name).equals(wanted.path(name))) {
                throw ControlErrors.of(
                        "NotUpdatableException",
                        "Invalid patch update: createOnlyProperties [/properties/%s] cannot be updated"
                                .formatted(name));
            }
        }
        require(wanted);
        Map<String, String> parts = LiveState.parts(schema, identifier);
        ResourceTypes.named(type)
                .update(
                        target,
                        physical(parts, current),
                        whole(parts, before),
                        whole(parts, wanted));
    }

    void delete(String identifier) {
        ObjectNode current = read(identifier);
        Map<String, String> parts = LiveState.parts(schema, identifier);
        ResourceTypes.named(type)
                .delete(target, physical(parts, current), whole(parts, settable(current)));
    }

    /** What handlers read of a resource's place stands in its properties. */
    private ObjectNode whole(Map<String, String> parts, ObjectNode properties) {
        ObjectNode whole = properties.deepCopy();
        parts.forEach(
                (name, value) -> {
                    if (!schema.readOnly().contains(name)) {
                        whole.put(name, value);
                    }
                });
        return whole;
    }

    private ObjectNode settable(ObjectNode properties) {
        ObjectNode settable = properties.deepCopy();
        settable.retain(schema.settable().properties().keySet());
        PropertyPaths known = new PropertyPaths(ResourceTypes.named(type).properties());
        known.unknown(settable).stream()
                .filter(path -> !path.contains("."))
                .forEach(settable::remove);
        return settable;
    }

    private Physical physical(Map<String, String> parts, ObjectNode properties) {
        return LiveState.physical(schema, parts, properties);
    }
}
