package dev.gatehouse.cloudformation.sam.function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.event.Target;
import dev.gatehouse.cloudformation.sam.expansion.Declared;
import dev.gatehouse.cloudformation.sam.expansion.Made;
import dev.gatehouse.cloudformation.sam.expansion.Values;
import dev.gatehouse.cloudformation.template.Json;
import java.util.List;
import java.util.Map;

/** What {@code FunctionUrlConfig} makes: a URL, and for an open one who may call it. */
final class FunctionUrl {
    private static final Map<String, String> CORS =
            Map.of(
                    "AllowOrigins", "list",
                    "AllowMethods", "list",
                    "AllowCredentials", "bool",
                    "AllowHeaders", "list",
                    "ExposeHeaders", "list",
                    "MaxAge", "int");

    private final Declared declared;
    private final Target target;
    private final ObjectNode config;

    FunctionUrl(Declared declared, Target target) {
        this.declared = declared;
        this.target = target;
        this.config = (ObjectNode) declared.get("FunctionUrlConfig");
    }

    List<Made> made() {
        JsonNode auth = config.path("AuthType");
        if (!Values.isCall(config)) {
            check(auth);
        }
        Made url = new Made(declared.id() + "Url", "AWS::Lambda::Url", declared.passed());
        if (Values.isTrue(config.path("Cors"))) {
            url.set("Cors", config.get("Cors"));
        }
        url.set("AuthType", auth).set("TargetFunctionArn", target.name());
        url.set("InvokeMode", config.path("InvokeMode"));
        if (!auth.asText().equals("NONE") || Values.isCall(config)) {
            return List.of(url);
        }
        Made open =
                permission("UrlPublicPermissions", "lambda:InvokeFunctionUrl")
                        .set("FunctionUrlAuthType", auth);
        Made invoked =
                permission("URLInvokeAllowPublicAccess", "lambda:InvokeFunction")
                        .set("InvokedViaFunctionUrl", Json.object().booleanNode(true));
        return List.of(url, open, invoked);
    }

    private Made permission(String suffix, String action) {
        return new Made(declared.id() + suffix, "AWS::Lambda::Permission", declared.passed())
                .set("Action", action)
                .set("FunctionName", target.name())
                .set("Principal", "*");
    }

    private void check(JsonNode auth) {
        if (!Values.isCall(auth) && !auth.asText().matches("NONE|AWS_IAM")) {
            throw declared.invalid(
                    "AuthType is required to configure function property `FunctionUrlConfig`."
                            + " Please provide either AWS_IAM or NONE.");
        }
        JsonNode cors = config.path("Cors");
        if (!Values.isTrue(cors) || Values.isCall(cors)) {
            return;
        }
        if (!cors.isObject()) {
            throw declared.invalid("Property 'FunctionUrlConfig.Cors' should be a map.");
        }
        cors.properties().forEach(rule -> check(rule.getKey(), rule.getValue()));
    }

    private void check(String name, JsonNode value) {
        String type = CORS.get(name);
        if (type == null) {
            throw declared.invalid(name + " is not a valid property for configuring Cors.");
        }
        boolean fits =
                switch (type) {
                    case "list" -> value.isArray();
                    case "bool" -> value.isBoolean();
                    default -> value.isInt();
                };
        if (!fits && !Values.isCall(value)) {
            throw declared.invalid(name + " must be of type " + type + ".");
        }
    }
}
