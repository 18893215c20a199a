package dev.gatehouse.cloudformation.sam.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.template.Json;
import dev.gatehouse.cloudformation.template.Problems;
import dev.gatehouse.cloudformation.template.ResourceDeclaration;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The {@code Auth} of a REST API ("ApiAuth" of the SAM specification). */
public final class RestAuth {
    private static final String API_KEY = "ApiKeyRequired";
    private static final String USAGE_PLAN = "UsagePlan";
    private static final Set<String> KEYS =
            Set.of(
                    "Authorizers",
                    "DefaultAuthorizer",
                    "InvokeRole",
                    API_KEY,
                    USAGE_PLAN,
                    "AddDefaultAuthorizerToCorsPreflight",
                    "ResourcePolicy");
    private static final Set<String> EVENT_KEYS =
            Set.of("Authorizer", "AuthorizationScopes", "InvokeRole", API_KEY);
    private static final Set<String> AUTHORIZER_KEYS =
            Set.of(
                    "UserPoolArn",
                    "FunctionArn",
                    "FunctionInvokeRole",
                    "FunctionPayloadType",
                    "Identity",
                    "AuthorizationScopes",
                    "DisableFunctionDefaultPermissions");
    private static final Set<String> IDENTITY_KEYS =
            Set.of(
                    "Header",
                    "ValidationExpression",
                    "ReauthorizeEvery",
                    "Headers",
                    "QueryStrings",
                    "StageVariables",
                    "Context");
    private static final List<String> LISTS =
            List.of("Headers", "QueryStrings", "StageVariables", "Context");
    private static final String CALLER = "CALLER_CREDENTIALS";

    private final String api;
    private final JsonNode auth;
    private final Map<String, ResourceDeclaration> resources = new LinkedHashMap<>();

    public RestAuth(String api, JsonNode auth, Problems problems) {
        this.api = api;
        this.auth = auth;
        String where = "Resource " + api + ", Auth";
        requireMap(where, auth);
        Json.requireOnly(KEYS, auth, where, problems);
        JsonNode authorizers = auth.path("Authorizers");
        requireMap(where + ".Authorizers", authorizers);
        for (Map.Entry<String, JsonNode> each : authorizers.properties()) {
            String name = where + ".Authorizers." + each.getKey();
            requireMap(name, each.getValue());
            Json.requireOnly(AUTHORIZER_KEYS, each.getValue(), name, problems);
            Json.requireOnly(
                    IDENTITY_KEYS, each.getValue().path("Identity"), name + ".Identity", problems);
            declare(each.getKey(), each.getValue(), name);
        }
        // Also where no event uses it: a default that is none is a mistake.
        AuthChoice.of(where, MissingNode.getInstance(), auth.path("DefaultAuthorizer"), names());
    }

    /** Authorizers, and the permissions to call their functions. */
    public Map<String, ResourceDeclaration> resources() {
        return resources;
    }

    /** The usage plan that the API asks for; missing for none. */
    public JsonNode usagePlan() {
        return auth.path(USAGE_PLAN);
    }

    /** The API's resource policy, if it has one, as a property of the API. */
    public void addPolicy(ObjectNode properties) {
        ResourcePolicy.of("Resource " + api, auth.path("ResourcePolicy"))
                .ifPresent(policy -> properties.set("Policy", policy));
    }

    /**
     * Says of a method who may call it, and of its integration as whom it calls.
     *
     * @param event the event's {@code Auth}
     */
    public void protect(ObjectNode method, ObjectNode integration, JsonNode event, String where) {
        requireMap(where + ", Auth", event);
        JsonNode key = event.has(API_KEY) ? event.get(API_KEY) : auth.path(API_KEY);
        if (!key.isMissingNode() && !key.isBoolean()) {
            throw TemplateErrors.of("%s: %s must be true or false", where, API_KEY);
        }
        if (key.asBoolean()) {
            method.put(API_KEY, true);
        }
        JsonNode fallback =
                isOpenPreflight(method)
                        ? MissingNode.getInstance()
                        : auth.path("DefaultAuthorizer");
        AuthChoice choice = AuthChoice.of(where, event.path("Authorizer"), fallback, names());
        String name = choice.authorizer();
        boolean pool = name != null && auth.path("Authorizers").path(name).has("UserPoolArn");
        if (!pool) {
            AuthChoice.requireNoScopes(where, event);
        }
        if (!choice.isIam() && event.has("InvokeRole")) {
            throw TemplateErrors.of("%s: InvokeRole works only with the Authorizer AWS_IAM", where);
        }
        if (name == null) {
            method.put("AuthorizationType", "NONE");
        } else if (choice.isIam()) {
            method.put("AuthorizationType", AuthChoice.IAM);
            callAsCaller(integration, event);
        } else {
            JsonNode authorizer = auth.path("Authorizers").path(name);
            method.put("AuthorizationType", pool ? "COGNITO_USER_POOLS" : "CUSTOM");
            method.set("AuthorizerId", Json.ref(authorizerId(name)));
            JsonNode scopes =
                    event.has("AuthorizationScopes")
                            ? event.get("AuthorizationScopes")
                            : authorizer.path("AuthorizationScopes");
            if (pool && !scopes.isMissingNode()) {
                method.set("AuthorizationScopes", scopes);
            }
        }
    }

