package dev.gatehouse.secretsmanager;

import dev.gatehouse.store.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A secret as it is stored.
 *
 * @param arn its ARN, which ends with six letters of chance
 * @param settings what its owner says of it
 * @param versions its values, the oldest first
 * @param created when
 * @param changed when its settings or values last changed
 * @param deletion when it goes; null when it stays
 */
record StoredSecret(
        String name,
        String arn,
        Settings settings,
        List<Version> versions,
        Instant created,
        Instant changed,
        @Nullable Deletion deletion) {
    static final Kind<StoredSecret> KIND = new Kind<>("secretsmanager.secret", StoredSecret.class);
    static final String CURRENT = "AWSCURRENT";
    static final String PREVIOUS = "AWSPREVIOUS";
    static final String PENDING = "AWSPENDING";

    StoredSecret {
        versions = List.copyOf(versions);
    }

    /**
     * @param keyId the KMS key that encrypts it; null for the node's own
     * @param policy who else may use it, as a document; null for none
     */
    record Settings(
            @Nullable String description,
            @Nullable String keyId,
            @Nullable String policy,
            Map<String, String> tags) {
        Settings {
            tags = Map.copyOf(tags);
        }

        Settings describedAs(@Nullable String other) {
            return other == null ? this : new Settings(other, keyId, policy, tags);
        }

        Settings under(@Nullable String other) {
            return new Settings(description, keyId, other, tags);
        }

        Settings tagged(Map<String, String> others) {
            return new Settings(description, keyId, policy, others);
        }
    }

    /**
     * One value.
     *
     * @param stages its staging labels; without any it is forgotten before long
     * @param sealed the value, encrypted
     * @param binary whether that is bytes in base64
     * @param keyId the key it is encrypted with; null for the node's own
     */
    record Version(
            String id,
            Set<String> stages,
            String sealed,
            boolean binary,
            @Nullable String keyId,
            Instant created) {
        Version {
            stages = Set.copyOf(stages);
        }

        Version at(Set<String> others) {
            return new Version(id, others, sealed, binary, keyId, created);
        }
    }

    /** When it was asked to go, and when it does. */
    record Deletion(Instant asked, Instant at) {}

    boolean isGone(Instant now) {
        return deletion != null && !deletion.at().isAfter(now);
    }

    Optional<Version> version(String id) {
        return versions.stream().filter(each -> each.id().equals(id)).findFirst();
    }

    Optional<Version> at(String stage) {
        return versions.stream().filter(each -> each.stages().contains(stage)).findFirst();
    }

    /** The labels of the versions that have some, by version. */
    Map<String, List<String>> stages() {
        Map<String, List<String>> stages = new TreeMap<>();
        for (Version version : versions) {
            if (!version.stages().isEmpty()) {
                stages.put(version.id(), version.stages().stream().sorted().toList());
            }
        }
        return stages;
    }

    StoredSecret with(Settings others, Instant now) {
        return new StoredSecret(name, arn, others, versions, created, now, deletion);
    }

    StoredSecret with(List<Version> others, Instant now) {
        return new StoredSecret(name, arn, settings, others, created, now, deletion);
    }

    StoredSecret ending(@Nullable Deletion when) {
        return new StoredSecret(name, arn, settings, versions, created, changed, when);
    }
}
