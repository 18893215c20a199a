package dev.gatehouse.gateway.apigateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.gatehouse.aws.apigateway.Model;
import dev.gatehouse.gateway.apigateway.api.ModelRules;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.openapi.Members;
import dev.gatehouse.gateway.plan.schema.ModelSchemas;
import dev.gatehouse.gateway.resource.Ids;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The schemas of a document as models of the API. One that stands within an operation becomes a
 * model of its own, too, called after its content.
 */
final class ImportedModels {
    private static final String MODELS = "https://apigateway.amazonaws.com/restapis/%s/models/";
    private static final String JSON_TYPE = "application/json";
    private static final int NAME_BITS = 0xffffff;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ImportContext context;
    private final String reference;
    private final String models;
    private final Map<String, String> texts = new HashMap<>();

    ImportedModels(ImportContext context) {
        this.context = context;
        this.reference = context.document().schemaReference();
        this.models = MODELS.formatted(context.apiId());
    }

    /** Writes the models that the document defines. */
    void write() {
        for (Model present : context.all(RestTypes.MODEL).all()) {
            texts.put(
                    String.valueOf(present.name()),
                    Objects.requireNonNullElse(present.schema(), "{}"));
        }
        Map<String, JsonNode> schemas = context.document().components("definitions", "schemas");
        schemas.forEach((name, schema) -> texts.put(name, text(schema)));
        ModelSchemas all = new ModelSchemas(context.apiId(), texts);
        schemas.forEach((name, schema) -> write(model(name, schema), all));
    }

    /**
     * The model that a schema names or is; null when it is none, or names one that is not there.
     */
    @Nullable String named(JsonNode schema, String place) {
        if (!schema.isObject() || schema.isEmpty()) {
            return null;
        }
        String named = Members.text(schema, "$ref");
        if (named == null) {
            return inline(schema);
        }
        String name = named.startsWith(reference) ? named.substring(reference.length()) : named;
        if (texts.containsKey(name)) {
            return name;
        }
        context.report()
                .warn("Unable to find model '%s' that %s refers to".formatted(named, place));
        return null;
    }

    private String inline(JsonNode schema) {
        String text = text(schema);
        int number = schema.hashCode();
        String name = generated(number);
        while (texts.containsKey(name) && !text.equals(texts.get(name))) {
            name = generated(++number);
        }
        if (texts.put(name, text) == null) {
            write(model(name, schema), new ModelSchemas(context.apiId(), texts));
        }
        return name;
    }

    private static String generated(int number) {
        return "MODEL%06x".formatted(number & NAME_BITS);
    }

    private void write(Model model, ModelSchemas all) {
        String name = Objects.requireNonNull(model.name());
        context.report()
                .attempt(
                        "Unable to create model for '%s'".formatted(name),
                        () -> {
                            ModelRules.checkName(name);
                            ModelRules.checkSchema(model, all);
                            context.all(RestTypes.MODEL).put(model);
                        });
    }

    private Model model(String name, JsonNode schema) {
        String id = context.all(RestTypes.MODEL).find(name).map(Model::id).orElseGet(Ids::part);
        return Model.builder()
                .id(id)
                .name(name)
                .description(Members.text(schema, "description"))
                .contentType(JSON_TYPE)
                .schema(texts.get(name))
                .build();
    }

    private String text(JsonNode schema) {
        return renamed(schema).toPrettyString();
    }

    /** The schema with references to models where it has references within the document. */
    private JsonNode renamed(JsonNode schema) {
        if (schema instanceof ArrayNode list) {
            ArrayNode renamed = JSON.createArrayNode();
            list.forEach(item -> renamed.add(renamed(item)));
            return renamed;
        }
        if (!(schema instanceof ObjectNode object)) {
            return schema;
        }
        ObjectNode renamed = JSON.createObjectNode();
        object.properties()
                .forEach(
                        entry ->
                                renamed.set(
                                        entry.getKey(),
                                        entry.getKey().equals("$ref")
                                                ? reference(entry.getValue())
                                                : renamed(entry.getValue())));
        return renamed;
    }

    private JsonNode reference(JsonNode value) {
        return value.asText().startsWith(reference)
                ? TextNode.valueOf(models + value.asText().substring(reference.length()))
                : renamed(value);
    }
}
