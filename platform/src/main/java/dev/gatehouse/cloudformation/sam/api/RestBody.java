package dev.gatehouse.cloudformation.sam.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.expansion.Declared;
import dev.gatehouse.cloudformation.sam.expansion.SamErrors;
import dev.gatehouse.cloudformation.sam.expansion.Values;
import dev.gatehouse.cloudformation.sam.openapi.SwaggerCors;
import dev.gatehouse.cloudformation.sam.openapi.SwaggerDocument;
import dev.gatehouse.cloudformation.sam.python.PythonDict;
import dev.gatehouse.cloudformation.template.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** The document of a REST API with everything that the API's properties say. */
final class RestBody {
    private final Declared api;
    private final RestAuth auth;
    private JsonNode body;

    RestBody(Declared api, RestAuth auth) {
        this.api = api;
        this.auth = auth;
        this.body = api.get(ServerlessRestApi.BODY);
    }

    /** The document; empty when it stands elsewhere. */
    ObjectNode written() {
        JsonNode cors = api.get("Cors");
        if (Values.isTrue(cors)) {
            requireBody("Cors", "Cors configuration");
            SwaggerCors added = new SwaggerCors(api.id(), cors);
            SwaggerDocument document = new SwaggerDocument(body);
            added.apply(document);
            body = document.written();
        }
        if (auth.isGiven()) {
            requireBody("Auth", "Auth configuration");
            SwaggerDocument document = new SwaggerDocument(body);
            auth.apply(document);
            body = finished(document.written());
        }
        JsonNode responses = api.get("GatewayResponses");
        if (Values.isTrue(responses)) {
            requireBody("GatewayResponses", "Auth configuration");
            SwaggerDocument document = new SwaggerDocument(body);
            document.addResponses(responses(responses));
            body = document.written();
        }
        JsonNode types = api.get("BinaryMediaTypes");
        if (Values.isTrue(types) && Values.isTrue(body)) {
            SwaggerDocument document = new SwaggerDocument(body);
            document.setBinaryTypes(types);
            body = document.written();
        }
        addModels(api.get("Models"));
        JsonNode disabled = api.get("DisableExecuteApiEndpoint");
        if (!disabled.isMissingNode()) {
            requireBody("DisableExecuteApiEndpoint", "");
            SwaggerDocument document = new SwaggerDocument(body);
            document.disableEndpoint(disabled);
            body = document.written();
        }
        return body instanceof ObjectNode document && !document.isEmpty()
                ? finished(document)
                : Json.object();
    }

    private void addModels(JsonNode models) {
        if (!Values.isTrue(models)) {
            return;
        }
        requireBody("Models", "Models definitions");
        for (JsonNode model : models) {
            if (!model.isObject()) {
                throw api.invalid("Invalid value for 'Models' property");
            }
        }
        SwaggerDocument document = new SwaggerDocument(body);
        document.addModels(models);
        body = finished(document.written());
    }

    private void requireBody(String property, String added) {
        if (!Values.isTrue(body)) {
            boolean endpoint = added.isEmpty();
            throw api.invalid(
                    property
                            + (endpoint
                                    ? " works only within 'DefinitionBody' property."
                                    : " works only with inline Swagger specified in"
                                            + " 'DefinitionBody' property."));
        }
        if (!added.isEmpty() && !SwaggerDocument.isValid(body)) {
            throw api.invalid(
                    "Unable to add "
                            + added
                            + " because 'DefinitionBody' does not contain a valid Swagger"
                            + " definition.");
        }
    }

    private Map<String, PythonDict> responses(JsonNode given) {
        Map<String, PythonDict> responses = new LinkedHashMap<>();
        given.properties()
                .forEach(
                        each ->
                                responses.put(
                                        each.getKey(),
                                        GatewayResponse.written(
                                                api, each.getKey(), each.getValue())));
        return responses;
    }

    /** What SAM writes in the words of Swagger 2.0, in those of the document's version. */
    private ObjectNode finished(ObjectNode document) {
        JsonNode asked = api.get("OpenApiVersion");
        JsonNode version = asked.isMissingNode() ? document.path("openapi") : asked;
        if (document.has("swagger") || !SwaggerDocument.isVersion3(version)) {
            return document;
        }
        PythonDict target = (PythonDict) document;
        move(target, "securityDefinitions", "securitySchemes");
        move(target, "definitions", "schemas");
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            JsonNode options = path.getValue().path("options");
            if (Values.isTrue(options)) {
                if (!(options instanceof ObjectNode method)) {
                    throw SamErrors.template(
                            "Value of options method for path "
                                    + path.getKey()
                                    + " must be a dictionary according to Swagger spec.");
                }
                method.remove("produces");
                method.remove("consumes");
                describeHeaders(path.getKey(), method.path("responses"));
            }
        }
        return document;
    }

    private static void describeHeaders(String path, JsonNode responses) {
        if (!responses.isMissingNode() && !responses.isObject()) {
            throw SamErrors.template(
                    "Invalid responses in options method for path "
                            + path
                            + ": It should be a map.");
        }
        JsonNode headers = responses.path("200").path("headers");
        if (Values.isTrue(headers) && !headers.isObject()) {
            throw SamErrors.template(
                    "Value of response's headers in options method for path "
                            + path
                            + " must be a dictionary according to Swagger spec.");
        }
        if (headers instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> header : members(object).entrySet()) {
                object.set(header.getKey(), PythonDict.hashed().own("schema", header.getValue()));
            }
        }
    }

    private static Map<String, JsonNode> members(ObjectNode object) {
        Map<String, JsonNode> members = new LinkedHashMap<>();
        object.properties().forEach(each -> members.put(each.getKey(), each.getValue()));
        return members;
    }

    private static void move(PythonDict document, String from, String to) {
        JsonNode moved = document.path(from);
        if (!Values.isTrue(moved)) {
            return;
        }
        PythonDict components =
                document.get("components") instanceof PythonDict dict && !dict.isEmpty()
                        ? dict
                        : PythonDict.hashed();
        components.own(to, moved);
        document.own("components", components);
        document.remove(from);
    }
}
