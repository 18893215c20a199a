package dev.gatehouse.cloudformation.drift;

import java.time.Instant;

/**
 * One look at a stack, as it is stored.
 *
 * @param id names it
 * @param drifted how many resources are otherwise than they were made
 */
public record Detection(String id, String stackId, int drifted, Instant at) {
    /** What it says of the stack. */
    public String status() {
        return drifted == 0 ? "IN_SYNC" : "DRIFTED";
    }
}
