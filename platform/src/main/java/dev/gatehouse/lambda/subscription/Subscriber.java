package dev.gatehouse.lambda.subscription;

import dev.gatehouse.lambda.telemetry.PlatformEvent;
import dev.gatehouse.lambda.telemetry.TelemetryRecords;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One subscription: what waits to be delivered, of which there is never more than its batch and the
 * one that is on its way. Confined to the environment's event loop.
 */
final class Subscriber {
    /** AWS's words. */
    private static final String TOO_SLOW =
            "Some logs were dropped because the downstream consumer is slower than the logs"
                    + " production rate";

    private static final String NOT_TAKEN = "The destination did not take them";

    private final Api api;
    private final SubscriptionRequest request;
    private final Delivery delivery;
    private @Nullable Batch waiting;
    private boolean sending;
    private long droppedRecords;
    private long droppedBytes;
    private String reason = TOO_SLOW;

    Subscriber(Api api, SubscriptionRequest request, Delivery delivery) {
        this.api = api;
        this.request = request;
        this.delivery = delivery;
    }

    void happened(PlatformEvent event, Instant time, long nowNanos) {
        if (request.types().contains("platform")) {
            add(record(event, time), nowNanos);
        }
    }

    private @Nullable String record(PlatformEvent event, Instant time) {
        return switch (api) {
            case TELEMETRY -> TelemetryRecords.ofTelemetry(event, time);
            case LOGS -> TelemetryRecords.ofLogs(event, time);
        };
    }

    void wrote(String type, String record, long nowNanos) {
        if (request.types().contains(type)) {
            add(record, nowNanos);
        }
    }

    private void add(@Nullable String record, long nowNanos) {
        if (record == null) {
            return;
        }
        Batch batch = waiting;
        if (batch == null) {
            batch = new Batch(request.isStream(), nowNanos);
            waiting = batch;
        } else if (batch.isFull(request.buffering())) {
            drop(1, record.length(), TOO_SLOW);
            return;
        }
        batch.add(record);
    }

    private void drop(int records, int bytes, String why) {
        droppedRecords += records;
        droppedBytes += bytes;
        reason = why;
    }

    /** Whether a batch is on its way. */
    boolean isSending() {
        return sending;
    }

    /** Delivers what waits, if it is time to, or at once. */
    void look(long nowNanos, boolean atOnce) {
        Batch batch = waiting;
        if (batch == null || sending || !(atOnce || batch.isDue(nowNanos, request.buffering()))) {
            return;
        }
        waiting = null;
        sending = true;
        Consumer<Boolean> done = taken -> sent(batch, taken);
        if (request.isStream()) {
            delivery.send(request.destination().getPort(), batch.document(), done);
        } else {
            delivery.post(request.destination(), batch.document(), done);
        }
    }

    private void sent(Batch batch, boolean taken) {
        sending = false;
        if (!taken) {
            drop(batch.records(), batch.bytes(), NOT_TAKEN);
        }
    }

    /** What was dropped since this was asked last; null when nothing was. */
    PlatformEvent.@Nullable LogsDropped dropped() {
        if (droppedRecords == 0 || sending) {
            return null;
        }
        PlatformEvent.LogsDropped dropped =
                new PlatformEvent.LogsDropped(reason, droppedRecords, droppedBytes);
        droppedRecords = 0;
        droppedBytes = 0;
        return dropped;
    }
}
