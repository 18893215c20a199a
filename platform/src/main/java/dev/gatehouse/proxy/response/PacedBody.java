package dev.gatehouse.proxy.response;

import dev.gatehouse.kernel.Clock;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A body that goes no faster than it may, and breaks off where its source stands still. On one
 * event loop.
 */
public final class PacedBody implements ReadStream<Buffer> {
    private static final long NO_TIMER = -1;

    private final ReadStream<Buffer> source;
    private final StreamLimits limits;
    private final Runnable begins;
    private final Clock clock;
    private @Nullable Vertx vertx;
    private @Nullable Handler<Buffer> reader;
    private @Nullable Handler<Void> ended;
    private @Nullable Handler<Throwable> broken;
    private long demand;
    private long bytes;

    /** From when on the pace is counted, and what went since. */
    private long pacedSince;

    private long pacedBytes;
    private long pausedBy = NO_TIMER;
    private long watchedBy = NO_TIMER;
    private long movedAt;
    private boolean over;

    private PacedBody(
            ReadStream<Buffer> source, StreamLimits limits, Runnable begins, Clock clock) {
        this.source = source;
        this.limits = limits;
        this.begins = begins;
        this.clock = clock;
        source.exceptionHandler(this::breakOff);
        source.endHandler(_ -> end());
    }

    /**
     * A body within limits.
     *
     * @param begins runs when the first of it comes
     */
    public static ReadStream<Buffer> of(
            ReadStream<Buffer> source, StreamLimits limits, Runnable begins, Clock clock) {
        return new PacedBody(source, limits, begins, clock);
    }

    private void pass(Buffer chunk) {
        if (over) {
            return;
        }
        movedAt = clock.nanoTime();
        if (bytes == 0 && chunk.length() > 0) {
            begins.run();
        }
        bytes += chunk.length();
        if (demand != Long.MAX_VALUE && demand > 0) {
            demand--;
        }
        slowDown(chunk.length());
        Handler<Buffer> handler = reader;
        if (handler != null) {
            handler.handle(chunk);
        }
    }

    /** What was slower than it may be leaves no credit. */
    private void slowDown(int chunkBytes) {
        if (limits.bytesASecond() == 0 || bytes <= limits.freeBytes()) {
            return;
        }
        long now = movedAt;
        if (pacedBytes == 0 || now > due()) {
            pacedSince = now;
            pacedBytes = 0;
        }
        pacedBytes += Math.min(chunkBytes, bytes - limits.freeBytes());
        long millis = TimeUnit.NANOSECONDS.toMillis(due() - now);
        if (millis > 0 && pausedBy == NO_TIMER) {
            source.pause();
            pausedBy = timers().setTimer(millis, _ -> goOn());
        }
    }

    private long due() {
        return pacedSince + TimeUnit.SECONDS.toNanos(pacedBytes) / limits.bytesASecond();
    }

    private void goOn() {
        pausedBy = NO_TIMER;
        movedAt = clock.nanoTime();
        if (demand > 0 && !over) {
            watch(limits.idle().toMillis());
            source.fetch(demand);
        }
    }

    private void watch(long millis) {
        if (watchedBy == NO_TIMER && !over && !limits.idle().isZero()) {
            watchedBy = timers().setTimer(Math.max(1, millis), _ -> look());
        }
    }

    /**
     * Only where the reader waits for its source is it the source that stands still. What is held
     * is watched again when it goes on: its reader may be gone, and no timer must keep it.
     */
    private void look() {
        watchedBy = NO_TIMER;
        if (demand == 0 || pausedBy != NO_TIMER) {
            return;
        }
        long moved = TimeUnit.NANOSECONDS.toMillis(clock.nanoTime() - movedAt);
        long left = limits.idle().toMillis() - moved;
        if (left <= 0) {
            breakOff(new MalformedResponseException("the response stands still"));
        } else {
            watch(left);
        }
    }

    private void end() {
        Handler<Void> handler = ended;
        if (stop() && handler != null) {
            handler.handle(null);
        }
    }

    private void breakOff(Throwable cause) {
        Handler<Throwable> handler = broken;
        if (stop() && handler != null) {
            handler.handle(cause);
        }
    }

    /** Whether it was not over yet. */
    private boolean stop() {
        boolean was = over;
        over = true;
        if (vertx != null) {
            vertx.cancelTimer(pausedBy);
            vertx.cancelTimer(watchedBy);
        }
        return !was;
    }

    /** Those of the event loop that it is read on. */
    private Vertx timers() {
        Vertx known = vertx;
        if (known == null) {
            Context context =
                    Objects.requireNonNull(Vertx.currentContext(), "not on an event loop");
            known = context.owner();
            vertx = known;
        }
        return known;
    }

    @Override
    public PacedBody handler(@Nullable Handler<Buffer> handler) {
        reader = handler;
        source.handler(handler == null ? null : this::pass);
        return this;
    }

    @Override
    public PacedBody endHandler(@Nullable Handler<Void> handler) {
        ended = handler;
        return this;
    }

    @Override
    public PacedBody exceptionHandler(@Nullable Handler<Throwable> handler) {
        broken = handler;
        return this;
    }

    @Override
    public PacedBody pause() {
        demand = 0;
        source.pause();
        return this;
    }

    @Override
    public PacedBody resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public PacedBody fetch(long amount) {
        if (demand == 0) {
            movedAt = clock.nanoTime();
        }
        demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
        watch(limits.idle().toMillis());
        if (pausedBy == NO_TIMER) {
            source.fetch(amount);
        }
        return this;
    }
}
