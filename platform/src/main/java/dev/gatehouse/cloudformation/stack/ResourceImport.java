package dev.gatehouse.cloudformation.stack;

import java.util.Map;
import java.util.Objects;

/**
 * What exists already of what an operation makes the stack's.
 *
 * @param alone whether it does nothing but import, which AWS calls an import operation
 * @param identifiers what names each imported resource, by logical id: values by the properties
 *     that hold them
 * @param announced nested stacks that wait under review to be made: the letters that end their
 *     names, by logical id
 */
public record ResourceImport(
        boolean alone,
        Map<String, Map<String, String>> identifiers,
        Map<String, String> announced) {
    public static final ResourceImport NONE = new ResourceImport(false, Map.of(), Map.of());

    public ResourceImport {
        identifiers = Map.copyOf(identifiers);
        // Absent in operations that were stored before there were such stacks.
        announced = Map.copyOf(Objects.requireNonNullElse(announced, Map.of()));
    }
}
