package dev.gatehouse.lambda.model;

import dev.gatehouse.store.BlobKey;

/**
 * A layer version as a function uses it: it stays usable after the layer version is deleted.
 *
 * @param arn the layer version's ARN
 * @param codeSize the size of its archive in bytes
 * @param code its archive
 * @param unzippedBytes the size of all files in it
 */
public record LayerReference(String arn, long codeSize, BlobKey code, long unzippedBytes) {}
