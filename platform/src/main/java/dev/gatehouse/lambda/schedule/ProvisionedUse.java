package dev.gatehouse.lambda.schedule;

import dev.gatehouse.kernel.Arn;

/**
 * What the provisioned concurrency of a version or alias was used for, for a while.
 *
 * @param function without a qualifier
 * @param qualifier the version or alias that it is configured for
 * @param available environments that can take events
 * @param atWork the most of them that had an event at the same time
 * @param invocations events that they took
 * @param spillover events that others took, since all of them were at work or not ready
 */
public record ProvisionedUse(
        Arn function,
        String qualifier,
        int available,
        int atWork,
        long invocations,
        long spillover) {}
