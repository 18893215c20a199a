package dev.gatehouse.iam.repository;

import dev.gatehouse.iam.entity.Entity;
import dev.gatehouse.iam.entity.Tags;
import dev.gatehouse.store.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A managed policy as it is stored.
 *
 * @param versions its versions, oldest first
 * @param defaultVersionId the version that counts, such as {@code v1}
 * @param lastVersion the number of the version made last; numbers are not used again
 * @param updatedAt when its versions last changed
 */
public record StoredPolicy(
        Entity entity,
        @Nullable String description,
        Tags tags,
        List<Version> versions,
        String defaultVersionId,
        int lastVersion,
        Instant updatedAt) {
    public static final Kind<StoredPolicy> KIND = Kind.announced("iam.policy", StoredPolicy.class);

    /** One version of the document. */
    public record Version(String id, String document, Instant createdAt) {}

    public StoredPolicy {
        versions = List.copyOf(versions);
    }

    public Optional<Version> version(String id) {
        return versions.stream().filter(version -> version.id().equals(id)).findFirst();
    }

    public StoredPolicy withTags(Tags newTags) {
        return new StoredPolicy(
                entity, description, newTags, versions, defaultVersionId, lastVersion, updatedAt);
    }

    public StoredPolicy withVersions(List<Version> newVersions, String defaultId, Instant now) {
        int last =
                newVersions.stream()
                        .mapToInt(version -> Integer.parseInt(version.id().substring(1)))
                        .max()
                        .orElse(0);
        return new StoredPolicy(
                entity,
                description,
                tags,
                newVersions,
                defaultId,
                Math.max(lastVersion, last),
                now);
    }
}
