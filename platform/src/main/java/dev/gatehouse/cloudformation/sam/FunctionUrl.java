package dev.gatehouse.cloudformation.sam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.template.Intrinsics;
import dev.gatehouse.cloudformation.template.Json;
import dev.gatehouse.cloudformation.template.ResourceDeclaration;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The URL of a function that has a FunctionUrlConfig, and what lets anybody call it where nobody is
 * asked who they are ("FunctionUrlConfig" of the AWS SAM guide).
 */
final class FunctionUrl {
    private static final String AUTH = "AuthType";
    private static final String CORS = "Cors";
    private static final String MODE = "InvokeMode";

    /** What each rule is, in the words of SAM's messages. */
    private static final Map<String, String> CORS_RULES =
            Map.of(
                    "AllowOrigins", "list",
                    "AllowMethods", "list",
                    "AllowCredentials", "bool",
                    "AllowHeaders", "list",
                    "ExposeHeaders", "list",
                    "MaxAge", "int");

    private final ResourceDeclaration declared;
    private final Expansion expansion;
    private final JsonNode config;

    /**
     * @param declared the function as it was declared
     */
    FunctionUrl(ResourceDeclaration declared, Expansion expansion) {
        this.declared = declared;
        this.expansion = expansion;
        this.config = declared.properties().path("FunctionUrlConfig");
    }

    /** Adds all of it. */
    void add(Callee callee) {
        check();
        ObjectNode url = Json.object();
        url.set("TargetFunctionArn", callee.name());
        Json.copy((ObjectNode) config, url, AUTH, CORS, MODE);
        add("Url", "Url", url);
        if (config.path(AUTH).asText().equals("NONE")) {
            ObjectNode called = permission(callee, "lambda:InvokeFunctionUrl");
            called.set("FunctionUrlAuthType", config.get(AUTH));
            add("UrlPublicPermissions", "Permission", called);
            ObjectNode invoked = permission(callee, "lambda:InvokeFunction");
            invoked.put("InvokedViaFunctionUrl", true);
            add("URLInvokeAllowPublicAccess", "Permission", invoked);
        }
    }

    private static ObjectNode permission(Callee callee, String action) {
        ObjectNode permission = Json.object().put("Action", action).put("Principal", "*");
        permission.set("FunctionName", callee.name());
        return permission;
    }

    private void add(String suffix, String type, ObjectNode properties) {
        expansion.add(
                new ResourceDeclaration(
                        declared.logicalId() + suffix,
                        "AWS::Lambda::" + type,
                        properties,
                        List.of(),
                        declared.condition(),
                        declared.retention()));
    }

    private void check() {
        expansion.requireOnly(
                Set.of(AUTH, CORS, MODE),
                config,
                "Resource " + declared.logicalId() + ", FunctionUrlConfig");
        JsonNode auth = config.path(AUTH);
        if (!isCall(auth) && !auth.asText().equals("NONE") && !auth.asText().equals("AWS_IAM")) {
            throw invalid(
                    "AuthType is required to configure function property `FunctionUrlConfig`."
                            + " Please provide either AWS_IAM or NONE.");
        }
        JsonNode cors = config.path(CORS);
        if (!cors.isMissingNode() && !isCall(cors)) {
            cors.properties().forEach(rule -> check(rule.getKey(), rule.getValue()));
        }
    }

    private void check(String name, JsonNode value) {
        String type = CORS_RULES.get(name);
        if (type == null) {
            throw invalid(name + " is not a valid property for configuring Cors.");
        }
        boolean fits =
                switch (type) {
                    case "list" -> value.isArray();
                    case "bool" -> value.isBoolean();
                    default -> value.isInt();
                };
        if (!fits && !isCall(value)) {
            throw invalid("%s must be of type %s.".formatted(name, type));
        }
    }

    private static boolean isCall(JsonNode value) {
        return value instanceof ObjectNode object && Intrinsics.isCall(object);
    }

    private RuntimeException invalid(String reason) {
        return TemplateErrors.of(
                "Resource with id [%s] is invalid. %s", declared.logicalId(), reason);
    }
}
