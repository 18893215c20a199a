package dev.gatehouse.cloudformation.sam.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.template.Json;
import dev.gatehouse.cloudformation.template.Problems;
import dev.gatehouse.cloudformation.template.ResourceDeclaration;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The {@code Auth} of an HTTP API ("HttpApiAuth" of the SAM specification). */
public final class HttpAuth {
    private static final Set<String> KEYS =
            Set.of("Authorizers", "DefaultAuthorizer", "EnableIamAuthorizer");
    private static final Set<String> EVENT_KEYS = Set.of("Authorizer", "AuthorizationScopes");
    private static final Set<String> AUTHORIZER_KEYS =
            Set.of(
                    "AuthorizationScopes",
                    "JwtConfiguration",
                    "IdentitySource",
                    "FunctionArn",
                    "FunctionInvokeRole",
                    "Identity",
                    "AuthorizerPayloadFormatVersion",
                    "EnableSimpleResponses",
                    "EnableFunctionDefaultPermissions");
    private static final Set<String> IDENTITY_KEYS =
            Set.of("ReauthorizeEvery", "Headers", "QueryStrings", "StageVariables", "Context");

    private final String api;
    private final JsonNode auth;
    private final Map<String, ResourceDeclaration> resources = new LinkedHashMap<>();

    public HttpAuth(String api, JsonNode auth, Problems problems) {
        this.api = api;
        this.auth = auth;
        String where = "Resource " + api + ", Auth";
        RestAuth.requireMap(where, auth);
        Json.requireOnly(KEYS, auth, where, problems);
        JsonNode authorizers = auth.path("Authorizers");
        RestAuth.requireMap(where + ".Authorizers", authorizers);
        for (Map.Entry<String, JsonNode> each : authorizers.properties()) {
            String name = where + ".Authorizers." + each.getKey();
            RestAuth.requireMap(name, each.getValue());
            Json.requireOnly(AUTHORIZER_KEYS, each.getValue(), name, problems);
            Json.requireOnly(
                    IDENTITY_KEYS, each.getValue().path("Identity"), name + ".Identity", problems);
            declare(each.getKey(), each.getValue(), name);
        }
        requireIam(where, auth.path("DefaultAuthorizer"));
        // Also where no event uses it: a default that is none is a mistake.
        AuthChoice.of(where, MissingNode.getInstance(), auth.path("DefaultAuthorizer"), names());
    }

    /** Authorizers, and the permissions to call their functions. */
    public Map<String, ResourceDeclaration> resources() {
        return resources;
    }

    public static Set<String> eventKeys() {
        return EVENT_KEYS;
    }

    /**
     * Says of a route who may call it.
     *
     * @param event the event's {@code Auth}
     */
    public void protect(ObjectNode route, JsonNode event, String where) {
        RestAuth.requireMap(where + ", Auth", event);
        requireIam(where, event.path("Authorizer"));
        AuthChoice choice =
                AuthChoice.of(
                        where, event.path("Authorizer"), auth.path("DefaultAuthorizer"), names());
        String name = choice.authorizer();
        boolean token = name != null && auth.path("Authorizers").path(name).has("JwtConfiguration");
        if (!token) {
            AuthChoice.requireNoScopes(where, event);
        }
        if (name == null) {
            return;
        }
        if (choice.isIam()) {
            route.put("AuthorizationType", AuthChoice.IAM);
            return;
        }
        JsonNode authorizer = auth.path("Authorizers").path(name);
        route.put("AuthorizationType", token ? "JWT" : "CUSTOM");
        route.set("AuthorizerId", Json.ref(authorizerId(name)));
        JsonNode scopes =
                event.has("AuthorizationScopes")
                        ? event.get("AuthorizationScopes")
                        : authorizer.path("AuthorizationScopes");
        if (token && !scopes.isMissingNode()) {
            route.set("AuthorizationScopes", scopes);
        }
    }

