package dev.gatehouse.cloudformation.sam.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.gatehouse.cloudformation.sam.expansion.SamErrors;
import dev.gatehouse.cloudformation.sam.expansion.Values;
import dev.gatehouse.cloudformation.sam.python.PythonDict;
import dev.gatehouse.cloudformation.sam.python.PythonText;
import dev.gatehouse.cloudformation.template.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An authorizer of a REST API ("ApiAuth", Authorizers).
 *
 * @param api logical id of the API
 * @param given what the template says of it; missing for that of IAM
 * @param partition of the ARN of its function
 */
public record RestAuthorizer(String api, String name, JsonNode given, String partition) {
    private static final Map<String, String> SOURCES =
            Map.of(
                    "Headers", "method.request.header.",
                    "QueryStrings", "method.request.querystring.",
                    "StageVariables", "stageVariables.",
                    "Context", "context.");
    private static final List<String> ORDER =
            List.of("Headers", "QueryStrings", "StageVariables", "Context");

    private static final String AUTHORIZER = "x-amazon-apigateway-authorizer";

    public RestAuthorizer {
        JsonNode type = given.path("FunctionPayloadType");
        boolean known = type.isMissingNode() || type.asText().matches("TOKEN|REQUEST");
        if (!known) {
            throw SamErrors.resource(
                    api,
                    name
                            + " Authorizer has invalid 'FunctionPayloadType': "
                            + PythonText.scalar(type)
                            + ".");
        }
        if (type.asText().equals("REQUEST") && lacksSource(given.path("Identity"))) {
            throw SamErrors.resource(
                    api,
                    name
                            + " Authorizer must specify Identity with at least one of Headers,"
                            + " QueryStrings, StageVariables, or Context.");
        }
        require(
                api,
                "Authorizers." + name + ".AuthorizationScopes",
                "list",
                given.path("AuthorizationScopes"),
                given.path("AuthorizationScopes").isArray());
        JsonNode disabled = given.path("DisableFunctionDefaultPermissions");
        require(
                api,
                "Authorizers." + name + ".DisableFunctionDefaultPermissions",
                "boolean",
                disabled,
                disabled.isBoolean());
    }

    /** The one that is always there: signatures of IAM. */
    public static RestAuthorizer iam(String api, String partition) {
        return new RestAuthorizer(api, SwaggerAuth.IAM, MissingNode.getInstance(), partition);
    }

    private static void require(
            String api, String what, String type, JsonNode value, boolean fits) {
        if (!value.isMissingNode() && !fits) {
            throw SamErrors.resource(api, "Property '" + what + "' should be a " + type + ".");
        }
    }

    private static boolean lacksSource(JsonNode identity) {
        boolean lacks = ORDER.stream().noneMatch(list -> Values.isTrue(identity.path(list)));
        JsonNode seconds = identity.path("ReauthorizeEvery");
        return lacks && !(seconds.asText().matches("-?\\d+") && seconds.asInt() <= 0);
    }

    boolean isIam() {
        return given.isMissingNode();
    }

    /** The scopes that a token needs by default. */
    JsonNode scopes() {
        return given.has("AuthorizationScopes") ? given.get("AuthorizationScopes") : Json.list();
    }

    /** The function to call; missing when it is no Lambda authorizer. */
    public JsonNode function() {
        return given.path("FunctionArn");
    }

    /** Whether SAM makes the permission to call the function. */
    public boolean isPermitted() {
        return Values.isTrue(function())
                && !Values.isTrue(given.path("DisableFunctionDefaultPermissions"));
    }

    PythonDict definition() {
        boolean pool = Values.isTrue(given.path("UserPoolArn"));
        boolean request = given.path("FunctionPayloadType").asText().equals("REQUEST");
        PythonDict definition = PythonDict.hashed().put("type", "apiKey");
        definition.own("name", header(!pool && request));
        definition.put("in", "header");
        String type = isIam() ? "awsSigv4" : pool ? "cognito_user_pools" : "custom";
        definition.put("x-amazon-apigateway-authtype", type);
        if (pool) {
            PythonDict authorizer = PythonDict.hashed().put("type", "cognito_user_pools");
            authorizer.own("providerARNs", Values.list(given.get("UserPoolArn")));
            definition.own(AUTHORIZER, authorizer);
            validate(authorizer);
        } else if (!isIam()) {
            PythonDict authorizer = PythonDict.hashed().put("type", request ? "request" : "token");
            definition.own(AUTHORIZER, authorizer);
            describe(authorizer, request);
        }
        return definition;
    }

    private JsonNode header(boolean request) {
        JsonNode identity = given.path("Identity");
        if (request) {
            return PythonText.literal("Unused");
        }
        if (Values.isTrue(identity) && !identity.isObject()) {
            throw SamErrors.resource(
                    api,
                    "Auth.Authorizers.<Authorizer>.Identity must be a dict"
                            + " (LambdaTokenAuthorizationIdentity,"
                            + " LambdaRequestAuthorizationIdentity or"
                            + " CognitoAuthorizationIdentity).");
        }
        return Values.isTrue(identity.path("Header"))
                ? identity.get("Header")
                : PythonText.literal("Authorization");
    }

    private void describe(PythonDict authorizer, boolean request) {
        authorizer.own(
                "authorizerUri",
                Values.sub(
                        "arn:"
                                + partition
                                + ":apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/"
                                + "${__FunctionArn__}/invocations",
                        "__FunctionArn__",
                        function()));
        JsonNode identity = given.path("Identity");
        if (identity.has("ReauthorizeEvery")) {
            authorizer.own("authorizerResultTtlInSeconds", identity.get("ReauthorizeEvery"));
        }
        JsonNode role = given.path("FunctionInvokeRole");
        if (Values.isTrue(role) && !role.asText().equals("NONE")) {
            authorizer.own("authorizerCredentials", role);
        }
        if (!request) {
            validate(authorizer);
            return;
        }
        String sources = String.join(", ", sources(identity));
        if (!sources.isEmpty()) {
            authorizer.own("identitySource", Json.text(sources));
        }
    }

    private List<String> sources(JsonNode identity) {
        List<String> sources = new ArrayList<>();
        for (String list : ORDER) {
            JsonNode names = identity.path(list);
            if (!Values.isTrue(names)) {
                continue;
            }
            String what = "Auth.Authorizers." + name + ".Identity." + list;
            require(api, what, "list", names, names instanceof ArrayNode);
            for (JsonNode each : names) {
                require(api, what + "[0]", "string", each, each.isTextual());
                sources.add(SOURCES.get(list) + each.asText());
            }
        }
        return sources;
    }

    private void validate(PythonDict authorizer) {
        JsonNode expression = given.path("Identity").path("ValidationExpression");
        if (Values.isTrue(expression)) {
            authorizer.own("identityValidationExpression", expression);
        }
    }
}
