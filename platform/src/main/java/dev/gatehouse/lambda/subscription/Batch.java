package dev.gatehouse.lambda.subscription;

import java.nio.charset.StandardCharsets;

/** Records that wait to be delivered together: one JSON array, or a line each. */
final class Batch {
    private final StringBuilder text = new StringBuilder();
    private final boolean stream;
    private final long sinceNanos;
    private int records;

    /**
     * @param stream whether it is lines
     */
    Batch(boolean stream, long nowNanos) {
        this.stream = stream;
        this.sinceNanos = nowNanos;
    }

    void add(String record) {
        if (!stream) {
            text.append(records == 0 ? '[' : ',');
        }
        records++;
        text.append(record);
        if (stream) {
            text.append('\n');
        }
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
        return (stream ? text : text + "]").toString().getBytes(StandardCharsets.UTF_8);
    }
}
