package dev.gatehouse.lambda.subscription;

import java.nio.charset.StandardCharsets;

/** Records that wait to be delivered together: one JSON array. */
final class Batch {
    private final StringBuilder text = new StringBuilder("[");
    private final long sinceNanos;
    private int records;

    Batch(long nowNanos) {
        this.sinceNanos = nowNanos;
    }

    void add(String record) {
        if (records++ > 0) {
            text.append(',');
        }
        text.append(record);
    }

    int records() {
        return records;
    }

    /** About how long it is. */
    int bytes() {
        return text.length();
    }

    /** Whether it is time to deliver it. */
    boolean isDue(long nowNanos, SubscriptionRequest.Buffering buffering) {
        return isFull(buffering) || nowNanos - sinceNanos >= buffering.timeoutMs() * 1_000_000L;
    }

    boolean isFull(SubscriptionRequest.Buffering buffering) {
        return records >= buffering.maxItems() || text.length() >= buffering.maxBytes();
    }

    byte[] document() {
        return (text + "]").getBytes(StandardCharsets.UTF_8);
    }
}
