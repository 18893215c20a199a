package dev.gatehouse.cloudformation.sam.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.expansion.SamErrors;
import dev.gatehouse.cloudformation.sam.expansion.Values;
import dev.gatehouse.cloudformation.template.Json;
import java.util.List;
import java.util.Locale;

/**
 * An authorizer of an HTTP API ("HttpApiAuth", Authorizers).
 *
 * @param api logical id of the API
 * @param given what the template says of it; missing for that of IAM
 * @param partition of the ARN of its function
 */
public record HttpAuthorizer(String api, String name, JsonNode given, String partition) {
    private static final String AUTHORIZER = "x-amazon-apigateway-authorizer";
    private static final List<String> TOKEN = List.of("AuthorizationScopes", "IdentitySource");
    private static final List<String> FUNCTION =
            List.of(
                    "FunctionArn",
                    "FunctionInvokeRole",
                    "Identity",
                    "AuthorizerPayloadFormatVersion",
                    "EnableSimpleResponses",
                    "EnableFunctionDefaultPermissions");
    private static final List<List<String>> SOURCES =
            List.of(
                    List.of("Headers", "$request.header."),
                    List.of("QueryStrings", "$request.querystring."),
                    List.of("StageVariables", "$stageVariables."),
                    List.of("Context", "$context."));

    public HttpAuthorizer {
        if (!given.isMissingNode()) {
            check(api, name, given);
        }
    }

    /** The one that an API enables: signatures of IAM. */
    public static HttpAuthorizer iam(String api) {
        return new HttpAuthorizer(api, "AWS_IAM", MissingNode.getInstance(), "aws");
    }

    private static void check(String api, String name, JsonNode given) {
        if (given.has("OpenIdConnectUrl")) {
            throw SamErrors.resource(
                    api,
                    "'OpenIdConnectUrl' is no longer a supported property for authorizer '"
                            + name
                            + "'. Please refer to the AWS SAM documentation.");
        }
        JsonNode scopes = given.path("AuthorizationScopes");
        if (!scopes.isMissingNode() && !scopes.isArray()) {
            throw SamErrors.resource(api, "AuthorizationScopes must be a list.");
        }
        boolean token = Values.isTrue(given.path("JwtConfiguration"));
        for (String other : token ? FUNCTION : TOKEN) {
            if (given.has(other)) {
                String hint =
                        other.equals("IdentitySource")
                                ? ". For Lambda Authorizer, use the 'Identity' property instead"
                                : "";
                throw SamErrors.resource(
                        api,
                        other
                                + " is only supported for "
                                + (token ? "Lambda" : "OAuth2")
                                + " Authorizer"
                                + hint
                                + ".");
            }
        }
        String kind = name + (token ? " OAuth2" : " Lambda") + " Authorizer must define '";
        List<String> required =
                token
                        ? List.of("IdentitySource")
                        : List.of("FunctionArn", "AuthorizerPayloadFormatVersion");
        for (String property : required) {
            if (!Values.isTrue(given.path(property))) {
                throw SamErrors.resource(api, kind + property + "'.");
            }
        }
        JsonNode permission = given.path("EnableFunctionDefaultPermissions");
        if (!permission.isMissingNode() && !permission.isBoolean()) {
            throw SamErrors.resource(
                    api,
                    "Property 'Authorizers."
                            + name
                            + ".EnableFunctionDefaultPermissions' should be a boolean.");
        }
    }

    /** The scopes that a token needs by default. */
    public JsonNode scopes() {
        return given.has("AuthorizationScopes") ? given.get("AuthorizationScopes") : Json.list();
    }

    /** The function to call; missing when it is no Lambda authorizer. */
    public JsonNode function() {
        return given.path("FunctionArn");
    }

    /** Whether SAM makes the permission to call the function. */
    public boolean isPermitted() {
        return Values.isTrue(function())
                && Values.isTrue(given.path("EnableFunctionDefaultPermissions"));
    }

    /** The security scheme of the document. */
    public ObjectNode scheme() {
        ObjectNode scheme = Json.object();
        if (given.isMissingNode()) {
            scheme.put("type", "apiKey").put("name", "Authorization").put("in", "header");
            return scheme.put("x-amazon-apigateway-authtype", "awsSigv4");
        }
        if (Values.isTrue(given.path("JwtConfiguration"))) {
            ObjectNode authorizer = scheme.put("type", "oauth2").putObject(AUTHORIZER);
            ObjectNode configuration = authorizer.putObject("jwtConfiguration");
            for (var member : given.get("JwtConfiguration").properties()) {
                configuration.set(member.getKey().toLowerCase(Locale.ROOT), member.getValue());
            }
            authorizer.set("identitySource", given.get("IdentitySource"));
            authorizer.put("type", "jwt");
            return scheme;
        }
        scheme.put("type", "apiKey").put("name", "Unused").put("in", "header");
        describe(scheme.putObject(AUTHORIZER));
        return scheme;
    }

    private void describe(ObjectNode authorizer) {
        authorizer.put("type", "request");
        authorizer.set(
                "authorizerUri",
                Values.sub(
                        "arn:"
                                + partition
                                + ":apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/"
                                + "${__FunctionArn__}/invocations",
                        "__FunctionArn__",
                        function()));
        JsonNode role = given.path("FunctionInvokeRole");
        if (Values.isTrue(role) && !role.asText().equals("NONE")) {
            authorizer.set("authorizerCredentials", role);
        }
        JsonNode identity = given.path("Identity");
        if (Values.isTrue(identity)) {
            if (identity.has("ReauthorizeEvery")) {
                authorizer.set("authorizerResultTtlInSeconds", identity.get("ReauthorizeEvery"));
            }
            authorizer.set("identitySource", sources(identity));
        }
        authorizer.set(
                "authorizerPayloadFormatVersion", given.get("AuthorizerPayloadFormatVersion"));
        if (Values.isTrue(given.path("EnableSimpleResponses"))) {
            authorizer.set("enableSimpleResponses", given.get("EnableSimpleResponses"));
        }
    }

    private ArrayNode sources(JsonNode identity) {
        ArrayNode sources = Json.list();
        for (List<String> source : SOURCES) {
            JsonNode names = identity.path(source.getFirst());
            if (Values.isTrue(names) && !names.isArray()) {
                throw SamErrors.resource(
                        api,
                        "Property 'Authorizers."
                                + name
                                + ".Identity."
                                + source.getFirst()
                                + "' should be a list.");
            }
            names.forEach(each -> sources.add(source.getLast() + each.asText()));
        }
        return sources;
    }
}
