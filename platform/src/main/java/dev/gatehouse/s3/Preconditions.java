package dev.gatehouse.s3;

import dev.gatehouse.aws.View;
import dev.gatehouse.kernel.ServiceException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a reader demands of an object before it is sent; null demands nothing. As in HTTP, an entity
 * tag outweighs the moment beside it.
 */
record Preconditions(
        @Nullable String match,
        @Nullable String noneMatch,
        @Nullable Instant modifiedSince,
        @Nullable Instant unmodifiedSince) {

    /** What a request demands in members such as IfMatch. */
    static Preconditions of(View input) {
        return new Preconditions(
                (String) input.data().value("IfMatch"),
                (String) input.data().value("IfNoneMatch"),
                (Instant) input.data().value("IfModifiedSince"),
                (Instant) input.data().value("IfUnmodifiedSince"));
    }

    /**
     * @throws ServiceException PreconditionFailed; NotModified (304) for one the reader has already
     */
    void check(StoredObject object) {
        if (match != null && !EntityTags.anyOf(match, object.eTag())) {
            throw S3Errors.preconditionFailed("If-Match");
        }
        if (match == null
                && unmodifiedSince != null
                && object.lastModified().isAfter(unmodifiedSince)) {
            throw S3Errors.preconditionFailed("If-Unmodified-Since");
        }
        boolean known =
                noneMatch != null
                        ? EntityTags.anyOf(noneMatch, object.eTag())
                        : modifiedSince != null && !object.lastModified().isAfter(modifiedSince);
        if (known) {
            throw new ServiceException("NotModified", 304, "Not Modified");
        }
    }
}
