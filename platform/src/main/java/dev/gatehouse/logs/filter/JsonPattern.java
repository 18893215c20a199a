package dev.gatehouse.logs.filter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.function.Predicate;

/** A condition on messages that are JSON objects; any other message does not match. */
record JsonPattern(Predicate<JsonNode> condition) implements Predicate<String> {
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    static JsonPattern parse(String text) {
        if (!text.endsWith("}")) {
            throw FilterPattern.invalid("a JSON pattern ends with }");
        }
        return new JsonPattern(
                new JsonConditionParser(text.substring(1, text.length() - 1)).parse());
    }

    @Override
    public boolean test(String message) {
        if (!message.stripLeading().startsWith("{")) {
            return false;
        }
        try {
            JsonNode root = MAPPER.readTree(message);
            return root.isObject() && condition.test(root);
        } catch (JsonProcessingException e) {
            return false;
        }
    }
}
