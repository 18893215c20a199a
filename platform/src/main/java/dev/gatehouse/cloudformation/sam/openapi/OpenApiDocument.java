package dev.gatehouse.cloudformation.sam.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.expansion.SamErrors;
import dev.gatehouse.cloudformation.sam.expansion.Values;
import dev.gatehouse.cloudformation.sam.python.PythonDict;
import dev.gatehouse.cloudformation.template.Json;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The document of an HTTP API while SAM writes into it; it works on a copy. */
public final class OpenApiDocument {
    /** The route that takes what no other does. */
    public static final String DEFAULT = "$default";

    private static final String TITLE = "title";
    private static final String CORS = "x-amazon-apigateway-cors";
    private static final String TAG = "x-amazon-apigateway-tag-value";
    private static final Pattern FUNCTION = Pattern.compile("([A-Za-z0-9]+)\\.Arn");

    private static final Map<String, String> CORS_MEMBERS =
            Map.of(
                    "AllowOrigins", "allowOrigins",
                    "AllowHeaders", "allowHeaders",
                    "AllowMethods", "allowMethods",
                    "ExposeHeaders", "exposeHeaders",
                    "MaxAge", "maxAge",
                    "AllowCredentials", "allowCredentials");

    private final ObjectNode document;
    private final Paths paths;

    public OpenApiDocument(@Nullable JsonNode given) {
        if (!(given instanceof ObjectNode valid) || !isValid(given)) {
            throw SamErrors.template(
                    "Invalid OpenApi document. Invalid values or missing keys for 'openapi' or"
                            + " 'paths' in 'DefinitionBody'.");
        }
        document = valid.deepCopy();
        paths = new Paths((ObjectNode) document.get("paths"));
    }

    /** A document that says nothing yet. */
    public static PythonDict skeleton() {
        PythonDict skeleton = PythonDict.hashed().put("openapi", "3.0.1");
        skeleton.ownDict("info").put("version", "1.0").own(TITLE, Values.ref("AWS::StackName"));
        skeleton.ownDict("paths");
        return skeleton;
    }

    /** Whether a tree is a document of OpenAPI 3. */
    public static boolean isValid(@Nullable JsonNode given) {
        return given != null
                && given.path("paths").isObject()
                && SwaggerDocument.isVersion3(given.path("openapi"));
    }

    /** The document as it is now. */
    public ObjectNode written() {
        return document.deepCopy();
    }

    public Paths paths() {
        return paths;
    }

    /** Whether a path has a method that is integrated. */
    public boolean hasIntegration(String path, String method) {
        return paths.hasIntegration(path, method);
    }

