package dev.gatehouse.lambda.model;

import java.util.Map;

/**
 * A name for a version.
 *
 * @param name the alias
 * @param functionVersion the version that gets what the weights leave
 * @param description free text
 * @param weights the share of one further version, from 0 to 1; empty for none
 * @param revisionId changes with every change
 */
public record StoredAlias(
        String name,
        String functionVersion,
        String description,
        Map<String, Double> weights,
        String revisionId) {
    public StoredAlias {
        weights = Map.copyOf(weights);
    }

    /** Whether calls of the alias may reach {@code version}. */
    public boolean reaches(String version) {
        return functionVersion.equals(version) || weights.containsKey(version);
    }
}
