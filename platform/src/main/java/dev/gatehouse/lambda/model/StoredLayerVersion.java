package dev.gatehouse.lambda.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A version of a layer; it never changes but for its policy.
 *
 * @param number its number, from 1
 * @param description free text
 * @param licenseInfo the licence, when given
 * @param compatibility the runtimes and architectures it is for, when given
 * @param code its package
 * @param createdDate when it was published
 * @param policy who else may use it; null before the first permission
 */
public record StoredLayerVersion(
        long number,
        String description,
        @Nullable String licenseInfo,
        Compatibility compatibility,
        VersionCode code,
        Instant createdDate,
        @Nullable ResourcePolicy policy) {

    /** The same with another number. */
    public StoredLayerVersion withNumber(long other) {
        return new StoredLayerVersion(
                other, description, licenseInfo, compatibility, code, createdDate, policy);
    }

    /** The same with another policy. */
    public StoredLayerVersion withPolicy(@Nullable ResourcePolicy other) {
        return new StoredLayerVersion(
                number, description, licenseInfo, compatibility, code, createdDate, other);
    }

    /**
     * What a layer is for; null where the publisher said nothing.
     *
     * @param runtimes ids of runtimes
     * @param architectures {@code x86_64}, {@code arm64}
     */
    public record Compatibility(
            @Nullable List<String> runtimes, @Nullable List<String> architectures) {

        /** Whether a layer is for what a caller looks for; null looks for anything. */
        public boolean allows(@Nullable String runtime, @Nullable String architecture) {
            return (runtime == null || (runtimes != null && runtimes.contains(runtime)))
                    && (architecture == null
                            || (architectures != null && architectures.contains(architecture)));
        }
    }
}
