package dev.gatehouse.gateway.plan.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;

/**
 * What is wrong with a body in the words of the validator that API Gateway uses, as its users see
 * them in {@code $context.error.validationErrorString}; other wrongs have our validator's words.
 */
final class Reasons {
    private Reasons() {}

    static String of(Error error) {
        Object[] told = error.getArguments();
        JsonNode instance = error.getInstanceNode();
        return switch (error.getKeyword()) {
            case "required" ->
                    "object has missing required properties ([\"%s\"])"
                            .formatted(error.getProperty());
            case "additionalProperties" ->
                    "object instance has properties which are not allowed by the schema: [\"%s\"]"
                            .formatted(error.getProperty());
            case "type" ->
                    "instance type (%s) does not match any allowed primitive type (allowed: [\"%s\"])"
                            .formatted(told[0], told[1]);
            case "maximum" ->
                    "numeric instance is greater than the required maximum (maximum: %s, found: %s)"
                            .formatted(told[0], instance);
            case "minimum" ->
                    "numeric instance is lower than the required minimum (minimum: %s, found: %s)"
                            .formatted(told[0], instance);
            case "maxLength" ->
                    "string %s is too long (length: %d, maximum allowed: %s)"
                            .formatted(instance, length(instance), told[0]);
            case "minLength" ->
                    "string %s is too short (length: %d, required minimum: %s)"
                            .formatted(instance, length(instance), told[0]);
            case "enum" ->
                    "instance value (%s) not found in enum (possible values: %s)"
                            .formatted(instance, error.getSchemaNode());
            case "pattern" ->
                    "ECMA 262 regex %s does not match input string %s"
                            .formatted(error.getSchemaNode(), instance);
            default -> error.getMessage();
        };
    }

    private static int length(JsonNode text) {
        String value = text.asText();
        return value.codePointCount(0, value.length());
    }
}
