package dev.gatehouse.gateway.integrate;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Objects;

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
    private final Vertx vertx;
    private long timer;
    private long lastedMillis;
    private boolean moved;

    /**
     * @param stalled what happens; it may start the timer anew
     */
    StallTimer(Duration limit, Runnable stalled) {
        Context context = Objects.requireNonNull(Vertx.currentContext(), "not on an event loop");
        this.limitMillis = Math.max(1, limit.toMillis());
        this.stalled = stalled;
        this.vertx = context.owner();
    }

    /** From now on. */
    void start() {
        stop();
        moved = false;
        timer = vertx.setTimer(limitMillis, _ -> look());
    }

    void moved() {
        moved = true;
    }

    /** Whether it has gone on for as long as anything may. */
    boolean isOverdue() {
        return lastedMillis >= LONGEST.toMillis();
    }

    void stop() {
        vertx.cancelTimer(timer);
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
