package dev.gatehouse.cloudformation.sam.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.cloudformation.sam.expansion.Declared;
import dev.gatehouse.cloudformation.sam.expansion.Values;
import dev.gatehouse.cloudformation.sam.openapi.SwaggerDocument;
import dev.gatehouse.cloudformation.sam.openapi.SwaggerRequests;
import dev.gatehouse.cloudformation.template.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What an event of a REST API asks of requests: RequestModel and RequestParameters. */
final class RestRequests {
    private static final Pattern NAME =
            Pattern.compile("method\\.request\\.(querystring|path|header)\\..*");
    private static final String WRONG = "Invalid value for 'RequestParameters' property. ";

    private final Event event;
    private final Declared api;
    private final SwaggerDocument document;
    private final String path;
    private final String method;

    RestRequests(Event event, Declared api, SwaggerDocument document, String path, String method) {
        this.event = event;
        this.api = api;
        this.document = document;
        this.path = path;
        this.method = method;
    }

    void apply() {
        JsonNode model = event.get("RequestModel");
        if (Values.isTrue(model)) {
            if (!model.isObject()) {
                throw event.invalid("Property 'RequestModel' should be a map.");
            }
            if (Values.isTrue(model.path("Model"))) {
                checkModel(model.get("Model"));
                new SwaggerRequests(document).setModel(path, method, model);
                validate(model);
            }
        }
        JsonNode given = event.get("RequestParameters");
        if (Values.isTrue(given)) {
            List<SwaggerRequests.Parameter> parameters = new ArrayList<>();
            given.forEach(each -> parameters.add(parameter(each)));
            new SwaggerRequests(document).addParameters(path, method, parameters);
        }
    }

    private void checkModel(JsonNode name) {
        JsonNode models = api.get("Models");
        String problem = null;
        if (!Values.isTrue(models)) {
            problem = "because the related API does not define any Models.";
        } else if (!models.isObject()) {
            problem = "because the related API Models defined is of invalid type.";
        } else if (!name.isTextual()) {
            problem = "because the related API does not contain valid Models.";
        } else if (!Values.isTrue(models.path(name.asText()))) {
            problem = "because it wasn't defined in the API's Models.";
        }
        if (problem != null) {
            throw event.invalid(unable("RequestModel [" + name.asText() + "]") + problem);
        }
    }

    private String unable(String what) {
        return "Unable to set " + what + " on API method [" + method + "] for path [" + path + "] ";
    }

    private void validate(JsonNode model) {
        JsonNode body = model.path("ValidateBody");
        JsonNode parameters = model.path("ValidateParameters");
        if (body.isMissingNode() && parameters.isMissingNode()) {
            return;
        }
        boolean known =
                (body.isMissingNode() || body.isBoolean())
                        && (parameters.isMissingNode() || parameters.isBoolean());
        if (!known) {
            throw event.invalid(
                    unable("Validator to RequestModel [" + model.get("Model").asText() + "]")
                            + "ValidateBody and ValidateParameters must be a boolean type, strings"
                            + " or intrinsics are not supported.");
        }
        document.setValidator(path, method, body.asBoolean(), parameters.asBoolean());
    }

    private SwaggerRequests.Parameter parameter(JsonNode given) {
        JsonNode no = Json.object().booleanNode(false);
        if (given.isTextual()) {
            requireName(given.asText());
            return new SwaggerRequests.Parameter(given, no, no);
        }
        if (!given.isObject() || given.isEmpty()) {
            throw event.invalid(WRONG + "Property must be either a string or an object");
        }
        Map.Entry<String, JsonNode> named = given.properties().iterator().next();
        requireName(named.getKey());
        JsonNode settings = named.getValue();
        boolean known = settings.isObject();
        for (String key : (Iterable<String>) settings::fieldNames) {
            known &= key.equals("Required") || key.equals("Caching");
        }
        if (!known) {
            throw event.invalid(
                    WRONG + "Values must be an object, e.g { Required: true, Caching: false }");
        }
        return new SwaggerRequests.Parameter(
                Json.text(named.getKey()),
                settings.has("Required") ? settings.get("Required") : no,
                settings.has("Caching") ? settings.get("Caching") : no);
    }

    private void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw event.invalid(
                    WRONG
                            + "Keys must be in the format"
                            + " 'method.request.[querystring|path|header].{value}', e.g"
                            + " 'method.request.header.Authorization'.");
        }
    }
}
