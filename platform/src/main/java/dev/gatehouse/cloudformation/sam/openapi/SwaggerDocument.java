package dev.gatehouse.cloudformation.sam.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.expansion.SamErrors;
import dev.gatehouse.cloudformation.sam.expansion.Values;
import dev.gatehouse.cloudformation.sam.python.PythonDict;
import dev.gatehouse.cloudformation.sam.python.PythonText;
import dev.gatehouse.cloudformation.template.Json;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The document of a REST API while SAM writes into it. It works on a copy, and so do its results:
 * the order of Python's dictionaries, and with it the hash of a deployment, depends on how often
 * they were copied.
 */
public final class SwaggerDocument {
    static final Set<String> NO_METHODS = Set.of("summary", "description", "parameters");
    private static final Pattern VERSION_3 = Pattern.compile("3(\\.\\d)(\\.\\d)?");
    private static final String SECURITY = "securityDefinitions";
    private static final String RESPONSES = "x-amazon-apigateway-gateway-responses";
    private static final String POLICY = "x-amazon-apigateway-policy";
    private static final String VALIDATORS = "x-amazon-apigateway-request-validators";
    private static final String ENDPOINT = "x-amazon-apigateway-endpoint-configuration";

    private final PythonDict document;
    private final Paths paths;
    private final ObjectNode security;
    private final ObjectNode responses;
    private final ObjectNode policy;
    private final ObjectNode definitions;

    public SwaggerDocument(@Nullable JsonNode given) {
        if (!(given instanceof PythonDict valid) || !isValid(given)) {
            throw SamErrors.template(
                    "Invalid Swagger document or the Swagger document is not explicitly defined in"
                            + " 'DefinitionBody'.");
        }
        document = valid.deepCopy();
        paths = new Paths((ObjectNode) document.get("paths"));
        security = part(SECURITY);
        responses = part(RESPONSES);
        policy = part(POLICY);
        definitions = part("definitions");
        paths.names().forEach(paths::items);
    }

    /** A document that says nothing yet. */
    public static PythonDict skeleton() {
        PythonDict skeleton = PythonDict.hashed().put("swagger", "2.0");
        skeleton.ownDict("info").put("version", "1.0").own("title", Values.ref("AWS::StackName"));
        skeleton.ownDict("paths");
        return skeleton;
    }

    /** Whether a tree is a document of Swagger 2.0 or OpenAPI 3. */
    public static boolean isValid(@Nullable JsonNode given) {
        return given != null
                && given.path("paths").isObject()
                && (Values.isTrue(given.path("swagger")) || isVersion3(given.path("openapi")));
    }

    /** Whether a version is one of OpenAPI 3. */
    public static boolean isVersion3(JsonNode version) {
        return Values.isTrue(version) && VERSION_3.matcher(PythonText.scalar(version)).matches();
    }

    /** The document as it is now. */
    public PythonDict written() {
        if (!security.isEmpty()) {
            document.own(SECURITY, security);
        }
        if (!responses.isEmpty()) {
            document.own(RESPONSES, responses);
        }
        if (!definitions.isEmpty()) {
            document.own("definitions", definitions);
        }
        return document.deepCopy();
    }

    public Paths paths() {
        return paths;
    }

    /** Whether a path has a method that is integrated. */
    public boolean hasIntegration(String path, String method) {
        return paths.hasIntegration(path, method);
    }

    private ObjectNode part(String name) {
        JsonNode part = document.path(name);
        if (Values.isTrue(part) && !part.isObject()) {
            throw SamErrors.template(name + " must be a dictionary.");
        }
        return Values.isTrue(part) ? (ObjectNode) part : PythonDict.hashed();
    }

    /** Has a path call a function. */
    public void integrateFunction(RestRoute route, JsonNode uri, @Nullable JsonNode credentials) {
        PythonDict integration = PythonDict.hashed();
        integration.put("type", "aws_proxy").put("httpMethod", "POST");
        JsonNode condition = route.condition();
        integration.own("uri", condition == null ? uri : Values.onlyIf(condition, uri));
        if (route.isStreamed()) {
            integration.put("responseTransferMode", "STREAM");
        }
        if (credentials != null) {
            integration.own("credentials", credentials);
        }
        integrate(route, integration, PythonDict.hashed());
    }

    /** Has a path start a state machine. */
    public void integrateStateMachine(RestRoute route, JsonNode role, PythonDict templates) {
        JsonNode uri =
                Values.sub(
                        "arn:${AWS::Partition}:apigateway:${AWS::Region}:states:action/StartExecution");
        JsonNode condition = route.condition();
        PythonDict responses = PythonDict.hashed();
        responses.own("200", PythonDict.hashed().put("statusCode", "200"));
        responses.own("400", PythonDict.hashed().put("statusCode", "400"));
        PythonDict described = PythonDict.hashed();
        described.own("200", PythonDict.hashed().put("description", "OK"));
        described.own("400", PythonDict.hashed().put("description", "Bad Request"));
        PythonDict integration = PythonDict.hashed();
        integration.put("type", "aws").put("httpMethod", "POST");
        integration.own("uri", condition == null ? uri : Values.onlyIf(condition, uri));
        integration.own("responses", responses).own("credentials", role);
        integration.own("requestTemplates", templates);
        integrate(route, integration, described);
    }

