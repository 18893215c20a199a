package dev.gatehouse.lambda.async;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.function.InvocationResult;
import org.jspecify.annotations.Nullable;

/** What a function says of an event that it failed at. */
final class FunctionError {
    private static final ObjectMapper JSON = new ObjectMapper();

    private FunctionError() {}

    /** The error's message; null where the function has not run. */
    static @Nullable String message(@Nullable InvocationResult result) {
        if (result == null) {
            return null;
        }
        String payload = result.payload().toString();
        try {
            JsonNode message = JSON.readTree(payload).path("errorMessage");
            return message.isTextual() ? message.asText() : payload;
        } catch (JsonProcessingException notJson) {
            return payload;
        }
    }
}
