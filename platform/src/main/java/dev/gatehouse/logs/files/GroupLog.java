package dev.gatehouse.logs.files;

import dev.gatehouse.function.LogSink.LogEvent;
import dev.gatehouse.kernel.OwnFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The events of one log group: segments in a folder, the last of which grows. Retention and the
 * limit of size take whole segments away from the front. IO failures surface as {@link
 * UncheckedIOException}.
 */
public final class GroupLog implements AutoCloseable {
    private static final long SEGMENT_BYTES = 16L * 1024 * 1024;

    private final Path folder;
    private final StreamTable table;
    private final List<Segment> segments;
    private @Nullable FileChannel tail;

    /** Whether events came since the last {@link #trim}. */
    private boolean busy;

    private GroupLog(Path folder, StreamTable table, List<Segment> segments) {
        this.folder = folder;
        this.table = table;
        this.segments = segments;
    }

    static GroupLog open(Path folder) {
        try {
            OwnFiles.folder(folder);
            List<Segment> segments = new ArrayList<>();
            try (Stream<Path> files = Files.list(folder)) {
                List<Path> found = files.filter(Segment::isSegment).sorted().toList();
                for (Path file : found) {
                    segments.add(Segment.open(file, file.equals(found.getLast())));
                }
            }
            GroupLog log =
                    new GroupLog(folder, StreamTable.open(folder.resolve("streams")), segments);
            log.fillSpans();
            return log;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The streams, in the order of their names. */
    public synchronized List<KeptStream> streams() {
        return List.copyOf(table.streams().values());
    }

    /** The stream of this name. */
    public synchronized Optional<KeptStream> stream(String name) {
        return Optional.ofNullable(table.streams().get(name));
    }

    /**
     * Makes a stream; false when there is one of this name.
     *
     * @param flush whether it must survive a power cut when this returns
     */
    public synchronized boolean createStream(String name, long nowMillis, boolean flush) {
        if (table.streams().containsKey(name)) {
            return false;
        }
        try {
            table.add(new KeptStream(name, nowMillis, end(), Span.NONE), flush);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes a stream; its events are gone for readers, and from the disk with their segments. */
    public synchronized boolean deleteStream(String name) {
        if (!table.streams().containsKey(name)) {
            return false;
        }
        try {
            table.remove(name);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Writes events of one stream, which must exist.
     *
     * @param flush whether they must survive a power cut when this returns; they survive the death
     *     of the process either way
     */
    public synchronized void append(
            String stream, long nowMillis, List<LogEvent> events, boolean flush) {
        if (events.isEmpty()) {
            return;
        }
        Span span = Span.NONE;
        for (LogEvent event : events) {
            long time = event.timestampMillis();
            span = span.with(new Span(time, time, nowMillis));
        }
        ByteBuffer frame = Frame.encode(stream, nowMillis, events);
        busy = true;
        try {
            Segment last = growing();
            last.append(Objects.requireNonNull(tail), stream, span, frame, flush);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Span added = span;
        table.streams().computeIfPresent(stream, (name, kept) -> kept.with(added));
    }

    /** Reads events by time, without holding up who writes. */
    public Page read(Query query) {
        Selection selection = new Selection(query);
        Map<String, KeptStream> streams;
        List<Segment> candidates;
        synchronized (this) {
            streams = Map.copyOf(table.streams());
            candidates =
                    query.newest() ? segments.reversed().stream().toList() : List.copyOf(segments);
        }
        for (Segment segment : candidates) {
            if (selection.wants(segment.span()) && concerns(segment, query)) {
                read(segment, frame -> select(frame, query, streams, selection));
            }
        }
        return selection.page();
    }

    private static void read(Segment segment, Consumer<Frame> action) {
        try {
            segment.forEach(action);
        } catch (NoSuchFileException _) {
            // Retention was faster: what it took away does not belong to the response, the rest
            // does.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Takes away the segments whose newest event is older than {@code beforeMillis}, and the oldest
     * ones until what is left is at most {@code bytesMax}. A group that got nothing since the last
     * time closes its file until something comes: of many groups, few are written to.
     */
    public synchronized void trim(long beforeMillis, long bytesMax) {
        try {
            if (!busy) {
                closeTail();
            }
            busy = false;
            long excess = bytes() - bytesMax;
            while (!segments.isEmpty()
                    && (excess > 0 || segments.getFirst().span().lastMillis() < beforeMillis)) {
                if (segments.size() == 1) {
                    roll(end());
                }
                Segment oldest = segments.removeFirst();
                excess -= oldest.length();
                oldest.delete();
                if (segments.getFirst().length() == 0) {
                    return;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the events take on the disk. */
    public synchronized long bytes() {
        return segments.stream().mapToLong(Segment::length).sum();
    }

    @Override
    public synchronized void close() {
        try {
            if (tail != null) {
                tail.force(true);
                tail.close();
                tail = null;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Segment growing() throws IOException {
        if (segments.isEmpty() || segments.getLast().length() >= SEGMENT_BYTES) {
            roll(end());
        }
        Segment last = segments.getLast();
        if (tail == null) {
            tail = last.openForAppend();
        }
        return last;
    }

    private void roll(long base) throws IOException {
        closeTail();
        segments.add(Segment.create(folder, base));
    }

    private void closeTail() throws IOException {
        if (tail != null) {
            tail.close();
            tail = null;
        }
    }

    private long end() {
        return segments.isEmpty() ? 0 : segments.getLast().end();
    }

    private void fillSpans() {
        for (Segment segment : segments) {
            segment.streams()
                    .forEach(
                            (name, span) ->
                                    table.streams()
                                            .computeIfPresent(
                                                    name,
                                                    (key, kept) ->
                                                            segment.end() > kept.since()
                                                                    ? kept.with(span)
                                                                    : kept));
        }
    }

    private static boolean concerns(Segment segment, Query query) {
        return segment.streams().keySet().stream().anyMatch(query.stream());
    }

    private static void select(
            Frame frame, Query query, Map<String, KeptStream> streams, Selection selection) {
        KeptStream stream = streams.get(frame.stream());
        if (stream != null
                && frame.offset() >= stream.since()
                && selection.wants(frame.span())
                && query.stream().test(stream.name())) {
            frame.forEach(selection::wants, selection::offer);
        }
    }
}
