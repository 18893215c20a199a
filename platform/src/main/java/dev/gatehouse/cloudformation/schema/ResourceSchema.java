package dev.gatehouse.cloudformation.schema;

import dev.gatehouse.cloudformation.schema.PropertyType.Structure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One resource type as AWS publishes it. Paths name properties within properties with dots, lists
 * and maps left out: {@code Code.S3Key}.
 *
 * @param type such as {@code AWS::Lambda::Function}
 * @param identifier the paths that together name a resource
 * @param createOnly the paths whose change makes a new resource
 * @param readOnly the paths that only the service gives
 * @param properties the properties and which of them are required
 * @param definitions types that properties refer to
 */
public record ResourceSchema(
        String type,
        List<String> identifier,
        Set<String> createOnly,
        Set<String> readOnly,
        Structure properties,
        Map<String, PropertyType> definitions) {
    public ResourceSchema {
        identifier = List.copyOf(identifier);
        createOnly = Set.copyOf(createOnly);
        readOnly = Set.copyOf(readOnly);
        definitions = Map.copyOf(definitions);
    }

    /**
     * The properties whose change, or a change within, makes a new resource: those that cannot
     * change, and those that name it.
     */
    public Set<String> replacing() {
        return Stream.concat(createOnly.stream(), identifier.stream())
                .filter(path -> !readOnly.contains(path))
                .map(path -> path.split("\\.", 2)[0])
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether {@code Fn::GetAtt} gives an attribute: what only the service gives. */
    public boolean offers(String attribute) {
        return readOnly.contains(attribute);
    }

    /** The properties that a template may give. */
    public Structure settable() {
        Map<String, PropertyType> given = new HashMap<>(properties.properties());
        given.keySet().removeAll(readOnly);
        return new Structure(given, properties.required());
    }

    /** A type with references followed. */
    public PropertyType resolved(PropertyType type) {
        PropertyType found = type;
        while (found instanceof PropertyType.Reference(String definition)) {
            found = definitions.getOrDefault(definition, new PropertyType.Any());
        }
        return found;
    }
}
