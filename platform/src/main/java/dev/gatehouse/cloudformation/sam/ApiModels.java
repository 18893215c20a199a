package dev.gatehouse.cloudformation.sam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.template.Json;
import dev.gatehouse.cloudformation.template.ResourceDeclaration;
import dev.gatehouse.cloudformation.template.Retention;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The models of a REST API ({@code Models}), which refer to each other as in an OpenAPI document.
 */
final class ApiModels {
    private static final Pattern REFERENCE =
            Pattern.compile("\"\\$ref\":\"#/(?:definitions|components/schemas)/([A-Za-z0-9]+)\"");

    private final String api;
    private final Map<String, ResourceDeclaration> resources = new LinkedHashMap<>();

    ApiModels(String api) {
        this.api = api;
    }

    void declare(JsonNode models) {
        if (!models.isMissingNode() && !models.isObject()) {
            throw TemplateErrors.of("Resource %s: Models must be an object", api);
        }
        models.properties().forEach(model -> add(model.getKey(), model.getValue().toString()));
    }

    Collection<ResourceDeclaration> resources() {
        return resources.values();
    }

    /** The model that an event names. */
    JsonNode reference(String model, String where) {
        if (!resources.containsKey(id(model))) {
            throw TemplateErrors.of(
                    "%s: Unable to set RequestModel [%s] because it wasn't defined in the API's"
                            + " Models.",
                    where, model);
        }
        return Json.ref(id(model));
    }

    private String id(String model) {
        return api + "Model" + model;
    }

    private void add(String name, String schema) {
        Set<String> others = new TreeSet<>();
        Matcher reference = REFERENCE.matcher(schema.replace("${", "${!"));
        String text =
                reference.replaceAll(
                        found -> {
                            if (!found.group(1).equals(name)) {
                                others.add(id(found.group(1)));
                            }
                            return Matcher.quoteReplacement(
                                    "\"$ref\":\"https://apigateway.amazonaws.com/restapis/${"
                                            + api
                                            + "}/models/"
                                            + found.group(1)
                                            + '"');
                        });
        ObjectNode model = Json.object().put("Name", name).put("ContentType", "application/json");
        model.set("RestApiId", Json.ref(api));
        model.set("Schema", Json.sub(text));
        resources.put(
                id(name),
                new ResourceDeclaration(
                        id(name),
                        "AWS::ApiGateway::Model",
                        model,
                        others.stream().toList(),
                        Optional.empty(),
                        Retention.NONE));
    }
}
