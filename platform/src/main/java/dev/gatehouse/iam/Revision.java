package dev.gatehouse.iam;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the changes of what decisions are made by, so that what was compiled from it is known to
 * be old. Each change is counted after it was written, as the one node of a store does all of them.
 */
final class Revision {
    private final AtomicLong changes = new AtomicLong();

    void changed() {
        changes.incrementAndGet();
    }

    long current() {
        return changes.get();
    }
}
