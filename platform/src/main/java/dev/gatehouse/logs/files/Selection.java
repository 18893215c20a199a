package dev.gatehouse.logs.files;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/**
 * The best so many events of a scan, in bounded memory: when it is full, an event only enters by
 * pushing out one that is farther away, and whole files that are farther away need no look.
 */
final class Selection {
    private static final int BYTES_MAX = 1024 * 1024;

    /** What AWS counts for an event beside its text. */
    private static final int EVENT_BYTES = 26;

    private final Query query;
    private final TreeSet<KeptEvent> events;
    private long bytes;
    private boolean overflowed;

    Selection(Query query) {
        this.query = query;
        Comparator<KeptEvent> order = Comparator.comparing(KeptEvent::at);
        this.events = new TreeSet<>(query.newest() ? order.reversed() : order);
    }

    /** Whether an event at this place would enter. */
    boolean wants(Cursor at) {
        if (!query.covers(at)) {
            return false;
        }
        if (!overflowed) {
            return true;
        }
        int order = at.compareTo(events.last().at());
        return query.newest() ? order > 0 : order < 0;
    }

    /** Whether any event of this span could enter. */
    boolean wants(Span span) {
        if (span.isEmpty() || span.lastMillis() < query.from().timestampMillis()) {
            return false;
        }
        if (span.firstMillis() > query.to().timestampMillis()) {
            return false;
        }
        if (!overflowed) {
            return true;
        }
        long farthest = events.last().at().timestampMillis();
        return query.newest() ? span.lastMillis() >= farthest : span.firstMillis() <= farthest;
    }

    void offer(KeptEvent event) {
        if (!query.message().test(event.message())) {
            return;
        }
        events.add(event);
        bytes += size(event);
        while (events.size() > query.limit() || (bytes > BYTES_MAX && events.size() > 1)) {
            bytes -= size(Objects.requireNonNull(events.pollLast()));
            overflowed = true;
        }
    }

    Page page() {
        List<KeptEvent> found = List.copyOf(query.newest() ? events.reversed() : events);
        return new Page(found, overflowed);
    }

    private static long size(KeptEvent event) {
        return event.message().length() + EVENT_BYTES;
    }
}