    /** Whether the route of all others calls a function, which then may be called by any route. */
    public boolean isDefault(String function) {
        if (!paths.hasIntegration(DEFAULT, Paths.ANY)) {
            return false;
        }
        for (ObjectNode definition : paths.definitions(DEFAULT, Paths.ANY)) {
            JsonNode uri = definition.path(Paths.INTEGRATION).path("uri");
            if (!uri.isObject()) {
                return false;
            }
            for (JsonNode side : Values.sides(uri)) {
                Matcher matcher = FUNCTION.matcher(side.path("Fn::Sub").asText());
                if (!matcher.find() || !matcher.group(1).equals(function)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Has a path call a function; one that is integrated stays as it is. */
    public void integrateFunction(
            String path, String method, JsonNode uri, @Nullable JsonNode condition) {
        if (paths.hasIntegration(path, method)) {
            return;
        }
        paths.add(path, method);
        String name = Paths.method(method);
        JsonNode target = condition == null ? uri : Values.onlyIf(condition, uri);
        for (ObjectNode item : paths.items(path)) {
            ObjectNode definition = Paths.definition(path, name, item.get(name));
            ObjectNode integration = definition.putObject(Paths.INTEGRATION);
            integration.put("type", "aws_proxy").put("httpMethod", "POST");
            integration.put("payloadFormatVersion", "2.0").set("uri", target);
            if (path.equals(DEFAULT) && name.equals(Paths.ANY)) {
                definition.put("isDefaultRoute", true);
            }
            if (!definition.has("responses")) {
                definition.putObject("responses");
            }
            if (condition != null) {
                item.set(name, Values.onlyIf(condition, definition));
            }
        }
    }

    /** Sets a member of a method's integration. */
    public void setIntegration(String path, String method, String member, JsonNode value) {
        for (ObjectNode definition : paths.definitions(path, method)) {
            Paths.integration(definition).set(member, value);
        }
    }

    /** Has a method know the parameters of its path. */
    public void addPathParameters(String path, String method, List<String> names) {
        for (ObjectNode definition : paths.definitions(path, method)) {
            ArrayNode parameters =
                    definition.get("parameters") instanceof ArrayNode list
                            ? list
                            : definition.putArray("parameters");
            for (String name : names) {
                ObjectNode parameter = null;
                for (JsonNode each : parameters) {
                    if (each.path("name").asText().equals(name) && parameter == null) {
                        parameter = (ObjectNode) each;
                    }
                }
                if (parameter == null) {
                    parameter = parameters.addObject().put("name", name);
                }
                parameter.put("in", "path").put("required", true);
            }
        }
    }

    /** Adds an authorizer of the API. */
    public void define(String name, ObjectNode scheme) {
        ObjectNode components =
                document.get("components") instanceof ObjectNode object
                        ? object
                        : document.putObject("components");
        ObjectNode schemes =
                components.get("securitySchemes") instanceof ObjectNode object
                        ? object
                        : components.putObject("securitySchemes");
        schemes.set(name, scheme);
    }

    /** Has every method demand an authorizer that demands none yet. */
    public void setDefaultAuthorizer(String authorizer, JsonNode scopes) {
        for (String path : paths.names()) {
            for (ObjectNode item : paths.items(path)) {
                for (Map.Entry<String, JsonNode> method : item.properties()) {
                    if (!method.getKey().matches("(?i)parameters|options")) {
                        Values.sides(method.getValue())
                                .forEach(each -> demand(each, authorizer, scopes));
                    }
                }
            }
        }
    }

    private static void demand(JsonNode method, String authorizer, JsonNode scopes) {
        if (method instanceof ObjectNode definition
                && Values.isTrue(definition.path(Paths.INTEGRATION))
                && !Values.isTrue(definition.path("security"))) {
            definition.putArray("security").addObject().set(authorizer, scopes);
        }
    }

    /** Has a method demand an authorizer of its own. */
    public void setAuthorizer(String path, String method, String authorizer, JsonNode scopes) {
        for (ObjectNode definition : paths.definitions(path, method)) {
            ArrayNode security = Json.list().addAll(MethodSecurity.of(definition, path, method));
            security.addObject().set(authorizer, scopes);
            definition.set("security", security);
        }
    }

    /** Adds tags of the API. */
    public void addTags(JsonNode tags) {
        if (tags.isEmpty()) {
            return;
        }
        JsonNode before = document.path("tags");
        if (Values.isTrue(before) && !before.isArray()) {
            throw SamErrors.template("Tags in OpenApi DefinitionBody needs to be a list.");
        }
        ArrayNode list = before instanceof ArrayNode array ? array : document.putArray("tags");
        for (Map.Entry<String, JsonNode> tag : tags.properties()) {
            ObjectNode found = null;
            for (JsonNode each : list) {
                if (each.path("name").asText().equals(tag.getKey()) && found == null) {
                    found = (ObjectNode) each;
                }
            }
            (found == null ? list.addObject().put("name", tag.getKey()) : found)
                    .set(TAG, tag.getValue());
        }
    }

    /** Switches the API's own address off or on. */
    public void disableEndpoint(JsonNode disabled) {
        ArrayNode servers =
                document.get("servers") instanceof ArrayNode list
                        ? list
                        : document.putArray("servers").add(Json.object());
        String extension = "x-amazon-apigateway-endpoint-configuration";
        for (JsonNode server : servers) {
            if (!(server instanceof ObjectNode object)) {
                throw SamErrors.template(
                        "Value of 'servers' item must be a dictionary according to Swagger spec.");
            }
            ObjectNode configuration =
                    object.get(extension) instanceof ObjectNode given
                            ? given
                            : object.putObject(extension);
            configuration.set("disableExecuteApiEndpoint", disabled);
        }
    }

    /** Answers preflight requests as configured. */
    public void setCors(JsonNode given) {
        ObjectNode cors =
                document.get(CORS) instanceof ObjectNode before ? before : document.putObject(CORS);
        JsonNode origins = given.path("AllowOrigins");
        if (Values.isCall(origins)) {
            cors.setAll((ObjectNode) lowered(origins));
            return;
        }
        CORS_MEMBERS.forEach(
                (from, to) -> {
                    JsonNode value = given.path(from);
                    boolean set =
                            from.equals("MaxAge")
                                    ? !value.isMissingNode()
                                    : from.equals("AllowCredentials")
                                            ? value.isBoolean() && value.asBoolean()
                                            : Values.isTrue(value);
                    if (set) {
                        cors.set(to, value);
                    }
                });
    }

    /** A choice between configurations, its members named as documents name them. */
    private static JsonNode lowered(JsonNode tree) {
        if (tree instanceof ObjectNode object) {
            ObjectNode result = Json.object();
            object.properties()
                    .forEach(
                            each ->
                                    result.set(
                                            CORS_MEMBERS.getOrDefault(each.getKey(), each.getKey()),
                                            lowered(each.getValue())));
            return result;
        }
        if (tree instanceof ArrayNode array) {
            ArrayNode list = Json.list();
            array.forEach(each -> list.add(lowered(each)));
            return list;
        }
        return tree;
    }

    /** Sets a member of the document's description that it has not. */
    public void describe(String member, JsonNode value) {
        ObjectNode info =
                document.get("info") instanceof ObjectNode object
                        ? object
                        : document.putObject("info");
        info.set(member, value);
    }
}
