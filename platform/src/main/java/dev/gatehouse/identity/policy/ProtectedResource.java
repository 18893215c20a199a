package dev.gatehouse.identity.policy;

import dev.gatehouse.kernel.AccountId;
import org.jspecify.annotations.Nullable;

/**
 * What something is done to.
 *
 * @param arn its ARN; {@code *} for what has none
 * @param account whose it is
 * @param policy its own policy; null when it has none
 */
public record ProtectedResource(String arn, AccountId account, @Nullable Policy policy) {}
