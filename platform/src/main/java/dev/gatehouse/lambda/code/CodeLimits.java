package dev.gatehouse.lambda.code;

/**
 * How large a deployment package may be.
 *
 * @param zippedBytes the archive, when it comes within a request
 * @param unzippedBytes all its files together
 * @param entries files, folders and links; AWS publishes no limit, ours keeps a small archive from
 *     using up the disk's inodes
 */
public record CodeLimits(long zippedBytes, long unzippedBytes, int entries) {
    /** Lambda's quotas. */
    public static final CodeLimits AWS = new CodeLimits(52_428_800, 262_144_000, 100_000);
}
