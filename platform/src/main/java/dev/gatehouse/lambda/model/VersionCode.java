package dev.gatehouse.lambda.model;

import dev.gatehouse.store.BlobKey;

/**
 * A version's deployment package.
 *
 * @param key its archive
 * @param zippedBytes the archive's size
 * @param unzippedBytes the size of all files in it
 */
public record VersionCode(BlobKey key, long zippedBytes, long unzippedBytes) {
    /** Lambda's CodeSha256: the archive's digest in base64. */
    public String sha256() {
        return key.base64();
    }
}
