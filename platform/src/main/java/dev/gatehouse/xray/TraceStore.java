package dev.gatehouse.xray;

import dev.gatehouse.function.SegmentSink;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The traces of the last hours, in memory: the oldest go when there are more than it may keep, and
 * all when the node ends. What arrives is read when it is asked for.
 */
public final class TraceStore implements SegmentSink {
    private static final Duration KEPT = Duration.ofHours(6);

    /** What documents may take together, in characters, however large the heap. */
    private static final long MOST_CHARACTERS = 16 << 20;

    private static final int HEAP_SHARE = 32;

    /** X-Ray's quota of one trace; what comes beyond it is dropped. */
    private static final int LONGEST_TRACE = 500 * 1024;

    private final Clock clock;
    private final long most;
    private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();
    private final AtomicLong arrivedCharacters = new AtomicLong();
    private final Map<Key, Entry> traces = new LinkedHashMap<>();
    private long keptCharacters;

    public TraceStore(Clock clock) {
        this.clock = clock;
        this.most = Math.min(MOST_CHARACTERS, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    }

    /** Whose traces. */
    record Place(AccountId account, Region region) {}

    private record Key(Place place, String traceId) {}

    private record Arrival(Place place, String document) {}

    private static final class Entry {
        private final RecordedTrace trace;
        private final long sinceMillis;
        private long characters;

        private Entry(RecordedTrace trace, long sinceMillis) {
            this.trace = trace;
            this.sinceMillis = sinceMillis;
        }
    }

    @Override
    public void take(AccountId account, Region region, String document) {
        arrivals.add(new Arrival(new Place(account, region), document));
        arrivedCharacters.addAndGet(document.length());
        while (arrivedCharacters.get() > most && next().isPresent()) {
            // The oldest made room; several may have to for one that is long.
        }
    }

    /** Takes the one that has waited longest out. */
    private Optional<Arrival> next() {
        Optional<Arrival> first = Optional.ofNullable(arrivals.poll());
        first.ifPresent(one -> arrivedCharacters.addAndGet(-one.document().length()));
        return first;
    }

    /**
     * Takes a segment that was read.
     *
     * @param characters the length of its document
     */
    synchronized void add(Place place, SegmentDocument document, int characters) {
        Entry entry =
                traces.computeIfAbsent(
                        new Key(place, document.traceId()),
                        key -> new Entry(new RecordedTrace(key.traceId()), clock.millis()));
        if (entry.characters + characters > LONGEST_TRACE) {
            entry.trace.exceed();
            return;
        }
        entry.trace.add(document);
        entry.characters += characters;
        keptCharacters += characters;
        Iterator<Entry> oldest = traces.values().iterator();
        long since = clock.millis() - KEPT.toMillis();
        while (oldest.hasNext()) {
            Entry candidate = oldest.next();
            if (keptCharacters <= most && candidate.sinceMillis >= since) {
                return;
            }
            keptCharacters -= candidate.characters;
            oldest.remove();
        }
    }

    /** The traces of an account in a region, the oldest first. */
    synchronized List<RecordedTrace> all(Place place) {
        settle();
        return traces.entrySet().stream()
                .filter(entry -> entry.getKey().place().equals(place))
                .map(entry -> entry.getValue().trace.copy())
                .toList();
    }

    synchronized Optional<RecordedTrace> find(Place place, String traceId) {
        settle();
        return Optional.ofNullable(traces.get(new Key(place, traceId)))
                .map(entry -> entry.trace.copy());
    }

    private void settle() {
        for (Optional<Arrival> one = next(); one.isPresent(); one = next()) {
            Arrival arrival = one.get();
            try {
                SegmentDocument document = SegmentDocument.read(arrival.document());
                add(arrival.place(), document, arrival.document().length());
            } catch (SegmentDocument.Malformed dropped) {
                // X-Ray's daemon tells a function nothing of what becomes of its segments.
            }
        }
    }
}