    private void requireIam(String where, JsonNode chosen) {
        if (chosen.asText().equals(AuthChoice.IAM)
                && !auth.path("EnableIamAuthorizer").asBoolean()) {
            throw TemplateErrors.of(
                    "%s: Unable to set Authorizer [AWS_IAM] because 'EnableIamAuthorizer' of the"
                            + " API's Auth is not true.",
                    where);
        }
    }

    private Set<String> names() {
        Set<String> names = new HashSet<>();
        auth.path("Authorizers").fieldNames().forEachRemaining(names::add);
        return names;
    }

    private String authorizerId(String name) {
        return api + name + "Authorizer";
    }

    private void declare(String name, JsonNode given, String where) {
        ObjectNode authorizer = Json.object().put("Name", name);
        authorizer.set("ApiId", Json.ref(api));
        if (given.has("JwtConfiguration")) {
            declareToken(given, authorizer, where);
        } else if (given.has("FunctionArn")) {
            declareFunction(name, given, authorizer, where);
        } else {
            throw TemplateErrors.of("%s must have a JwtConfiguration or a FunctionArn", where);
        }
        resources.put(
                authorizerId(name),
                ResourceDeclaration.of(
                        authorizerId(name), "AWS::ApiGatewayV2::Authorizer", authorizer));
    }

    /** SAM takes the members of the configuration in either case. */
    private static void declareToken(JsonNode given, ObjectNode authorizer, String where) {
        if (!given.has("IdentitySource")) {
            throw TemplateErrors.of("%s OAuth2 Authorizer must define 'IdentitySource'.", where);
        }
        authorizer.put("AuthorizerType", "JWT");
        authorizer.set("IdentitySource", Json.list().add(given.get("IdentitySource")));
        ObjectNode configuration = Json.object();
        for (Map.Entry<String, JsonNode> member : given.get("JwtConfiguration").properties()) {
            switch (member.getKey()) {
                case "issuer", "Issuer" -> configuration.set("Issuer", member.getValue());
                case "audience", "Audience" -> configuration.set("Audience", member.getValue());
                default ->
                        throw TemplateErrors.of(
                                "%s.JwtConfiguration: the property %s is not supported",
                                where, member.getKey());
            }
        }
        authorizer.set("JwtConfiguration", configuration);
    }

    private void declareFunction(String name, JsonNode given, ObjectNode authorizer, String where) {
        if (!given.has("AuthorizerPayloadFormatVersion")) {
            throw TemplateErrors.of(
                    "%s Lambda Authorizer must define 'AuthorizerPayloadFormatVersion'.", where);
        }
        JsonNode identity = given.path("Identity");
        authorizer.put("AuthorizerType", "REQUEST");
        authorizer.set("AuthorizerUri", AuthorizerFunction.uri(given.get("FunctionArn")));
        authorizer.put(
                "AuthorizerPayloadFormatVersion",
                given.get("AuthorizerPayloadFormatVersion").asText());
        if (given.has("EnableSimpleResponses")) {
            authorizer.set("EnableSimpleResponses", given.get("EnableSimpleResponses"));
        }
        ArrayNode sources = Json.list();
        AuthorizerIdentity.ofHttp(where, identity).forEach(sources::add);
        authorizer.set("IdentitySource", sources);
        if (identity.has("ReauthorizeEvery")) {
            authorizer.set("AuthorizerResultTtlInSeconds", identity.get("ReauthorizeEvery"));
        }
        JsonNode role = given.path("FunctionInvokeRole");
        if (!role.isMissingNode() && !role.asText().equals("NONE")) {
            authorizer.set("AuthorizerCredentialsArn", role);
        }
        if (given.path("EnableFunctionDefaultPermissions").asBoolean()) {
            String permission = authorizerId(name) + "Permission";
            resources.put(
                    permission,
                    AuthorizerFunction.permission(permission, api, given.get("FunctionArn")));
        }
    }
}
