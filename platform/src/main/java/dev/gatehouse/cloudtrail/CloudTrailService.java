package dev.gatehouse.cloudtrail;

import dev.gatehouse.aws.cloudtrail.CloudTrail;
import dev.gatehouse.function.LogHistory;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.wire.Service;

/** CloudTrail, as far as it tells what was called lately. */
public final class CloudTrailService {
    private CloudTrailService() {}

    /** The operations that are implemented. */
    public static Service of(LogHistory history, Clock clock) {
        return Service.of(CloudTrail.MODEL)
                .on(CloudTrail.LOOKUP_EVENTS, new LookupEvents(history, clock)::handle)
                .build();
    }
}
