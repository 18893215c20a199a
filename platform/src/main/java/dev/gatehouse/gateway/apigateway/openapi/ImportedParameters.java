package dev.gatehouse.gateway.apigateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.gateway.openapi.Members;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of an operation, those of its path among them.
 *
 * @param declared whether each is required, as methods have them
 * @param body the schema that Swagger 2.0 has for the body; null when there is none
 */
record ImportedParameters(Map<String, Boolean> declared, @Nullable JsonNode body) {
    private static final Pattern VARIABLE = Pattern.compile("\\{([^}+]+)\\+?}");

    /**
     * @param path of the resource; recorded: its variables are parameters, declared or not
     * @param place the operation, for warnings
     */
    static ImportedParameters of(
            ImportContext context, String path, JsonNode item, JsonNode operation, String place) {
        Map<String, JsonNode> merged = new LinkedHashMap<>();
        for (JsonNode owner : new JsonNode[] {item, operation}) {
            for (JsonNode each : owner.path("parameters")) {
                JsonNode parameter = context.document().resolved(each);
                merged.put(
                        parameter.path("in").asText() + '.' + parameter.path("name").asText(),
                        parameter);
            }
        }
        Map<String, Boolean> declared = new LinkedHashMap<>();
        JsonNode body = null;
        for (JsonNode parameter : merged.values()) {
            String name = parameter.path("name").asText();
            boolean required = parameter.path("required").asBoolean();
            switch (String.valueOf(Members.text(parameter, "in"))) {
                case "query" -> declared.put("method.request.querystring." + name, required);
                case "header" -> declared.put("method.request.header." + name, required);
                case "path" -> declared.put("method.request.path." + name, true);
                case "body" -> body = parameter.path("schema");
                default ->
                        context.report()
                                .warn(
                                        "Ignoring parameter '%s' of %s: its place '%s' is not supported"
                                                .formatted(
                                                        name,
                                                        place,
                                                        parameter.path("in").asText()));
            }
        }
        Matcher variables = VARIABLE.matcher(path);
        while (variables.find()) {
            declared.put("method.request.path." + variables.group(1), true);
        }
        return new ImportedParameters(declared, body);
    }
}
