package dev.gatehouse.s3.content;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.BlobKey;
import dev.gatehouse.store.Blobs;
import dev.gatehouse.store.Message;
import dev.gatehouse.store.Queue;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Contents that lost a version which named them: replaced, deleted, or parts that were joined. They
 * go soon after, unless another version names them. What is not known to have been named is left to
 * the sweep, which takes its time.
 */
public final class ReleasedContents {
    /** Longer than any request takes from reading a version to opening its content. */
    static final Duration GRACE = Duration.ofMinutes(1);

    private static final String QUEUE = "s3.released";
    private static final String FAMILY = "contents";
    private static final int BATCH = 1_000;
    private static final Duration CLAIM = Duration.ofMinutes(10);

    private final Queue queue;
    private final Blobs blobs;
    private final Clock clock;

    public ReleasedContents(Store store, Blobs blobs, Clock clock) {
        this.queue = store.queue(QUEUE);
        this.blobs = blobs;
        this.clock = clock;
    }

    /** Notes a content in the transaction in which a version of it goes. */
    public void add(Transaction tx, BlobKey content) {
        Instant due = clock.now().plus(GRACE);
        tx.queue(QUEUE).enqueue(FAMILY, due, content.sha256(), new byte[0]);
    }

    /**
     * Deletes those whose time has come.
     *
     * @param live the contents that are named; asked for when there is anything to delete
     * @return how many were deleted
     */
    public int drop(Supplier<Set<BlobKey>> live) {
        int dropped = 0;
        for (List<Message> due = claim(); !due.isEmpty(); due = claim()) {
            Set<BlobKey> named = live.get();
            Instant before = clock.now().minus(GRACE);
            for (Message each : due) {
                BlobKey content = new BlobKey(each.state());
                if (!named.contains(content) && blobs.deleteIfOlder(content, before)) {
                    dropped++;
                }
            }
            queue.complete(due);
        }
        return dropped;
    }

    private List<Message> claim() {
        Instant now = clock.now();
        return queue.claim(FAMILY, now, now.plus(CLAIM), BATCH);
    }
}
