package dev.gatehouse.gateway.plan.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The mapping template that makes what a model describes, with sample values to be replaced. */
public final class ModelTemplate {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Deeper a model is not followed: one may hold itself. */
    private static final int DEEPEST = 8;

    /** Of more values a template has no samples: those of one that holds itself often multiply. */
    private static final int MOST_SAMPLES = 2_000;

    private final Function<String, Optional<String>> models;

    private int samples;

    private ModelTemplate(Function<String, Optional<String>> models) {
        this.models = models;
    }

    /**
     * Makes the template of a schema.
     *
     * @param models the schemas of the API's models by name
     * @throws IllegalArgumentException a schema is no JSON
     */
    public static String of(String schema, Function<String, Optional<String>> models) {
        String sample = new ModelTemplate(models).sample(read(schema), "$inputRoot", "", 0);
        return "#set($inputRoot = $input.path('$'))\n" + sample;
    }

    private static JsonNode read(String schema) {
        try {
            return JSON.readTree(schema);
        } catch (JsonProcessingException text) {
            throw new IllegalArgumentException("no JSON", text);
        }
    }

    /**
     * @param source the variable of the template that stands for the value
     * @param indent what each line begins with
     */
    private String sample(JsonNode schema, String source, String indent, int depth) {
        JsonNode reference = schema.path("$ref");
        if (depth >= DEEPEST || ++samples > MOST_SAMPLES) {
            return "{ }";
        }
        if (reference.isTextual()) {
            String name = reference.asText();
            return models.apply(name.substring(name.lastIndexOf('/') + 1))
                    .map(other -> sample(read(other), source, indent, depth + 1))
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
            if (samples > MOST_SAMPLES) {
                break;
            }
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
