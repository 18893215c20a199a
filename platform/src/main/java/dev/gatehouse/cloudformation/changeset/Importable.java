package dev.gatehouse.cloudformation.changeset;

import java.util.Map;

/**
 * A resource that exists and would become a stack's.
 *
 * @param physicalId what it is called
 * @param identifier what names it: values by property
 */
public record Importable(String physicalId, Map<String, String> identifier) {
    public Importable {
        identifier = Map.copyOf(identifier);
    }
}
