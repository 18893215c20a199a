package dev.gatehouse.cloudformation.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gatehouse.aws.ResourceTypeFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The schemas by type; a service's file is read when one of its types is first asked for. */
public final class ResourceSchemas {
    private static final Map<String, Map<String, ResourceSchema>> FILES = new ConcurrentHashMap<>();

    private ResourceSchemas() {}

    /** The schema of a type such as {@code AWS::Lambda::Function}; empty when none is known. */
    public static Optional<ResourceSchema> named(String type) {
        String[] parts = type.split("::", 3);
        if (parts.length != 3 || !parts[1].chars().allMatch(Character::isLetterOrDigit)) {
            return Optional.empty();
        }
        String file = parts[1].toLowerCase(Locale.ROOT);
        return Optional.ofNullable(FILES.computeIfAbsent(file, ResourceSchemas::read))
                .map(schemas -> schemas.get(type));
    }

    /** A service's schemas; null, which is not remembered, when there are none. */
    private static @Nullable Map<String, ResourceSchema> read(String file) {
        Map<String, ResourceSchema> schemas = new HashMap<>();
        try (InputStream in = ResourceTypeFiles.open(file)) {
            if (in == null) {
                return null;
            }
            JsonNode types = JsonMapper.builder().build().readTree(in).path("types");
            for (Map.Entry<String, JsonNode> type : types.properties()) {
                schemas.put(type.getKey(), SchemaReader.schema(type.getKey(), type.getValue()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.copyOf(schemas);
    }
}
