package dev.gatehouse.gateway.apigateway.method;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;
import static dev.gatehouse.gateway.resource.ServiceErrors.reject;
import static dev.gatehouse.gateway.resource.ServiceErrors.unsupported;

import dev.gatehouse.aws.apigateway.IntegrationResponse;
import dev.gatehouse.aws.apigateway.Method;
import dev.gatehouse.aws.apigateway.MethodResponse;
import dev.gatehouse.gateway.plan.HeaderMapping;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What an integration response may say. */
final class IntegrationResponseRules {
    private static final String TARGET = "method.response.header.";

    private IntegrationResponseRules() {}

    /** Rejects what AWS rejects, and what the data plane cannot do. */
    static void check(IntegrationResponse response, Method method) {
        reject("contentHandling", response.contentHandling());
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
        try {
            Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw badRequest("Invalid selection pattern specified: " + pattern);
        }
    }

    private static void checkMapping(Map<String, Boolean> declared, String target, String source) {
        if (!target.startsWith(TARGET) || !declared.containsKey(target)) {
            throw Mappings.undeclared(target);
        }
        if (HeaderMapping.parse(target, source).isEmpty()) {
            throw source.startsWith("integration.response.body")
                            || source.startsWith("integration.response.multivalue")
                    ? unsupported("responseParameters mapped from " + source)
                    : Mappings.invalid("Invalid mapping expression specified: " + source);
        }
    }
}
