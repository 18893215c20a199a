package dev.gatehouse.gateway.apigateway.method;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import dev.gatehouse.aws.apigateway.IntegrationResponse;
import dev.gatehouse.aws.apigateway.Method;
import dev.gatehouse.aws.apigateway.MethodResponse;
import dev.gatehouse.gateway.plan.integration.HeaderMapping;
import dev.gatehouse.kernel.BoundedPattern;
import java.util.Map;
import java.util.Objects;

/** What an integration response may say. */
public final class IntegrationResponseRules {
    private static final String TARGET = "method.response.header.";

    private IntegrationResponseRules() {}

    /** Rejects what AWS rejects, and what the data plane cannot do. */
    public static void check(IntegrationResponse response, Method method) {
        Mappings.checkTypes(response.responseTemplates());
        checkPattern(Objects.requireNonNullElse(response.selectionPattern(), ""));
        MethodResponse declared =
                MethodResponseOperations.responses(method).get(response.statusCode());
        Map<String, Boolean> headers =
                Objects.requireNonNullElse(
                        declared == null ? null : declared.responseParameters(), Map.of());
        Objects.requireNonNullElse(response.responseParameters(), Map.<String, String>of())
                .forEach((target, source) -> checkMapping(headers, target, source));
    }

    private static void checkPattern(String pattern) {
        if (BoundedPattern.compile(pattern).isEmpty()) {
            throw badRequest("Invalid selection pattern specified: " + pattern);
        }
    }

    private static void checkMapping(Map<String, Boolean> declared, String target, String source) {
        if (!target.startsWith(TARGET) || !declared.containsKey(target)) {
            throw Mappings.undeclared(target);
        }
        if (HeaderMapping.parse(target, source).isEmpty()) {
            throw Mappings.invalid("Invalid mapping expression specified: " + source);
        }
    }
}
