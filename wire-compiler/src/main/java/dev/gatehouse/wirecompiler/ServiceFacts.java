package dev.gatehouse.wirecompiler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One model file.
 *
 * @param name our name for the service
 * @param facts the file's own entries
 * @param shapes its shapes by name, in the file's order
 * @param operations its operations by name, in the file's order
 */
record ServiceFacts(
        String name,
        JsonNode facts,
        Map<String, ShapeFacts> shapes,
        Map<String, JsonNode> operations) {

    static ServiceFacts read(Path file) throws IOException {
        JsonNode root = new ObjectMapper().readTree(Files.readAllBytes(file));
        Map<String, ShapeFacts> shapes = new LinkedHashMap<>();
        Map<String, JsonNode> operations = new LinkedHashMap<>();
        root.get("shapes")
                .properties()
                .forEach(
                        shape ->
                                shapes.put(
                                        shape.getKey(),
                                        ShapeFacts.of(
                                                shape.getKey(), shapes.size(), shape.getValue())));
        root.get("operations")
                .properties()
                .forEach(operation -> operations.put(operation.getKey(), operation.getValue()));
        return new ServiceFacts(root.get("service").asText(), root, shapes, operations);
    }

    ShapeFacts shape(String shapeName) {
        return found(shapes.get(shapeName), shapeName);
    }

    JsonNode operation(String operationName) {
        return found(operations.get(operationName), operationName);
    }

    private <T> T found(@Nullable T value, String wanted) {
        if (value == null) {
            throw new IllegalStateException(name + " has no " + wanted);
        }
        return value;
    }

    List<String> operationNames() {
        return new ArrayList<>(operations.keySet());
    }
}
