package dev.gatehouse.s3.object;

import dev.gatehouse.aws.View;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.s3.model.S3Errors;
import dev.gatehouse.s3.model.StoredObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a reader demands of an object before it is sent; null demands nothing. As in HTTP, an entity
 * tag outweighs the instant beside it.
 */
public record Preconditions(
        @Nullable String match,
        @Nullable String noneMatch,
        @Nullable Instant modifiedSince,
        @Nullable Instant unmodifiedSince) {

    /** What a request demands in members such as IfMatch. */
    public static Preconditions of(View input) {
        return new Preconditions(
                (String) input.data().value("IfMatch"),
                (String) input.data().value("IfNoneMatch"),
                (Instant) input.data().value("IfModifiedSince"),
                (Instant) input.data().value("IfUnmodifiedSince"));
    }

    /** What a copy demands of its source. */
    public static Preconditions ofCopySource(View input) {
        return new Preconditions(
                (String) input.data().value("CopySourceIfMatch"),
                (String) input.data().value("CopySourceIfNoneMatch"),
                (Instant) input.data().value("CopySourceIfModifiedSince"),
                (Instant) input.data().value("CopySourceIfUnmodifiedSince"));
    }

    /**
     * @throws ServiceException PreconditionFailed; NotModified (304) for one the reader has already
     */
    void check(StoredObject object) {
        requireUnchanged(object, "");
        if (knownBy(object) != null) {
            throw S3Errors.notModified(object);
        }
    }

    /**
     * @throws ServiceException PreconditionFailed
     */
    public void checkCopy(StoredObject object) {
        String prefix = "x-amz-copy-source-";
        requireUnchanged(object, prefix);
        String condition = knownBy(object);
        if (condition != null) {
            throw S3Errors.preconditionFailed(prefix + condition);
        }
    }

    private void requireUnchanged(StoredObject object, String prefix) {
        if (match != null && !EntityTags.anyOf(match, object.eTag())) {
            throw S3Errors.preconditionFailed(prefix + "If-Match");
        }
        if (match == null
                && unmodifiedSince != null
                && object.lastModified().isAfter(unmodifiedSince)) {
            throw S3Errors.preconditionFailed(prefix + "If-Unmodified-Since");
        }
    }

    /** By which condition the reader has the object already; null when it has not. */
    private @Nullable String knownBy(StoredObject object) {
        if (noneMatch != null) {
            return EntityTags.anyOf(noneMatch, object.eTag()) ? "If-None-Match" : null;
        }
        return modifiedSince != null && !object.lastModified().isAfter(modifiedSince)
                ? "If-Modified-Since"
                : null;
    }
}
