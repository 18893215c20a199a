package dev.gatehouse.s3.object;

import dev.gatehouse.aws.View;
import dev.gatehouse.s3.model.S3Errors;
import dev.gatehouse.s3.model.StoredObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a writer demands of the object that it is about to replace; null demands nothing.
 *
 * @param match the entity tag it must have
 * @param noneMatch {@code *}: that there is none
 */
public record WriteConditions(@Nullable String match, @Nullable String noneMatch) {
    public static final WriteConditions NONE = new WriteConditions(null, null);

    /**
     * What a request demands.
     *
     * @throws dev.gatehouse.kernel.ServiceException NotImplemented for what S3 does not take either
     */
    public static WriteConditions of(View input) {
        String match = (String) input.data().value("IfMatch");
        String noneMatch = (String) input.data().value("IfNoneMatch");
        if (match != null) {
            S3Errors.reject("If-None-Match beside If-Match", noneMatch);
            S3Errors.reject("If-Match", match.equals("*") ? match : null);
        }
        S3Errors.reject("If-None-Match", "*".equals(noneMatch) ? null : noneMatch);
        return new WriteConditions(match, noneMatch);
    }

    /**
     * @throws dev.gatehouse.kernel.ServiceException PreconditionFailed; NoSuchKey when there is
     *     none to match
     */
    void check(String key, Optional<StoredObject> present) {
        if (noneMatch != null && present.isPresent()) {
            throw S3Errors.preconditionFailed("If-None-Match");
        }
        if (match != null) {
            StoredObject object = present.orElseThrow(() -> S3Errors.noSuchKey(key));
            if (!EntityTags.same(match, object.eTag())) {
                throw S3Errors.preconditionFailed("If-Match");
            }
        }
    }
}
