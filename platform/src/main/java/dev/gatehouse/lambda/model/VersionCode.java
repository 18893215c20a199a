package dev.gatehouse.lambda.model;

import dev.gatehouse.store.BlobKey;
import org.jspecify.annotations.Nullable;

/**
 * A version's deployment package.
 *
 * @param key its archive; of an image, its manifest
 * @param zippedBytes the archive's size; 0 of an image
 * @param unzippedBytes the size of all files in it; 0 of an image
 * @param imageUri what the image is called; null of an archive
 */
public record VersionCode(
        BlobKey key, long zippedBytes, long unzippedBytes, @Nullable String imageUri) {

    /** A zip archive. */
    public static VersionCode zip(BlobKey key, long zippedBytes, long unzippedBytes) {
        return new VersionCode(key, zippedBytes, unzippedBytes, null);
    }

    /** A container image. */
    public static VersionCode image(BlobKey key, String uri) {
        return new VersionCode(key, 0, 0, uri);
    }

    /** Lambda's CodeSha256: the archive's digest in base64, an image's in hexadecimal. */
    public String sha256() {
        return imageUri == null ? key.base64() : key.sha256();
    }
}
