package dev.gatehouse.cloudformation.control;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.kernel.ServiceException;

/** Changes a JSON document as RFC 6902 says. */
final class JsonPatch {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Characters of what a patch may make: AWS's quota of a resource's properties. */
    private static final int LONGEST = 262_144;

    private JsonPatch() {}

    /**
     * @param patch the text of a patch document
     * @throws ServiceException InvalidRequestException when it is none, or does not fit
     */
    static ObjectNode applied(ObjectNode document, String patch) {
        try {
            JsonNode operations = JSON.readTree(patch);
            if (!operations.isArray()) {
                throw ControlErrors.invalid("Invalid patch: not a list of operations");
            }
            ObjectNode result = document.deepCopy();
            operations.forEach(operation -> apply(result, operation));
            return result;
        } catch (JsonProcessingException malformed) {
            throw ControlErrors.invalid("Invalid patch: not well-formed JSON");
        } catch (IllegalArgumentException noPointer) {
            throw ControlErrors.invalid("Invalid patch: " + noPointer.getMessage());
        }
    }

    private static void apply(ObjectNode root, JsonNode operation) {
        JsonPointer path = pointer(operation, "path");
        switch (operation.path("op").asText()) {
            case "add" -> add(root, path, value(operation));
            case "remove" -> remove(root, path);
            case "replace" -> {
                remove(root, path);
                add(root, path, value(operation));
            }
            case "move" -> {
                JsonNode moved = remove(root, pointer(operation, "from"));
                add(root, path, moved);
            }
            case "copy" -> {
                add(root, path, there(root, pointer(operation, "from")).deepCopy());
                // Each copy may hold all those before it.
                if (root.toString().length() > LONGEST) {
                    throw ControlErrors.invalid("Invalid patch: it makes too much");
                }
            }
            case "test" -> {
                if (!there(root, path).equals(value(operation))) {
                    throw ControlErrors.invalid("Invalid patch: the test of " + path + " failed");
                }
            }
            default ->
                    throw ControlErrors.invalid(
                            "Invalid patch: no operation " + operation.path("op"));
        }
    }

    private static JsonPointer pointer(JsonNode operation, String member) {
        JsonNode written = operation.path(member);
        if (!written.isTextual() || written.asText().isEmpty()) {
            throw ControlErrors.invalid("Invalid patch: an operation has no " + member);
        }
        return JsonPointer.compile(written.asText());
    }

    private static JsonNode value(JsonNode operation) {
        if (!operation.has("value")) {
            throw ControlErrors.invalid("Invalid patch: an operation has no value");
        }
        return operation.get("value");
    }

    private static JsonNode there(JsonNode root, JsonPointer path) {
        JsonNode found = root.at(path);
        if (found.isMissingNode()) {
            throw ControlErrors.invalid("Invalid patch: there is no " + path);
        }
        return found;
    }

    private static void add(ObjectNode root, JsonPointer path, JsonNode value) {
        JsonNode parent = there(root, path.head());
        String name = path.last().getMatchingProperty();
        switch (parent) {
            case ObjectNode object -> object.set(name, value);
            case ArrayNode list when name.equals("-") -> list.add(value);
            case ArrayNode list -> {
                int index = path.last().getMatchingIndex();
                if (index < 0 || index > list.size()) {
                    throw ControlErrors.invalid("Invalid patch: there is no " + path);
                }
                list.insert(index, value);
            }
            default -> throw ControlErrors.invalid("Invalid patch: nothing stands in " + path);
        }
    }

    private static JsonNode remove(ObjectNode root, JsonPointer path) {
        JsonNode removed = there(root, path);
        switch (root.at(path.head())) {
            case ObjectNode object -> object.remove(path.last().getMatchingProperty());
            case ArrayNode list -> list.remove(path.last().getMatchingIndex());
            default -> throw ControlErrors.invalid("Invalid patch: nothing stands in " + path);
        }
        return removed;
    }
}
