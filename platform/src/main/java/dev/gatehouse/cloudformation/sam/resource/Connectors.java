package dev.gatehouse.cloudformation.sam.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.expansion.Declared;
import dev.gatehouse.cloudformation.sam.expansion.SamErrors;
import dev.gatehouse.cloudformation.template.Json;
import dev.gatehouse.cloudformation.template.Problems;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The {@code Connectors} that stand at their sources: each is a resource of the template. */
public final class Connectors {
    private static final String ATTRIBUTE = "Connectors";

    private Connectors() {}

    /** Moves them among the resources. */
    public static void part(ObjectNode resources, Problems problems) {
        List<Map.Entry<String, JsonNode>> all = new ArrayList<>(resources.properties());
        for (Map.Entry<String, JsonNode> each : all) {
            ObjectNode resource = (ObjectNode) each.getValue();
            JsonNode connectors = resource.remove(ATTRIBUTE);
            if (connectors == null) {
                continue;
            }
            if (!connectors.isObject()) {
                problems.add(
                        "Resource with id [%s] is invalid. Attribute '%s.Connectors' should be a"
                                + " map.",
                        each.getKey(), each.getKey());
            }
            for (Map.Entry<String, JsonNode> connector : connectors.properties()) {
                problems.collect(
                        () ->
                                add(
                                        resources,
                                        each.getKey(),
                                        connector.getKey(),
                                        connector.getValue()));
            }
        }
    }

    private static void add(ObjectNode resources, String source, String name, JsonNode given) {
        String id = source + name;
        if (!(given instanceof ObjectNode object)) {
            throw SamErrors.resource(id, source + "." + id + " should be a map.");
        }
        if (!(object.path("Properties") instanceof ObjectNode)) {
            throw SamErrors.resource(
                    source, "Attribute 'Connectors." + name + ".Properties' should be a map.");
        }
        if (resources.has(id)) {
            throw TemplateErrors.of(
                    "Transforming resource with id [%s] attempts to create a new resource with id"
                            + " [%s] and type \"AWS::Serverless::Connector\". A resource with that"
                            + " id already exists within this template. Please use a different id"
                            + " for that resource.",
                    source, id);
        }
        ObjectNode connector = object.deepCopy();
        connector.put("Type", "AWS::Serverless::Connector");
        ObjectNode properties = (ObjectNode) connector.get("Properties");
        ObjectNode from = Json.object().put("Id", source);
        JsonNode reference = properties.remove("SourceReference");
        if (reference != null) {
            if (!(reference instanceof ObjectNode more)) {
                throw SamErrors.resource(
                        source,
                        "Property 'Connectors."
                                + name
                                + ".Properties.SourceReference' should be a map.");
            }
            if (more.has("Id")) {
                throw SamErrors.resource(name, "'Id' shouldn't be defined in 'SourceReference'.");
            }
            from.setAll(more);
        }
        properties.set("Source", from);
        resources.set(id, connector);
    }

    /** The destinations of a connector: one, or a list of them. */
    static ArrayNode destinations(Declared connector) {
        JsonNode given = connector.get("Destination");
        ArrayNode list = given instanceof ArrayNode array ? array : Json.list().add(given);
        if (list.isEmpty()) {
            throw connector.invalid("'Destination' is an empty list");
        }
        return list;
    }
}
