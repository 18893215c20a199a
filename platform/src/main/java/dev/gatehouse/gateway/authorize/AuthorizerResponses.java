package dev.gatehouse.gateway.authorize;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.gateway.authorize.AuthorizerException.Reason;
import dev.gatehouse.gateway.plan.authorize.FunctionAuthorizer.Form;
import dev.gatehouse.identity.policy.MalformedPolicyException;
import dev.gatehouse.identity.policy.Policy;
import dev.gatehouse.identity.policy.PolicyGrammar;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what authorizers' functions say ("Output from an API Gateway Lambda authorizer", "Control
 * access to HTTP APIs with AWS Lambda authorizers"). Whatever it is not sure of keeps callers out.
 */
final class AuthorizerResponses {
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    /** The error by which a function says that it does not know the caller. */
    private static final String UNAUTHORIZED = "Unauthorized";

    private AuthorizerResponses() {}

    /**
     * @throws AuthorizerException when the function failed or said nothing that can be used
     */
    static AuthorizerResponse read(InvocationResult result, Form form) {
        JsonNode response = parse(result);
        if (result.functionError() != null) {
            boolean unauthorized = UNAUTHORIZED.equals(response.path("errorMessage").asText());
            throw new AuthorizerException(
                    unauthorized ? Reason.UNAUTHORIZED : Reason.FAILURE,
                    response.path("errorMessage").asText());
        }
        if (!response.isObject()) {
            throw malformed("it is no object");
        }
        return switch (form) {
            case TOKEN, REQUEST ->
                    new AuthorizerResponse(
                            principal(response),
                            policy(response),
                            texts(response.path("context")),
                            text(response.path("usageIdentifierKey")));
            case V1, V2_POLICY ->
                    new AuthorizerResponse(
                            text(response.path("principalId")),
                            policy(response),
                            values(response.path("context")),
                            null);
            case V2_SIMPLE ->
                    new AuthorizerResponse(
                            null, simple(response), values(response.path("context")), null);
        };
    }

    private static JsonNode parse(InvocationResult result) {
        try {
            JsonNode response = JSON.readTree(result.payload().getBytes());
            if (response != null) {
                return response;
            }
        } catch (IOException | StackOverflowError broken) {
            // Rejected below, like an empty one.
        }
        throw malformed("it is no JSON");
    }

    private static String principal(JsonNode response) {
        String principal = text(response.path("principalId"));
        if (principal == null || principal.isEmpty()) {
            throw malformed("it has no principalId");
        }
        return principal;
    }

    private static AuthorizerResponse.Verdict policy(JsonNode response) {
        JsonNode document = response.path("policyDocument");
        if (!document.isObject()) {
            throw malformed("it has no policyDocument");
        }
        try {
            String text = document.toString();
            return new AuthorizerResponse.ByPolicy(Policy.checked(text, PolicyGrammar.ANY), text);
        } catch (MalformedPolicyException broken) {
            throw malformed(String.valueOf(broken.getMessage()));
        }
    }

    private static AuthorizerResponse.Verdict simple(JsonNode response) {
        JsonNode authorized = response.path("isAuthorized");
        if (!authorized.isBoolean()) {
            throw malformed("isAuthorized is neither true nor false");
        }
        return new AuthorizerResponse.Simple(authorized.booleanValue());
    }

    /** REST APIs take plain values only, and tell them as text. */
    private static Map<String, Object> texts(JsonNode context) {
        Map<String, Object> texts = new LinkedHashMap<>();
        if (context.isMissingNode() || context.isNull()) {
            return texts;
        }
        requireObject(context);
        for (Map.Entry<String, JsonNode> entry : context.properties()) {
            if (entry.getValue().isContainerNode()) {
                throw malformed("context." + entry.getKey() + " is no plain value");
            }
            if (!entry.getValue().isNull()) {
                texts.put(entry.getKey(), entry.getValue().asText());
            }
        }
        return texts;
    }

    private static Map<String, Object> values(JsonNode context) {
        Map<String, Object> values = new LinkedHashMap<>();
        if (context.isMissingNode() || context.isNull()) {
            return values;
        }
        requireObject(context);
        for (Map.Entry<String, JsonNode> entry : context.properties()) {
            values.put(entry.getKey(), JSON.convertValue(entry.getValue(), Object.class));
        }
        return values;
    }

    private static void requireObject(JsonNode context) {
        if (!context.isObject()) {
            throw malformed("its context is no object");
        }
    }

    private static @Nullable String text(JsonNode node) {
        return node.isValueNode() && !node.isNull() ? node.asText() : null;
    }

    private static AuthorizerException malformed(String what) {
        return new AuthorizerException(
                Reason.MISCONFIGURED, "the authorizer's response cannot be used: " + what);
    }
}
