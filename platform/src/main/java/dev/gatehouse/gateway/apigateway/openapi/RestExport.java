package dev.gatehouse.gateway.apigateway.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.gatehouse.aws.apigateway.GatewayResponse;
import dev.gatehouse.aws.apigateway.Model;
import dev.gatehouse.aws.apigateway.RequestValidator;
import dev.gatehouse.aws.apigateway.Resource;
import dev.gatehouse.aws.apigateway.RestApi;
import dev.gatehouse.gateway.apigateway.repository.RestSnapshot;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.openapi.Extensions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a deployment pins, as a document of OpenAPI 3.0 or Swagger 2.0. */
final class RestExport {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MODELS = "/models/";

    private final RestSnapshot snapshot;
    private final RestApi api;
    private final boolean swagger;
    private final ExportExtensions extensions;

    RestExport(RestSnapshot snapshot, boolean swagger, ExportExtensions extensions) {
        this.snapshot = snapshot;
        this.api = RestTypes.API.read(snapshot.api());
        this.swagger = swagger;
        this.extensions = extensions;
    }

    /** The API's version: when it was created, when it has no other. */
    String version() {
        return Objects.requireNonNullElse(api.version(), String.valueOf(api.createdDate()));
    }

    /**
     * @param host where the API is called
     * @param stage the stage, which is its base path
     */
    ObjectNode document(String host, String stage) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put(swagger ? "swagger" : "openapi", swagger ? "2.0" : "3.0.1");
        ObjectNode info = document.putObject("info").put("title", api.name());
        ExportedIntegration.put(info, "description", api.description());
        info.put("version", version());
        if (swagger) {
            document.put("host", host)
                    .put("basePath", '/' + stage)
                    .putArray("schemes")
                    .add("https");
        } else {
            ObjectNode server = document.putArray("servers").addObject();
            server.put("url", "https://" + host + "/{basePath}");
            server.putObject("variables").putObject("basePath").put("default", stage);
        }
        ExportedSecurity security =
                new ExportedSecurity(
                        snapshot.authorizers().stream().map(RestTypes.AUTHORIZER::read).toList(),
                        extensions.authorizers());
        putPaths(document, security);
        putComponents(document, security);
        if (extensions.all()) {
            putExtensions(document);
        }
        return document;
    }

    private void putPaths(ObjectNode document, ExportedSecurity security) {
        Map<String, String> validators =
                validators().stream()
                        .collect(
                                Collectors.toMap(
                                        each -> String.valueOf(each.id()),
                                        each -> String.valueOf(each.name())));
        ExportedMethods methods = new ExportedMethods(swagger, extensions, security, validators);
        ObjectNode paths = document.putObject("paths");
        snapshot.resources().stream()
                .map(RestTypes.RESOURCE::read)
                .sorted(Comparator.comparing(each -> String.valueOf(each.path())))
                .forEach(each -> putPath(paths, each, methods));
    }

    private static void putPath(ObjectNode paths, Resource resource, ExportedMethods methods) {
        ObjectNode item = methods.of(resource);
        if (!item.isEmpty()) {
            paths.set(resource.path(), item);
        }
    }

    private List<RequestValidator> validators() {
        return snapshot.validators().stream().map(RestTypes.REQUEST_VALIDATOR::read).toList();
    }

    private void putComponents(ObjectNode document, ExportedSecurity security) {
        ObjectNode owner = swagger ? document : document.putObject("components");
        if (!security.schemes().isEmpty()) {
            owner.putObject(swagger ? "securityDefinitions" : "securitySchemes")
                    .setAll(security.schemes());
        }
        if (!snapshot.models().isEmpty()) {
            ObjectNode schemas = owner.putObject(swagger ? "definitions" : "schemas");
            snapshot.models().stream()
                    .map(RestTypes.MODEL::read)
                    .forEach(model -> schemas.set(model.name(), schema(model)));
        }
    }

    /** The schema with references within the document; one that is no JSON is any. */
    private JsonNode schema(Model model) {
        try {
            JsonNode schema = JSON.readTree(Objects.requireNonNullElse(model.schema(), "{}"));
            if (schema instanceof ObjectNode object) {
                object.remove("$schema");
            }
            rename(schema);
            return schema;
        } catch (JsonProcessingException text) {
            return JSON.createObjectNode();
        }
    }

    private void rename(JsonNode schema) {
        if (schema instanceof ObjectNode object && object.path("$ref").isTextual()) {
            String reference = object.get("$ref").asText();
            int name = reference.lastIndexOf(MODELS);
            if (name >= 0) {
                object.set(
                        "$ref",
                        TextNode.valueOf(
                                ExportedMethods.reference(swagger)
                                        + reference.substring(name + MODELS.length())));
            }
        }
        schema.forEach(this::rename);
    }

    private void putExtensions(ObjectNode document) {
        Map<String, ObjectNode> validators = new TreeMap<>();
        for (RequestValidator each : validators()) {
            validators.put(
                    String.valueOf(each.name()),
                    JSON.createObjectNode()
                            .put("validateRequestParameters", each.validateRequestParameters())
                            .put("validateRequestBody", each.validateRequestBody()));
        }
        putAll(document, Extensions.REQUEST_VALIDATORS, validators);
        Map<String, ObjectNode> responses = new TreeMap<>();
        snapshot.gatewayResponses().stream()
                .map(RestTypes.GATEWAY_RESPONSE::read)
                .forEach(each -> responses.put(String.valueOf(each.responseType()), said(each)));
        putAll(document, Extensions.GATEWAY_RESPONSES, responses);
        if (api.policy() != null && !api.policy().isEmpty()) {
            document.set(Extensions.POLICY, policy(api.policy()));
        }
        if (api.binaryMediaTypes() != null) {
            api.binaryMediaTypes().forEach(document.putArray(Extensions.BINARY_MEDIA_TYPES)::add);
        }
        if (api.minimumCompressionSize() != null) {
            document.put(Extensions.MINIMUM_COMPRESSION_SIZE, api.minimumCompressionSize());
        }
        if (!Objects.equals(api.apiKeySource(), "HEADER")) {
            ExportedIntegration.put(document, Extensions.API_KEY_SOURCE, api.apiKeySource());
        }
        if (Boolean.TRUE.equals(api.disableExecuteApiEndpoint())) {
            document.putObject(Extensions.ENDPOINT_CONFIGURATION)
                    .put("disableExecuteApiEndpoint", true);
        }
    }

    private static void putAll(
            ObjectNode document, String extension, Map<String, ObjectNode> entries) {
        if (!entries.isEmpty()) {
            document.putObject(extension).setAll(entries);
        }
    }

    private static ObjectNode said(GatewayResponse response) {
        ObjectNode said = JSON.createObjectNode();
        if (response.statusCode() != null) {
            said.put("statusCode", Integer.valueOf(response.statusCode()));
        }
        ExportedIntegration.put(said, "responseParameters", response.responseParameters());
        ExportedIntegration.put(said, "responseTemplates", response.responseTemplates());
        return said;
    }

    private static JsonNode policy(String stored) {
        try {
            return JSON.readTree(stored);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("stored unchecked: " + stored, impossible);
        }
    }
}
