package dev.gatehouse.lambda.signing;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A code signing configuration.
 *
 * @param id {@code csc-} and 17 characters
 * @param description free text
 * @param profiles ARNs of the signing profiles whose signatures are trusted
 * @param untrusted what becomes of other packages: {@code Warn} or {@code Enforce}
 * @param tags its tags
 * @param modified when it was made or changed
 */
public record StoredCodeSigningConfig(
        String id,
        String description,
        List<String> profiles,
        String untrusted,
        Map<String, String> tags,
        Instant modified) {
    private static final String ENFORCE = "Enforce";

    /** What is so when nothing is said. */
    public static final String DEFAULT_POLICY = "Warn";

    public StoredCodeSigningConfig {
        profiles = List.copyOf(profiles);
        tags = new LinkedHashMap<>(tags);
    }

    /** Whether packages that are not trusted are rejected. */
    public boolean enforces() {
        return untrusted.equals(ENFORCE);
    }

    /** The same with other tags. */
    public StoredCodeSigningConfig withTags(Map<String, String> other) {
        return new StoredCodeSigningConfig(id, description, profiles, untrusted, other, modified);
    }
}
