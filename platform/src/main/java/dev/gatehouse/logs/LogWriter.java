package dev.gatehouse.logs;

import dev.gatehouse.function.LogSink;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.logs.files.GroupLog;
import dev.gatehouse.store.Scope;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where functions and gateways leave log events. Accepting costs a map operation; one thread takes
 * what waits, stream by stream, and writes it in few large pieces. Each stream may keep so many
 * bytes waiting, and all together so many: past that the stream at fault loses its oldest.
 */
final class LogWriter implements LogSink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogWriter.class);
    private static final long STREAM_BYTES_MAX = 16L << 20;
    private static final long ALL_BYTES_MAX = 64L << 20;
    private static final long STREAM_BYTES_UNDER_PRESSURE = 64L << 10;

    /** How long events gather before they are written: what a reader waits at most. */
    private static final Duration GATHER = Duration.ofMillis(50);

    private final GroupCatalog groups;
    private final Clock clock;
    private final ConcurrentMap<StreamName, LogBuffer> waiting = new ConcurrentHashMap<>();
    private final AtomicLong bytes = new AtomicLong();
    private final Thread thread;
    private volatile boolean idle;
    private volatile boolean closed;

    LogWriter(GroupCatalog groups, Clock clock) {
        this.groups = groups;
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("log-writer").daemon().unstarted(this::run);
        thread.start();
    }

    @Override
    public void append(
            AccountId account, Region region, String group, String stream, List<LogEvent> events) {
        if (closed || events.isEmpty()) {
            return;
        }
        StreamName name = new StreamName(new Scope(account, region), group, stream);
        long limit = bytes.get() > ALL_BYTES_MAX ? STREAM_BYTES_UNDER_PRESSURE : STREAM_BYTES_MAX;
        waiting.compute(
                name,
                (key, present) -> {
                    LogBuffer buffer = present == null ? new LogBuffer() : present;
                    bytes.addAndGet(buffer.add(events, limit));
                    return buffer;
                });
        if (idle) {
            idle = false;
            LockSupport.unpark(thread);
        }
    }

    /** Writes what waits, then stops. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            idle = true;
            if (waiting.isEmpty()) {
                LockSupport.park(this);
            }
            idle = false;
            LockSupport.parkNanos(this, GATHER.toNanos());
            drain();
        }
        drain();
    }

    private void drain() {
        for (StreamName name : waiting.keySet()) {
            LogBuffer buffer = waiting.remove(name);
            if (buffer != null) {
                bytes.addAndGet(-buffer.bytes());
                write(name, buffer.events());
            }
        }
    }

    private void write(StreamName name, List<LogEvent> events) {
        try {
            GroupLog log = groups.events(groups.findOrCreate(name.scope(), name.group()));
            long now = clock.millis();
            if (log.stream(name.stream()).isEmpty()) {
                log.createStream(name.stream(), now, false);
            }
            log.append(name.stream(), now, events, false);
        } catch (RuntimeException e) {
            LOG.warn("{} log events of {} could not be written", events.size(), name.group(), e);
        }
    }

    private record StreamName(Scope scope, String group, String stream) {}
}
