package dev.gatehouse.lambda.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A function with its version {@code $LATEST}; published versions and aliases are documents of
 * their own.
 *
 * @param name its name
 * @param latest its version {@code $LATEST}
 * @param lastPublished the highest number a version ever had; 0 before the first
 * @param tags its tags
 * @param policies resource policies by qualifier; the function's own under the empty text
 * @param settings what is configured beside the versions
 */
public record StoredFunction(
        String name,
        StoredVersion latest,
        int lastPublished,
        Map<String, String> tags,
        Map<String, ResourcePolicy> policies,
        FunctionSettings settings) {
    public StoredFunction {
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
        policies = Map.copyOf(policies);
        Objects.requireNonNull(latest);
    }

    /** The same with another {@code $LATEST}. */
    public StoredFunction withLatest(StoredVersion other) {
        return new StoredFunction(name, other, lastPublished, tags, policies, settings);
    }

    /** The same after a version was published, which also revises {@code $LATEST}. */
    public StoredFunction published(int number) {
        return new StoredFunction(name, latest.revised(), number, tags, policies, settings);
    }

    /** The same with other tags, which also revises {@code $LATEST}. */
    public StoredFunction withTags(Map<String, String> other) {
        return new StoredFunction(name, latest.revised(), lastPublished, other, policies, settings);
    }

    /** The same with another policy for a qualifier; one without statements is taken away. */
    public StoredFunction withPolicy(String qualifier, ResourcePolicy policy) {
        Map<String, ResourcePolicy> changed = new LinkedHashMap<>(policies);
        if (policy.statements().isEmpty()) {
            changed.remove(qualifier);
        } else {
            changed.put(qualifier, policy);
        }
        return new StoredFunction(name, latest, lastPublished, tags, changed, settings);
    }

    /** The same with other settings. */
    public StoredFunction withSettings(FunctionSettings other) {
        return new StoredFunction(name, latest, lastPublished, tags, policies, other);
    }
}
