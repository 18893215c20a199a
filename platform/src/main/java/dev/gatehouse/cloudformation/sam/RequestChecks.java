package dev.gatehouse.cloudformation.sam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.template.Json;
import dev.gatehouse.cloudformation.template.ResourceDeclaration;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Has methods of a REST API look at requests as events ask for it, by {@code RequestModel} and
 * {@code RequestParameters}: with a validator for each way of looking.
 */
final class RequestChecks {
    private static final String MODEL = "RequestModel";
    private static final String PARAMETERS = "RequestParameters";

    private final String api;
    private final ApiModels models;
    private final Map<String, ResourceDeclaration> validators = new LinkedHashMap<>();

    RequestChecks(String api, ApiModels models) {
        this.api = api;
        this.models = models;
    }

    Collection<ResourceDeclaration> validators() {
        return validators.values();
    }

    /**
     * Adds what an event asks for to its method.
     *
     * @param where the event, for rejections
     */
    void add(JsonNode route, ObjectNode method, String where, Expansion expansion) {
        JsonNode model = route.path(MODEL);
        if (!model.isMissingNode()) {
            expansion.requireOnly(
                    Set.of("Model", "Required", "ValidateBody", "ValidateParameters"),
                    model,
                    where + ", " + MODEL);
            method.putObject("RequestModels")
                    .set("application/json", models.reference(model.path("Model").asText(), where));
            validate(
                    model.path("ValidateBody").asBoolean(),
                    model.path("ValidateParameters").asBoolean(),
                    method);
        }
        if (route.has(PARAMETERS)) {
            parameters(route.get(PARAMETERS), method, where, expansion);
        }
    }

    private void validate(boolean body, boolean parameters, ObjectNode method) {
        if (!body && !parameters) {
            return;
        }
        String name = body && parameters ? "BodyAndParameters" : body ? "Body" : "Parameters";
        String id = api + "RequestValidator" + name;
        ObjectNode validator =
                Json.object()
                        .put("Name", name)
                        .put("ValidateRequestBody", body)
                        .put("ValidateRequestParameters", parameters);
        validator.set("RestApiId", Json.ref(api));
        validators.put(
                id, ResourceDeclaration.of(id, "AWS::ApiGateway::RequestValidator", validator));
        method.set("RequestValidatorId", Json.ref(id));
    }

    private static void parameters(
            JsonNode declared, ObjectNode method, String where, Expansion expansion) {
        if (!declared.isArray()) {
            throw TemplateErrors.of("%s: %s must be a list", where, PARAMETERS);
        }
        ObjectNode required = method.putObject(PARAMETERS);
        for (JsonNode each : declared) {
            if (each.isTextual()) {
                required.put(parameter(each.asText(), where), false);
            } else {
                each.properties()
                        .forEach(
                                entry -> {
                                    String name = parameter(entry.getKey(), where);
                                    expansion.requireOnly(
                                            Set.of("Required", "Caching"),
                                            entry.getValue(),
                                            where + ", " + PARAMETERS + " " + name);
                                    required.put(
                                            name, entry.getValue().path("Required").asBoolean());
                                    if (entry.getValue().path("Caching").asBoolean()) {
                                        cacheKeys(method).add(name);
                                    }
                                });
            }
        }
    }

    private static ArrayNode cacheKeys(ObjectNode method) {
        return ((ObjectNode) method.get("Integration")).withArrayProperty("CacheKeyParameters");
    }

    private static String parameter(String name, String where) {
        if (!name.matches("method\\.request\\.(querystring|path|header)\\..+")) {
            throw TemplateErrors.of(
                    "%s: Invalid value for 'RequestParameters' property. Keys must be in the format"
                            + " 'method.request.[querystring|path|header].{value}': %s",
                    where, name);
        }
        return name;
    }
}