    private void integrate(RestRoute route, PythonDict integration, PythonDict described) {
        paths.add(route.path(), route.method());
        String name = Paths.method(route.method());
        JsonNode condition = route.condition();
        for (ObjectNode item : paths.items(route.path())) {
            PythonDict method = (PythonDict) Paths.definition(route.path(), name, item.get(name));
            method.own(Paths.INTEGRATION, integration);
            if (!method.has("responses")) {
                method.own("responses", described);
            }
            if (condition != null) {
                item.set(name, Values.onlyIf(condition, method));
            }
        }
    }

    /** Limits how long an integration is waited for. */
    public void setTimeout(String path, String method, JsonNode milliseconds) {
        for (ObjectNode definition : paths.definitions(path, method)) {
            ((PythonDict) Paths.integration(definition)).own("timeoutInMillis", milliseconds);
        }
    }

    /** Switches the API's own address off or on. */
    public void disableEndpoint(JsonNode disabled) {
        if (!isVersion3(document.path("openapi"))) {
            disable(document, disabled);
            return;
        }
        JsonNode servers = document.path("servers");
        ArrayNode list = servers instanceof ArrayNode array ? array : Json.list();
        if (servers.isMissingNode()) {
            list.add(PythonDict.hashed());
        }
        for (JsonNode server : list) {
            if (!(server instanceof PythonDict dict)) {
                throw SamErrors.template(
                        "Invalid OpenAPI definition of 'servers': It should be a map.");
            }
            disable(dict, disabled);
        }
        document.own("servers", list);
    }

    private static void disable(PythonDict holder, JsonNode disabled) {
        if (!holder.has(ENDPOINT)) {
            holder.own(ENDPOINT, PythonDict.ordered());
        }
        if (!(holder.get(ENDPOINT) instanceof PythonDict configuration)) {
            throw SamErrors.template(
                    "Invalid OpenAPI definition: The value of '" + ENDPOINT + "' should be a map.");
        }
        configuration.own("disableExecuteApiEndpoint", disabled);
    }

    /** Says which bodies are not text. */
    public void setBinaryTypes(JsonNode types) {
        document.own("x-amazon-apigateway-binary-media-types", withSlashes(types));
    }

    /** Types may be written with {@code ~1} for a slash. */
    private static JsonNode withSlashes(JsonNode types) {
        if (types instanceof ObjectNode object) {
            PythonDict result = PythonDict.hashed();
            object.properties()
                    .forEach(
                            each ->
                                    result.set(
                                            each.getKey().replace("~1", "/"),
                                            withSlashes(each.getValue())));
            return result;
        }
        if (types instanceof ArrayNode array) {
            ArrayNode list = Json.list();
            array.forEach(each -> list.add(withSlashes(each)));
            return list;
        }
        return types.isTextual() ? Json.text(types.asText().replace("~1", "/")) : types;
    }

    /** Adds what the gateway answers by itself. */
    public void addResponses(Map<String, PythonDict> added) {
        added.forEach(responses::set);
    }

    /** Adds schemas of bodies. */
    public void addModels(JsonNode models) {
        for (Map.Entry<String, JsonNode> model : models.properties()) {
            if (!Values.isTrue(model.getValue().path("type"))) {
                throw SamErrors.template("'Models' schema is missing 'type'.");
            }
            definitions.set(model.getKey().toLowerCase(Locale.ROOT), model.getValue());
        }
    }

    /** Adds a validator, and has a method use it. */
    public void setValidator(String path, String method, boolean body, boolean parameters) {
        String name =
                body
                        ? parameters ? "body-and-params" : "body-only"
                        : parameters ? "params-only" : "no-validation";
        if (!Values.isTrue(document.path(VALIDATORS))) {
            document.ownDict(VALIDATORS);
        }
        if (!(document.get(VALIDATORS) instanceof PythonDict validators)) {
            throw SamErrors.template(VALIDATORS + " must be a dictionary.");
        }
        if (!Values.isTrue(validators.path(name))) {
            PythonDict validator = PythonDict.hashed();
            validator.put("validateRequestBody", body);
            validator.put("validateRequestParameters", parameters);
            validators.update(PythonDict.hashed().own(name, validator));
        }
        for (ObjectNode definition : paths.definitions(path, method)) {
            PythonDict use = PythonDict.hashed();
            use.put("x-amazon-apigateway-request-validator", name);
            ((PythonDict) definition).update(use);
        }
    }

    /** Which dialect the document is written in. */
    boolean isSwagger() {
        return document.has("swagger");
    }

    boolean isOpenApi3() {
        return isVersion3(document.path("openapi"));
    }

    ObjectNode security() {
        return security;
    }

    /** The resource policy, which becomes part of the document. */
    ObjectNode policy() {
        return policy;
    }

    void keepPolicy() {
        document.own(POLICY, policy);
    }
}
