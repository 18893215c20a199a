package dev.gatehouse.app.services;

import dev.gatehouse.client.AwsServices;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.function.RecordSink;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.LogPace;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.kernel.ServiceException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings records to delivery streams of Firehose, in the name of their account. One thread takes
 * what gathers in a second and puts it there by the batch; what a stream does not take is tried
 * again twice. What cannot wait or be put is dropped, counted and told.
 */
public final class DeliveryStreams implements RecordSink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryStreams.class);
    private static final Duration GATHER = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int ATTEMPTS = 3;
    private static final int MOST_WAITING = 20_000;
    private static final long MOST_BYTES = 32L << 20;

    /** Of PutRecordBatch. */
    private static final int BATCH_RECORDS = 500;

    /** Of PutRecordBatch, which counts records and no more than 4 MiB. */
    private static final long BATCH_BYTES = 4L << 20;

    private final AwsServices services;
    private final LogPace pace;
    private final BlockingQueue<Waiting> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean closed;

    public DeliveryStreams(AwsServices services, Clock clock) {
        this.services = services;
        this.pace = new LogPace(clock);
        this.thread = Thread.ofVirtual().name("delivery-streams").start(this::run);
    }

    private record Stream(AccountId account, Region region, String name) {}

    private record Waiting(Stream stream, byte[] data) {}

    /** Wakes the thread when there is nothing to put. */
    private static final Waiting END =
            new Waiting(new Stream(AccountId.DEFAULT, Region.DEFAULT, ""), new byte[0]);

    /** How many records were dropped since the node began. */
    public long dropped() {
        return dropped.get();
    }

    @Override
    public void append(AccountId account, Region region, String deliveryStream, String record) {
        byte[] data = (record + '\n').getBytes(StandardCharsets.UTF_8);
        boolean fits = !closed && bytes.addAndGet(data.length) <= MOST_BYTES;
        if (!fits
                || !waiting.offer(new Waiting(new Stream(account, region, deliveryStream), data))) {
            bytes.addAndGet(closed ? 0 : -data.length);
            drop(deliveryStream, 1, "too many wait");
        }
    }

    private void drop(String stream, int records, String why) {
        dropped.addAndGet(records);
        if (pace.allows()) {
            LOG.warn(
                    "{} records for the delivery stream {} were dropped: {} ({} such messages"
                            + " before this one were not logged)",
                    records,
                    stream,
                    why,
                    pace.skipped());
        }
    }

    private void run() {
        try {
            boolean stopping = false;
            while (!stopping) {
                Waiting first = waiting.take();
                stopping = stop.await(GATHER.toMillis(), TimeUnit.MILLISECONDS);
                deliver(first);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        Waiting last = waiting.poll();
        if (last != null) {
            deliver(last);
        }
    }

    private void deliver(Waiting first) {
        List<Waiting> taken = new ArrayList<>();
        taken.add(first);
        waiting.drainTo(taken);
        Map<Stream, List<byte[]>> byStream = new LinkedHashMap<>();
        taken.removeIf(END::equals);
        for (Waiting each : taken) {
            bytes.addAndGet(-each.data().length);
            byStream.computeIfAbsent(each.stream(), _ -> new ArrayList<>()).add(each.data());
        }
        byStream.forEach(
                (stream, records) -> {
                    for (List<byte[]> batch : batches(records)) {
                        put(stream, batch);
                    }
                });
    }

    private static List<List<byte[]>> batches(List<byte[]> records) {
        List<List<byte[]>> batches = new ArrayList<>();
        List<byte[]> batch = new ArrayList<>();
        long size = 0;
        for (byte[] record : records) {
            if (batch.size() == BATCH_RECORDS
                    || !batch.isEmpty() && size + record.length > BATCH_BYTES) {
                batches.add(batch);
                batch = new ArrayList<>();
                size = 0;
            }
            batch.add(record);
            size += record.length;
        }
        batches.add(batch);
        return batches;
    }

    private void put(Stream stream, List<byte[]> batch) {
        List<byte[]> left = batch;
        String why = "";
        try {
            for (int attempt = 0; attempt < ATTEMPTS && !left.isEmpty(); attempt++) {
                if (attempt > 0) {
                    Thread.sleep(PAUSE.multipliedBy(attempt));
                }
                try {
                    left = rejected(left, call(stream, left));
                    why = "the stream rejected them";
                } catch (ServiceException failed) {
                    why = failed.text();
                } catch (RuntimeException broken) {
                    // The thread is the only one: it goes on with the other streams.
                    why = String.valueOf(broken);
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        if (!left.isEmpty()) {
            drop(stream.name(), left.size(), why);
        }
    }

    private Map<String, Object> call(Stream stream, List<byte[]> batch) {
        return services.as(new CallerIdentity(Principal.root(stream.account()), stream.region()))
                .call(
                        "firehose",
                        "PutRecordBatch",
                        Map.of(
                                "DeliveryStreamName",
                                stream.name(),
                                "Records",
                                batch.stream().map(data -> Map.of("Data", data)).toList()));
    }

    /** Those of a batch that the response tells to be put again. */
    private static List<byte[]> rejected(List<byte[]> batch, Map<String, Object> response) {
        List<byte[]> rejected = new ArrayList<>();
        if (response.get("RequestResponses") instanceof List<?> each
                && response.get("FailedPutCount") instanceof Number failed
                && failed.intValue() > 0) {
            for (int i = 0; i < Math.min(each.size(), batch.size()); i++) {
                if (each.get(i) instanceof Map<?, ?> one && one.containsKey("ErrorCode")) {
                    rejected.add(batch.get(i));
                }
            }
        }
        return rejected;
    }

    /** Puts what waits, then stops; a stream that takes too long is not waited for. */
    @Override
    public void close() {
        closed = true;
        stop.countDown();
        if (!waiting.offer(END)) {
            LOG.debug("delivery streams are told all that waits, which is as much as may");
        }
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
