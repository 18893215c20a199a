package dev.gatehouse.lambda.model;

import java.time.Instant;

/**
 * A version of a function: {@code $LATEST}, or a published one that never changes but for its
 * progress.
 *
 * @param version {@code $LATEST} or a number
 * @param configuration what it runs with
 * @param code what it runs
 * @param progress how far its creation or last update has come
 * @param revisionId changes with every change, for callers' preconditions
 * @param deploymentId changes with code and configuration only: what runs is the same as long as it
 *     is the same; a published version shares that of the {@code $LATEST} it was made from
 * @param lastModified when code or configuration changed
 */
public record StoredVersion(
        String version,
        VersionConfiguration configuration,
        VersionCode code,
        Progress progress,
        String revisionId,
        String deploymentId,
        Instant lastModified) {

    /** The same with another progress. */
    public StoredVersion withProgress(Progress other) {
        return new StoredVersion(
                version, configuration, code, other, RevisionId.next(), deploymentId, lastModified);
    }

    /** The same with another revision, as when something beside it changed. */
    public StoredVersion revised() {
        return withProgress(progress);
    }

    /** What the version becomes when its configuration is changed at {@code instant}. */
    public StoredVersion reconfigured(VersionConfiguration other, Instant instant) {
        return changed(other, code, instant);
    }

    /** What the version becomes when its code is changed at {@code instant}. */
    public StoredVersion recoded(VersionCode other, Instant instant) {
        return changed(configuration, other, instant);
    }

    private StoredVersion changed(
            VersionConfiguration otherConfiguration, VersionCode otherCode, Instant instant) {
        return new StoredVersion(
                version,
                otherConfiguration,
                otherCode,
                Progress.UPDATING,
                RevisionId.next(),
                RevisionId.next(),
                instant);
    }

    /** What PublishVersion makes of {@code $LATEST}. */
    public StoredVersion published(int number, String description, Progress publishedProgress) {
        return new StoredVersion(
                Integer.toString(number),
                configuration.withDescription(description),
                code,
                publishedProgress,
                RevisionId.next(),
                deploymentId,
                lastModified);
    }

    /**
     * Whether publishing {@code latest} would only repeat this version: nothing happened to it
     * since, or what happened led back to the same.
     */
    public boolean repeats(StoredVersion latest) {
        return deploymentId.equals(latest.deploymentId)
                || (code.repeats(latest.code) && configuration.equals(latest.configuration));
    }
}
