package dev.gatehouse.lambda.code;

import dev.gatehouse.store.BlobKey;

/**
 * A package that was taken in.
 *
 * @param key its content's name
 * @param zippedBytes the size of the archive, Lambda's CodeSize
 * @param unzippedBytes the size of all its files
 */
public record CodePackage(BlobKey key, long zippedBytes, long unzippedBytes) {}
