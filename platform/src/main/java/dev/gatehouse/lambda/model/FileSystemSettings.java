package dev.gatehouse.lambda.model;

/**
 * A file system that a function is to see.
 *
 * @param arn the ARN of its access point
 * @param path where, below {@code /mnt}
 */
public record FileSystemSettings(String arn, String path) {}
