package dev.gatehouse.gateway.apigateway.patch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;

/** Objects that patches give as JSON. */
final class PatchJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private PatchJson() {}

    static Map<String, Object> read(String value) {
        try {
            return JSON.readValue(value, OBJECT);
        } catch (JsonProcessingException malformed) {
            throw PatchChange.rejection("Invalid patch value specified: it must be a JSON object");
        }
    }
}
