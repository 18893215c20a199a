package dev.gatehouse.cloudformation.sam.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.expansion.Declared;
import dev.gatehouse.cloudformation.sam.expansion.Values;
import dev.gatehouse.cloudformation.sam.openapi.HttpAuthorizer;
import dev.gatehouse.cloudformation.sam.openapi.OpenApiDocument;
import dev.gatehouse.cloudformation.template.Json;
import java.util.Map;
import java.util.Set;

/** The document of an HTTP API with everything that the API's properties say. */
final class HttpBody {
    private static final String DEFAULT = "$default";
    private static final Set<String> CORS =
            Set.of(
                    "AllowMethods",
                    "AllowHeaders",
                    "AllowOrigins",
                    "ExposeHeaders",
                    "MaxAge",
                    "AllowCredentials");

    private final Declared api;
    private final Map<String, HttpAuthorizer> authorizers;
    private final ObjectNode tags;
    private final JsonNode given;

    HttpBody(Declared api, Map<String, HttpAuthorizer> authorizers, ObjectNode tags) {
        this.api = api;
        this.authorizers = authorizers;
        this.tags = tags;
        this.given = api.get("DefinitionBody");
    }

    /** The document; empty when it stands elsewhere. */
    ObjectNode written() {
        boolean uri = Values.isTrue(api.get("DefinitionUri"));
        if (uri && Values.isTrue(given)) {
            throw api.invalid(
                    "Specify either 'DefinitionUri' or 'DefinitionBody' property and not both.");
        }
        if (!Values.isTrue(given)) {
            requireNone();
            if (!uri) {
                throw api.invalid(
                        "'DefinitionUri' or 'DefinitionBody' are required properties of an"
                                + " 'AWS::Serverless::HttpApi'. Add a value for one of these"
                                + " properties or add a 'HttpApi' event to an"
                                + " 'AWS::Serverless::Function'.");
            }
            return Json.object();
        }
        if (!OpenApiDocument.isValid(given)) {
            requireValid();
            return (ObjectNode) given;
        }
        return described(new OpenApiDocument(given));
    }

    private ObjectNode described(OpenApiDocument document) {
        JsonNode cors = api.get("CorsConfiguration");
        if (Values.isTrue(cors)) {
            document.setCors(checked(cors));
        }
        authorizers.forEach((name, each) -> document.define(name, each.scheme()));
        setDefault(document);
        document.addTags(tags);
        JsonNode disabled = api.get("DisableExecuteApiEndpoint");
        if (!disabled.isMissingNode()) {
            document.disableEndpoint(disabled);
        }
        JsonNode info = given.path("info");
        if (Values.isTrue(api.get("Name"))) {
            if (!info.path("title").equals(Values.ref("AWS::StackName"))) {
                throw defined("Name");
            }
            document.describe("title", api.get("Name"));
        }
        if (Values.isTrue(api.get("Description"))) {
            if (Values.isTrue(info.path("description"))) {
                throw defined("Description");
            }
            document.describe("description", api.get("Description"));
        }
        ObjectNode written = document.written();
        // As an import that fails on warnings takes it.
        if (Values.isTrue(api.get("FailOnWarnings")) && written.path("paths").has(DEFAULT)) {
            ObjectNode paths = (ObjectNode) written.get("paths");
            paths.set("/" + DEFAULT, paths.remove(DEFAULT));
        }
        return written;
    }

    private RuntimeException defined(String property) {
        return api.invalid(
                "Unable to set "
                        + property
                        + " because it is already defined within inline OpenAPI specified in the"
                        + " 'DefinitionBody' property.");
    }

    private void setDefault(OpenApiDocument document) {
        JsonNode chosen = api.get("Auth").path("DefaultAuthorizer");
        if (!Values.isTrue(chosen) || Values.isNoValue(chosen)) {
            return;
        }
        if (!chosen.isTextual()) {
            throw api.invalid("Property 'Auth.DefaultAuthorizer' should be a string.");
        }
        HttpAuthorizer authorizer = authorizers.get(chosen.asText());
        if (authorizer == null) {
            throw api.invalid(
                    "Unable to set DefaultAuthorizer because '"
                            + chosen.asText()
                            + "' was not defined in 'Authorizers'.");
        }
        document.setDefaultAuthorizer(chosen.asText(), authorizer.scopes());
    }

    private JsonNode checked(JsonNode cors) {
        if (cors.isBoolean()) {
            ObjectNode all = Json.object();
            all.putArray("AllowOrigins").add("*");
            return all;
        }
        if (Values.isCall(cors)) {
            return Json.object().set("AllowOrigins", cors);
        }
        if (!cors.isObject()) {
            throw api.invalid("Invalid value for 'Cors' property.");
        }
        for (String key : (Iterable<String>) cors::fieldNames) {
            if (!CORS.contains(key)) {
                throw api.invalid("Invalid key '" + key + "' for 'Cors' property.");
            }
        }
        JsonNode credentials = cors.path("AllowCredentials");
        JsonNode origins = cors.path("AllowOrigins");
        boolean anywhere = origins.size() == 1 && origins.path(0).asText().equals("*");
        if (credentials.isBoolean() && credentials.asBoolean() && anywhere) {
            throw api.invalid(
                    "Unable to add Cors configuration because 'AllowCredentials' can not be true"
                            + " when 'AllowOrigin' is \"'*'\" or not set.");
        }
        return cors;
    }

    /** What needs a document to stand in. */
    private void requireNone() {
        if (Values.isTrue(api.get("CorsConfiguration"))) {
            throw api.invalid(
                    "Cors works only with inline OpenApi specified in 'DefinitionBody' property.");
        }
        for (String name : new String[] {"Tags", "Name", "Description"}) {
            if (Values.isTrue(api.get(name))) {
                throw api.invalid(
                        name
                                + " works only with inline OpenApi specified in the"
                                + " 'DefinitionBody' property.");
            }
        }
        if (!api.get("DisableExecuteApiEndpoint").isMissingNode()) {
            throw api.invalid(
                    "DisableExecuteApiEndpoint works only within 'DefinitionBody' property.");
        }
    }

    private void requireValid() {
        for (String name : new String[] {"CorsConfiguration", "Auth", "Tags"}) {
            if (Values.isTrue(api.get(name))) {
                String what =
                        switch (name) {
                            case "CorsConfiguration" -> "Cors configuration";
                            case "Auth" -> "Auth configuration";
                            default -> "`Tags`";
                        };
                throw api.invalid(
                        "Unable to add "
                                + what
                                + " because 'DefinitionBody' does not contain a valid OpenApi"
                                + " definition.");
            }
        }
    }
}
