package dev.gatehouse.gateway.apigateway.api;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.aws.apigateway.GetModelTemplateRequest;
import dev.gatehouse.aws.apigateway.Model;
import dev.gatehouse.aws.apigateway.Template;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.resource.Repositories;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Mapping templates that make what a model describes, with sample values to be replaced. */
final class ModelTemplates {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MODELS = "/models/";

    /** Deeper a model is not followed: one may hold itself. */
    private static final int DEEPEST = 8;

    private final Repositories in;
    private final String apiId;

    private ModelTemplates(Repositories in, String apiId) {
        this.in = in;
        this.apiId = apiId;
    }

    static Template of(Repositories in, GetModelTemplateRequest request) {
        Model model = in.of(RestTypes.MODEL, request.restApiId()).get(request.modelName());
        ModelTemplates templates = new ModelTemplates(in, request.restApiId());
        String sample = templates.sample(templates.schema(model), "$inputRoot", "", 0);
        return Template.builder().value("#set($inputRoot = $input.path('$'))\n" + sample).build();
    }

    private JsonNode schema(Model model) {
        try {
            return JSON.readTree(Objects.requireNonNullElse(model.schema(), "{}"));
        } catch (JsonProcessingException text) {
            throw badRequest("Model schema is not valid JSON: " + model.name());
        }
    }

    /**
     * @param source the variable of the template that stands for the value
     * @param indent what each line begins with
     */
    private String sample(JsonNode schema, String source, String indent, int depth) {
        JsonNode reference = schema.path("$ref");
        if (depth >= DEEPEST) {
            return "{ }";
        }
        if (reference.isTextual()) {
            String name = reference.asText();
            return in.of(RestTypes.MODEL, apiId)
                    .find(name.substring(name.lastIndexOf(MODELS) + MODELS.length()))
                    .map(model -> sample(schema(model), source, indent, depth + 1))
                    .orElse("{ }");
        }
        return switch (schema.path("type").asText("object")) {
            case "string" -> "\"foo\"";
            case "integer" -> "42";
            case "number" -> "3.149";
            case "boolean" -> "true";
            case "null" -> "null";
            case "array" -> list(schema, source, indent, depth);
            default -> object(schema, source, indent, depth);
        };
    }

    private String object(JsonNode schema, String source, String indent, int depth) {
        List<String> members = new ArrayList<>();
        String inner = indent + "  ";
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            String name = property.getKey();
            members.add(
                    "%s\"%s\" : %s"
                            .formatted(
                                    inner,
                                    name,
                                    sample(
                                            property.getValue(),
                                            source + '.' + name,
                                            inner,
                                            depth + 1)));
        }
        return members.isEmpty()
                ? "{ }"
                : "{\n" + String.join(",\n", members) + '\n' + indent + '}';
    }

    private String list(JsonNode schema, String source, String indent, int depth) {
        List<String> lines =
                List.of(
                        "##Update this foreach loop to reference array from input json",
                        "#foreach($elem in " + source + ")",
                        "  " + sample(schema.path("items"), "$elem", indent + "  ", depth + 1),
                        "#if($foreach.hasNext),#end",
                        "#end",
                        "]");
        return "[\n" + indent + String.join("\n" + indent, lines);
    }
}
