package dev.gatehouse.lambda.model;

/**
 * The KMS key that a deployment package is kept under.
 *
 * @param arn the key's, as it was given
 * @param sealed a data key of the package's own under it, in base64: who may decrypt that may have
 *     the package
 */
public record SourceKey(String arn, String sealed) {}
