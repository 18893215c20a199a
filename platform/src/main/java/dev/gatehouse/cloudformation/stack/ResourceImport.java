package dev.gatehouse.cloudformation.stack;

import java.util.Map;

/**
 * The existing resources that an operation takes into its stack.
 *
 * @param alone whether it does nothing else, which AWS calls an import operation
 * @param identifiers what names each, by logical id: values by the properties that hold them
 */
public record ResourceImport(boolean alone, Map<String, Map<String, String>> identifiers) {
    public static final ResourceImport NONE = new ResourceImport(false, Map.of());

    public ResourceImport {
        identifiers = Map.copyOf(identifiers);
    }
}
