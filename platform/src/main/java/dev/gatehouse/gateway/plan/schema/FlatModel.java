package dev.gatehouse.gateway.plan.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A model's schema with those that it refers to among its own definitions ({@code flatten}). */
public final class FlatModel {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern MODEL = Pattern.compile(".*/models/([A-Za-z0-9]+)");
    private static final String REFERENCE = "$ref";
    private static final String DEFINITIONS = "definitions";

    private final Function<String, Optional<String>> models;
    private final ObjectNode definitions = JsonNodeFactory.instance.objectNode();

    private FlatModel(Function<String, Optional<String>> models) {
        this.models = models;
    }

    /**
     * Makes the schema.
     *
     * @param models the schemas of the API's models by name
     */
    public static String of(String schema, Function<String, Optional<String>> models) {
        FlatModel flat = new FlatModel(models);
        JsonNode tree = flat.read(schema);
        if (!(tree instanceof ObjectNode object) || !flat.resolve(object)) {
            return schema;
        }
        ObjectNode own =
                object.path(DEFINITIONS) instanceof ObjectNode present
                        ? present
                        : object.putObject(DEFINITIONS);
        flat.definitions.properties().forEach(each -> own.set(each.getKey(), each.getValue()));
        return object.toString();
    }

    private JsonNode read(String schema) {
        try {
            return JSON.readTree(schema);
        } catch (JsonProcessingException text) {
            return JsonNodeFactory.instance.nullNode();
        }
    }

    /** Whether it refers to another model. */
    private boolean resolve(JsonNode schema) {
        boolean refers = false;
        if (schema instanceof ObjectNode object && object.path(REFERENCE).isTextual()) {
            Matcher named = MODEL.matcher(object.get(REFERENCE).asText());
            if (named.matches()) {
                object.put(REFERENCE, "#/definitions/" + named.group(1));
                define(named.group(1));
                refers = true;
            }
        }
        for (JsonNode child : schema) {
            refers |= resolve(child);
        }
        return refers;
    }

    private void define(String name) {
        if (!definitions.has(name)) {
            JsonNode schema = read(models.apply(name).orElse("{}"));
            definitions.set(name, schema);
            resolve(schema);
        }
    }
}
