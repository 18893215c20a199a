package dev.gatehouse.client.http;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The tokens that retries of one endpoint cost, so that a service that is down is not asked three
 * times by all clients (AWS SDKs and Tools Reference Guide, "Retry behavior", standard mode).
 */
final class RetryQuota {
    private static final int CAPACITY = 500;
    static final int RETRY = 5;
    static final int RETRY_AFTER_TIMEOUT = 10;
    private static final int SUCCESS = 1;

    private final AtomicInteger tokens = new AtomicInteger(CAPACITY);

    /** Takes what a retry costs; false when there is not enough. */
    boolean take(int cost) {
        int before = tokens.getAndUpdate(left -> left < cost ? left : left - cost);
        return before >= cost;
    }

    /** Gives back what the last retry cost, or a little for a success at once. */
    void give(int cost) {
        int back = cost == 0 ? SUCCESS : cost;
        tokens.updateAndGet(left -> Math.min(CAPACITY, left + back));
    }
}
