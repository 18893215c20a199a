package dev.gatehouse.gateway.integrate;

import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Says when nothing has moved for a time: exactly then where nothing moved at all since it was
 * started, else at the latest after twice that time. So what moves costs next to nothing. On one
 * event loop.
 */
final class StallTimer {
    /** How long anything may go on, however it moves: API Gateway's bound on streamed responses. */
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private final long limitMillis;
    private final Runnable stalled;
    private final ContextInternal context;
    private @Nullable ScheduledFuture<?> timer;
    private long lastedMillis;
    private boolean moved;

    /**
     * @param stalled what happens; it may start the timer anew
     */
    StallTimer(Duration limit, Runnable stalled) {
        this.context = Objects.requireNonNull(ContextInternal.current(), "not on an event loop");
        this.limitMillis = Math.max(1, limit.toMillis());
        this.stalled = stalled;
    }

    /** From now on. */
    void start() {
        stop();
        moved = false;
        // The event loop's own: Vert.x's timers have an id and a context each, and cost more than
        // all else of a request's watch.
        timer =
                context.nettyEventLoop()
                        .schedule(
                                () -> context.dispatch(this::look),
                                limitMillis,
                                TimeUnit.MILLISECONDS);
    }

    void moved() {
        moved = true;
    }

    /** Whether it has gone on for as long as anything may. */
    boolean isOverdue() {
        return lastedMillis >= LONGEST.toMillis();
    }

    void stop() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void look() {
        lastedMillis += limitMillis;
        if (moved && !isOverdue()) {
            start();
        } else {
            stalled.run();
        }
    }
}
