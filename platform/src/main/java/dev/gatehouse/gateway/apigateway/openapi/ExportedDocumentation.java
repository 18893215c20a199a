package dev.gatehouse.gateway.apigateway.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.aws.apigateway.DocumentationPart;
import dev.gatehouse.aws.apigateway.DocumentationPartLocation;
import dev.gatehouse.gateway.apigateway.documentation.PartLocations;
import dev.gatehouse.gateway.openapi.Extensions;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A documentation version in a document: where OpenAPI has room for it, with what is inherited from
 * above, and as an extension.
 */
final class ExportedDocumentation {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What documentation may say otherwise than the API does; nothing else of it is lost. */
    private static final Set<String> TEXTS = Set.of("description", "summary", "title");

    private static final Map<String, String> PARAMETERS =
            Map.of(
                    "path",
                    "PATH_PARAMETER",
                    "query",
                    "QUERY_PARAMETER",
                    "header",
                    "REQUEST_HEADER");

    private final String version;
    private final List<DocumentationPart> parts;

    ExportedDocumentation(String version, List<DocumentationPart> parts) {
        this.version = version;
        this.parts = parts;
    }

    /** Writes into a document what it has room for. */
    void putInto(ObjectNode document) {
        merge(document, PartLocations.at("API", null, null, null, null));
        boolean swagger = document.has("swagger");
        document.path("paths")
                .properties()
                .forEach(item -> putInto((ObjectNode) item.getValue(), item.getKey(), swagger));
        JsonNode owner = swagger ? document : document.path("components");
        named(owner.path(swagger ? "definitions" : "schemas"), "MODEL");
        named(owner.path(swagger ? "securityDefinitions" : "securitySchemes"), "AUTHORIZER");
    }

    private void named(JsonNode section, String type) {
        section.properties()
                .forEach(
                        entry ->
                                merge(
                                        entry.getValue(),
                                        PartLocations.at(type, null, null, null, entry.getKey())));
    }

    private void putInto(ObjectNode item, String path, boolean swagger) {
        for (Map.Entry<String, JsonNode> entry : item.properties()) {
            String method =
                    entry.getKey().equals(Extensions.ANY_METHOD)
                            ? "ANY"
                            : entry.getKey().toUpperCase(Locale.ROOT);
            putInto((ObjectNode) entry.getValue(), path, method);
        }
        if (!swagger) {
            merge(item, PartLocations.at("RESOURCE", path, null, null, null));
        }
    }

    private void putInto(ObjectNode operation, String path, String method) {
        merge(operation, PartLocations.at("METHOD", path, method, null, null));
        for (JsonNode parameter : operation.path("parameters")) {
            String type = PARAMETERS.get(parameter.path("in").asText());
            String name = parameter.path("name").asText();
            merge(
                    parameter,
                    type == null
                            ? PartLocations.at("REQUEST_BODY", path, method, null, null)
                            : PartLocations.at(type, path, method, null, name));
        }
        merge(
                operation.path("requestBody"),
                PartLocations.at("REQUEST_BODY", path, method, null, null));
        operation
                .path("responses")
                .properties()
                .forEach(
                        response -> {
                            String status = response.getKey();
                            JsonNode said = response.getValue();
                            merge(said, PartLocations.at("RESPONSE", path, method, status, null));
                            said.path("headers")
                                    .properties()
                                    .forEach(
                                            header ->
                                                    merge(
                                                            header.getValue(),
                                                            PartLocations.at(
                                                                    "RESPONSE_HEADER",
                                                                    path,
                                                                    method,
                                                                    status,
                                                                    header.getKey())));
                        });
    }

    /** What is nearer counts before what is inherited. */
    private void merge(JsonNode target, DocumentationPartLocation asked) {
        if (!(target instanceof ObjectNode object)) {
            return;
        }
        ObjectNode said = JSON.createObjectNode();
        parts.stream()
                .filter(part -> nearness(part, asked) >= 0)
                .sorted(Comparator.comparingInt(part -> nearness(part, asked)))
                .forEach(part -> said.setAll(properties(part)));
        merge(object, said);
    }

    private static void merge(ObjectNode target, ObjectNode said) {
        for (Map.Entry<String, JsonNode> property : said.properties()) {
            String name = property.getKey();
            if (!target.has(name) || TEXTS.contains(name)) {
                target.set(name, property.getValue());
            } else if (target.get(name) instanceof ObjectNode inner
                    && property.getValue() instanceof ObjectNode more) {
                merge(inner, more);
            }
        }
    }

    private static int nearness(DocumentationPart part, DocumentationPartLocation asked) {
        return PartLocations.nearness(Objects.requireNonNull(part.location()), asked);
    }

    private static ObjectNode properties(DocumentationPart part) {
        try {
            return (ObjectNode) JSON.readTree(part.properties());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("stored unchecked: " + part, impossible);
        }
    }

    /** The parts themselves. */
    ObjectNode extension() {
        ObjectNode extension = JSON.createObjectNode().put("version", version);
        ArrayNode listed = extension.putArray("documentationParts");
        for (DocumentationPart part : parts) {
            DocumentationPartLocation at = Objects.requireNonNull(part.location());
            ObjectNode said = listed.addObject();
            ObjectNode location = said.putObject("location").put("type", at.type());
            ExportedIntegration.put(location, "path", at.path());
            ExportedIntegration.put(location, "method", at.method());
            ExportedIntegration.put(location, "statusCode", at.statusCode());
            ExportedIntegration.put(location, "name", at.name());
            said.set("properties", properties(part));
        }
        return extension;
    }
}
