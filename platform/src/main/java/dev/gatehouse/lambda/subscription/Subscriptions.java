package dev.gatehouse.lambda.subscription;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.telemetry.LogTap;
import dev.gatehouse.lambda.telemetry.PlatformEvent;
import dev.gatehouse.lambda.telemetry.TelemetryRecords;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The subscriptions of the extensions beside one runtime. A subscriber gets what was told before it
 * subscribed, since the start of its environment. Confined to the environment's event loop.
 */
public final class Subscriptions implements LogTap {
    /** What is kept of the init phase for those that will subscribe. */
    private static final int MOST_KEPT = 1_000;

    private static final int MOST_KEPT_BYTES = 1 << 20;

    private final Clock clock;
    private final Delivery delivery;
    private final Map<String, Subscriber> subscribers = new LinkedHashMap<>();
    private List<Consumer<Subscriber>> early = new ArrayList<>();
    private int earlyBytes;
    private final boolean structured;
    private boolean open = true;

    /**
     * @param structured whether the function writes JSON
     */
    public Subscriptions(Clock clock, Delivery delivery, boolean structured) {
        this.clock = clock;
        this.structured = structured;
        this.delivery = delivery;
    }

    /**
     * An extension subscribes; what it asked for before by the same API is replaced.
     *
     * @throws ServiceException when what it asks for is wrong, or the init phase is over
     */
    public PlatformEvent subscribe(Api api, String extension, Buffer body) {
        if (!open) {
            throw new ServiceException(
                    api.title() + ".SubscriptionClosed",
                    403,
                    api.title() + " API subscription is closed already");
        }
        SubscriptionRequest request = SubscriptionRequest.read(api, body);
        Subscriber subscriber = new Subscriber(api, request, delivery);
        subscribers.put(api + "/" + extension, subscriber);
        early.forEach(told -> told.accept(subscriber));
        return switch (api) {
            case TELEMETRY ->
                    new PlatformEvent.TelemetrySubscription(
                            extension, "Subscribed", request.types());
            case LOGS ->
                    new PlatformEvent.LogsSubscription(extension, "Subscribed", request.types());
        };
    }

    /** The init phase is over: nobody can subscribe any more. */
    public void close() {
        open = false;
        early = List.of();
    }

    @Override
    public void happened(PlatformEvent event, Instant time) {
        long now = clock.nanoTime();
        tell(0, subscriber -> subscriber.happened(event, time, now));
    }

    @Override
    public void wrote(Source source, long timestampMillis, String text) {
        long now = clock.nanoTime();
        String type = source.type();
        Instant time = Instant.ofEpochMilli(timestampMillis);
        String record = TelemetryRecords.of(type, time, text, structured);
        tell(record.length(), subscriber -> subscriber.wrote(type, record, now));
    }

    private void tell(int bytes, Consumer<Subscriber> told) {
        if (open && early.size() < MOST_KEPT && earlyBytes + bytes <= MOST_KEPT_BYTES) {
            earlyBytes += bytes;
            early.add(told);
        }
        subscribers.values().forEach(told);
    }

    /** Whether a batch is on its way: the sandbox must not be frozen. */
    public boolean areSending() {
        return subscribers.values().stream().anyMatch(Subscriber::isSending);
    }

    /**
     * Delivers what it is time to deliver.
     *
     * @param atOnce whether that is everything, since the environment ends
     */
    public void look(boolean atOnce) {
        long now = clock.nanoTime();
        for (Subscriber subscriber : subscribers.values()) {
            PlatformEvent.LogsDropped dropped = subscriber.dropped();
            if (dropped != null) {
                subscriber.happened(dropped, clock.now(), now);
            }
            subscriber.look(now, atOnce);
        }
    }
}
