package dev.gatehouse.lambda.durable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.aws.lambda.ErrorObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an invocation of a durable function gives back. */
sealed interface Output {
    ObjectMapper JSON = new ObjectMapper();

    /** The execution is over, well. */
    record Succeeded(@Nullable String result) implements Output {}

    /** The execution is over, and has failed. */
    record Failed(@Nullable ErrorObject error) implements Output {}

    /** The function waits for something. */
    record Pending() implements Output {}

    /** It is nothing that a durable function gives back. */
    record Invalid(String why) implements Output {}

    static Output of(byte[] payload) {
        JsonNode output;
        try {
            output = JSON.readTree(payload);
        } catch (IOException e) {
            return new Invalid("Invalid Status in invocation output.");
        }
        String result = output.path("Result").textValue();
        JsonNode error = output.path("Error");
        return switch (output.path("Status").asText()) {
            case "PENDING" -> new Pending();
            case "SUCCEEDED" ->
                    error.isMissingNode() || error.isNull()
                            ? new Succeeded(result)
                            : new Invalid("Cannot provide an Error for SUCCEEDED status.");
            case "FAILED" ->
                    result == null
                            ? new Failed(error.isObject() ? error(error) : null)
                            : new Invalid("Cannot provide a Result for FAILED status.");
            default -> new Invalid("Invalid Status in invocation output.");
        };
    }

    private static ErrorObject error(JsonNode error) {
        List<String> trace = new ArrayList<>();
        error.path("StackTrace").forEach(line -> trace.add(line.asText()));
        return ErrorObject.builder()
                .errorType(error.path("ErrorType").textValue())
                .errorMessage(error.path("ErrorMessage").textValue())
                .errorData(error.path("ErrorData").textValue())
                .stackTrace(trace.isEmpty() ? null : trace)
                .build();
    }
}
