package dev.gatehouse.lambda.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gatehouse.store.BlobKey;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A version's deployment package.
 *
 * @param key its archive; of an image, its manifest
 * @param zippedBytes the archive's size; 0 of an image
 * @param unzippedBytes the size of all files in it; 0 of an image
 * @param imageUri what the image is called; null of an archive
 * @param sourceKey the customer's key that it is kept under; null without one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VersionCode(
        BlobKey key,
        long zippedBytes,
        long unzippedBytes,
        @Nullable String imageUri,
        @Nullable SourceKey sourceKey) {

    /** A zip archive. */
    public static VersionCode zip(BlobKey key, long zippedBytes, long unzippedBytes) {
        return new VersionCode(key, zippedBytes, unzippedBytes, null, null);
    }

    /** A container image. */
    public static VersionCode image(BlobKey key, String uri) {
        return new VersionCode(key, 0, 0, uri, null);
    }

    /** The same under a key. */
    public VersionCode under(SourceKey other) {
        return new VersionCode(key, zippedBytes, unzippedBytes, imageUri, other);
    }

    /** Whether it is the same package under the same key, however often it was encrypted. */
    public boolean repeats(VersionCode other) {
        return key.equals(other.key)
                && Objects.equals(imageUri, other.imageUri)
                && Objects.equals(keyArn(), other.keyArn());
    }

    /** The ARN of the customer's key; null without one. */
    public @Nullable String keyArn() {
        return sourceKey == null ? null : sourceKey.arn();
    }

    /** Lambda's CodeSha256: the archive's digest in base64, an image's in hexadecimal. */
    public String sha256() {
        return imageUri == null ? key.base64() : key.sha256();
    }
}
