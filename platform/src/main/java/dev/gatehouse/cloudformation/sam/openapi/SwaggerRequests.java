package dev.gatehouse.cloudformation.sam.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.expansion.SamErrors;
import dev.gatehouse.cloudformation.sam.expansion.Values;
import dev.gatehouse.cloudformation.sam.python.PythonDict;
import dev.gatehouse.cloudformation.sam.python.PythonText;
import dev.gatehouse.cloudformation.template.Json;
import java.util.List;
import java.util.Locale;

/** What a method of a REST API asks of requests: a body of a model, and parameters. */
public final class SwaggerRequests {
    private static final String CACHED = "cacheKeyParameters";

    /**
     * A parameter of a method.
     *
     * @param name {@code method.request.…}
     */
    public record Parameter(JsonNode name, JsonNode required, JsonNode cached) {}

    private final SwaggerDocument document;

    public SwaggerRequests(SwaggerDocument document) {
        this.document = document;
    }

    /** Has a method take bodies of a model. */
    public void setModel(String path, String method, JsonNode model) {
        String name = model.path("Model").asText().toLowerCase(Locale.ROOT);
        JsonNode required = model.path("Required");
        for (ObjectNode definition : document.paths().definitions(path, method)) {
            PythonDict target = (PythonDict) definition;
            if (document.isSwagger()) {
                PythonDict parameter = PythonDict.hashed().put("in", "body");
                parameter.own("name", Json.text(name));
                parameter.own("schema", reference("#/definitions/" + name));
                if (!required.isMissingNode()) {
                    parameter.own("required", required);
                }
                add(target, parameter);
            } else if (document.isOpenApi3()) {
                PythonDict schema =
                        PythonDict.ordered()
                                .own("schema", reference("#/components/schemas/" + name));
                PythonDict content = PythonDict.ordered().own("application/json", schema);
                PythonDict body = PythonDict.ordered().own("content", content);
                if (!required.isMissingNode()) {
                    body.own("required", required);
                }
                target.own("requestBody", body);
            }
        }
    }

    /** Has a method know parameters, and its cache tell responses apart by some. */
    public void addParameters(String path, String method, List<Parameter> parameters) {
        for (ObjectNode definition : document.paths().definitions(path, method)) {
            for (Parameter each : parameters) {
                String[] parts =
                        each.name().asText().replace("method.request.", "").split("\\.", 2);
                String location = parts[0].equals("querystring") ? "query" : parts[0];
                PythonDict parameter = PythonDict.hashed();
                boolean same = !parts[0].equals("querystring");
                parameter.own("in", same ? Json.text(location) : PythonText.literal(location));
                parameter.own("name", Json.text(parts[1]));
                parameter.own("required", each.required());
                parameter.put("type", "string");
                add((PythonDict) definition, parameter);
                if (Values.isTrue(each.cached())) {
                    cache((PythonDict) Paths.integration(definition), each.name());
                }
            }
        }
    }

    private static void cache(PythonDict integration, JsonNode name) {
        if (!integration.has(CACHED)) {
            integration.own(CACHED, Json.list());
        }
        if (!(integration.get(CACHED) instanceof ArrayNode cached)) {
            throw SamErrors.template("Value of '" + CACHED + "' must be a list.");
        }
        cached.add(name);
    }

    private static void add(PythonDict definition, PythonDict parameter) {
        ArrayNode parameters =
                definition.get("parameters") instanceof ArrayNode list ? list : Json.list();
        definition.own("parameters", parameters.add(parameter));
    }

    private static PythonDict reference(String target) {
        return PythonDict.ordered().put("$ref", target);
    }
}
