package dev.gatehouse.cloudformation.sam.expansion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The properties that SAM knows of one of its types or of a type of events. */
public final class Properties {
    /** Loads once, when a template is expanded. */
    private static final class Loaded {
        static final Map<String, Properties> ALL = load();
    }

    /**
     * One of them.
     *
     * @param kinds what it may be, a letter for each kind; empty for anything
     * @param isLiteral whether no intrinsic function may give it
     */
    private record Property(boolean isRequired, String kinds, boolean isLiteral) {}

    private final Map<String, Property> all = new LinkedHashMap<>();

    private Properties() {}

    /**
     * Those of a type.
     *
     * @param type such as {@code AWS::Serverless::Function}, {@code function/Schedule}
     * @return null when SAM has no such type
     */
    public static @Nullable Properties of(String type) {
        return Loaded.ALL.get(type);
    }

    /**
     * Checks what is given.
     *
     * @param id names it in errors
     * @throws dev.gatehouse.kernel.ServiceException ValidationError naming a property that there is
     *     not, that is of another kind, or that is missing
     */
    public void check(String id, String type, ObjectNode given) {
        for (String name : (Iterable<String>) given::fieldNames) {
            if (!all.containsKey(name) && !name.startsWith("__")) {
                throw SamErrors.resource(
                        id, "property " + name + " not defined for resource of type " + type);
            }
        }
        all.forEach((name, property) -> check(id, name, property, given.path(name)));
    }

    private static void check(String id, String name, Property property, JsonNode value) {
        if (value.isMissingNode()) {
            if (property.isRequired()) {
                throw SamErrors.resource(id, "Missing required property '" + name + "'.");
            }
            return;
        }
        boolean given = !property.isLiteral() && value.isObject() && value.size() == 1;
        if (given || property.kinds().isEmpty() || property.kinds().indexOf(kind(value)) >= 0) {
            return;
        }
        throw SamErrors.resource(
                id,
                switch (property.kinds()) {
                    case "s" -> "Property '" + name + "' should be a string.";
                    case "m" -> "Property '" + name + "' should be a map.";
                    default -> "Type of property '" + name + "' is invalid.";
                });
    }

    private static char kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> 's';
            case OBJECT -> 'm';
            case ARRAY -> 'l';
            case BOOLEAN -> 'b';
            case NUMBER -> value.isIntegralNumber() ? 'i' : 'f';
            case BINARY, MISSING, NULL, POJO -> '-';
        };
    }

    private static Map<String, Properties> load() {
        try (InputStream file = Properties.class.getResourceAsStream("properties.txt")) {
            String text =
                    new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            Map<String, Properties> types = new HashMap<>();
            for (String line : text.lines().filter(each -> !each.startsWith("#")).toList()) {
                String[] words = line.strip().split(" ", -1);
                Properties properties = new Properties();
                for (int index = 1; index < words.length; index++) {
                    properties.add(words[index]);
                }
                types.put(words[0], properties);
            }
            return types;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(String word) {
        String[] parts = word.split(":", -1);
        boolean required = parts[0].endsWith("!");
        String name = required ? parts[0].substring(0, parts[0].length() - 1) : parts[0];
        String kinds = parts.length > 1 ? parts[1].replace("=", "") : "";
        all.put(name, new Property(required, kinds, word.endsWith("=")));
    }
}