    public static Set<String> eventKeys() {
        return EVENT_KEYS;
    }

    private boolean isOpenPreflight(ObjectNode method) {
        JsonNode covered = auth.path("AddDefaultAuthorizerToCorsPreflight");
        if (!covered.isMissingNode() && !covered.isBoolean()) {
            throw TemplateErrors.of(
                    "Resource %s: AddDefaultAuthorizerToCorsPreflight must be true or false", api);
        }
        return method.path("HttpMethod").asText().equals("OPTIONS") && !covered.asBoolean(true);
    }

    /**
     * As SAM has it: with a signature a function is called as its caller, unless told otherwise.
     */
    private void callAsCaller(ObjectNode integration, JsonNode event) {
        JsonNode role = event.has("InvokeRole") ? event.get("InvokeRole") : auth.path("InvokeRole");
        if (role.isMissingNode() || role.asText().equals(CALLER)) {
            integration.set("Credentials", Json.sub("arn:${AWS::Partition}:iam::*:user/*"));
        } else if (!role.isNull() && !role.asText().equals("NONE")) {
            integration.set("Credentials", role);
        }
    }

    private Set<String> names() {
        return StreamSupport.stream(
                        ((Iterable<String>) () -> auth.path("Authorizers").fieldNames())
                                .spliterator(),
                        false)
                .collect(Collectors.toSet());
    }

    private String authorizerId(String name) {
        return api + name + "Authorizer";
    }

    private void declare(String name, JsonNode given, String where) {
        ObjectNode authorizer = Json.object().put("Name", name);
        authorizer.set("RestApiId", Json.ref(api));
        JsonNode identity = given.path("Identity");
        if (given.has("UserPoolArn")) {
            authorizer.put("Type", "COGNITO_USER_POOLS");
            rejectOther(where, identity, LISTS);
            JsonNode pools = given.get("UserPoolArn");
            authorizer.set("ProviderARNs", pools.isArray() ? pools : Json.list().add(pools));
            authorizer.put("IdentitySource", header(identity));
        } else if (given.has("FunctionArn")) {
            declareFunction(name, given, authorizer, where);
        } else {
            throw TemplateErrors.of("%s must have a UserPoolArn or a FunctionArn", where);
        }
        if (identity.has("ReauthorizeEvery")) {
            authorizer.set("AuthorizerResultTtlInSeconds", identity.get("ReauthorizeEvery"));
        }
        if (identity.has("ValidationExpression")) {
            authorizer.set("IdentityValidationExpression", identity.get("ValidationExpression"));
        }
        resources.put(
                authorizerId(name),
                ResourceDeclaration.of(
                        authorizerId(name), "AWS::ApiGateway::Authorizer", authorizer));
    }

    private void declareFunction(String name, JsonNode given, ObjectNode authorizer, String where) {
        JsonNode identity = given.path("Identity");
        String type = given.path("FunctionPayloadType").asText("TOKEN");
        authorizer.put("Type", type);
        authorizer.set("AuthorizerUri", AuthorizerFunction.uri(given.get("FunctionArn")));
        rejectOther(where, identity, type.equals("TOKEN") ? LISTS : List.of("Header"));
        if (type.equals("TOKEN")) {
            authorizer.put("IdentitySource", header(identity));
        } else {
            List<String> sources = AuthorizerIdentity.ofRest(where, identity);
            if (!sources.isEmpty()) {
                authorizer.put("IdentitySource", String.join(", ", sources));
            }
        }
        JsonNode role = given.path("FunctionInvokeRole");
        if (!role.isMissingNode() && !role.asText().equals("NONE")) {
            authorizer.set("AuthorizerCredentials", role);
        }
        if (!given.path("DisableFunctionDefaultPermissions").asBoolean()) {
            String permission = authorizerId(name) + "Permission";
            resources.put(
                    permission,
                    AuthorizerFunction.permission(permission, api, given.get("FunctionArn")));
        }
    }

    /** One sort of authorizer has one header, the other lists: neither is read for the other. */
    private static void rejectOther(String where, JsonNode identity, List<String> unread) {
        for (String name : unread) {
            if (identity.has(name)) {
                throw TemplateErrors.of(
                        "%s.Identity: the property %s is not supported by this type of authorizer",
                        where, name);
            }
        }
    }

    private static String header(JsonNode identity) {
        return "method.request.header." + identity.path("Header").asText("Authorization");
    }

    static void requireMap(String what, JsonNode node) {
        if (!node.isMissingNode() && !node.isObject()) {
            throw TemplateErrors.of("%s must be a map", what);
        }
    }
}
