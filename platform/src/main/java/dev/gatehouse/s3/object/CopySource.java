package dev.gatehouse.s3.object;

import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.s3.model.S3Errors;
import dev.gatehouse.s3.model.StoredObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the header {@code x-amz-copy-source} names.
 *
 * @param version null for the newest
 */
public record CopySource(String bucket, String key, @Nullable String version) {
    private static final String HEADER = "x-amz-copy-source";
    private static final String VERSION = "?versionId=";

    /**
     * Reads {@code bucket/key} or {@code /bucket/key}, percent-encoded, and a version behind it.
     *
     * @throws ServiceException InvalidArgument; NotImplemented for an access point
     */
    public static CopySource parse(String header) {
        S3Errors.reject(HEADER + " by an ARN", header.startsWith("arn:") ? header : null);
        int query = header.indexOf(VERSION);
        String path = decode(query < 0 ? header : header.substring(0, query));
        String plain = path.startsWith("/") ? path.substring(1) : path;
        int slash = plain.indexOf('/');
        if (slash <= 0 || slash == plain.length() - 1) {
            throw S3Errors.invalidArgument(
                    "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
                    HEADER,
                    header);
        }
        return new CopySource(
                plain.substring(0, slash),
                plain.substring(slash + 1),
                query < 0 ? null : header.substring(query + VERSION.length()));
    }

    /** A plus stands for itself here, not for a space. */
    private static String decode(String path) {
        try {
            return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw S3Errors.invalidArgument("Invalid copy source encoding", HEADER, path);
        }
    }

    /**
     * The object itself, whose content no sweep takes from here on.
     *
     * @throws ServiceException NoSuchKey, NoSuchVersion; InvalidRequest for a delete marker
     */
    public StoredObject in(ObjectCatalog objects) {
        boolean marker =
                Optional.ofNullable(version)
                        .flatMap(id -> objects.history(bucket, key).find(id))
                        .filter(StoredObject::isMarker)
                        .isPresent();
        if (marker) {
            throw S3Errors.badRequest(
                    "InvalidRequest",
                    "The source of a copy request may not specifically refer to a delete marker by"
                            + " version id.");
        }
        StoredObject found = objects.get(bucket, key, version);
        if (!objects.blobs().renew(found.content())) {
            throw S3Errors.noSuchKey(key);
        }
        return found;
    }
}
