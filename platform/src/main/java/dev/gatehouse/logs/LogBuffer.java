package dev.gatehouse.logs;

import dev.gatehouse.function.LogSink.LogEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Events of one stream that wait to be written; over its limit the oldest are dropped. */
final class LogBuffer {
    /** What an object costs beside its characters, roughly. */
    private static final int EVENT_BYTES = 64;

    private static final int MESSAGE_CHARS_MAX = 256 * 1024;

    private final Deque<LogEvent> events = new ArrayDeque<>();
    private long bytes;
    private long dropped;

    /** Adds events and says by how many bytes the buffer grew, which may be less than nothing. */
    long add(List<LogEvent> more, long bytesMax) {
        long before = bytes;
        for (LogEvent event : more) {
            LogEvent kept = cut(event);
            events.add(kept);
            bytes += size(kept);
        }
        while (bytes > bytesMax && events.size() > 1) {
            bytes -= size(events.remove());
            dropped++;
        }
        return bytes - before;
    }

    long bytes() {
        return bytes;
    }

    /** The events in order; a line in their place says how many were dropped before them. */
    List<LogEvent> events() {
        List<LogEvent> all = new ArrayList<>(events.size() + 1);
        if (dropped > 0) {
            String notice = dropped + " log events were dropped here: they came faster than kept";
            all.add(new LogEvent(events.getFirst().timestampMillis(), notice));
        }
        all.addAll(events);
        return all;
    }

    private static LogEvent cut(LogEvent event) {
        return event.message().length() <= MESSAGE_CHARS_MAX
                ? event
                : new LogEvent(
                        event.timestampMillis(), event.message().substring(0, MESSAGE_CHARS_MAX));
    }

    private static long size(LogEvent event) {
        return event.message().length() + EVENT_BYTES;
    }
}
