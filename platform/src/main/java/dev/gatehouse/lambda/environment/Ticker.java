package dev.gatehouse.lambda.environment;

import dev.gatehouse.kernel.Clock;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The heartbeat of the environments of one event loop. One timer for all of them costs an event
 * nothing, where a timer for each event would. Confined to the event loop.
 */
public final class Ticker {
    private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);

    /** How exactly time is kept: function time-outs, output, log records. */
    static final long PERIOD_NANOS = 10_000_000L;

    /** How often the output of an environment without an event is looked at. */
    static final long IDLE_LOOK_NANOS = 500_000_000L;

    private final int index;
    private final EventLoop loop;
    private final Clock clock;
    private final List<Environment> environments = new ArrayList<>();
    private @Nullable ScheduledFuture<?> timer;

    public Ticker(int index, EventLoop loop, Clock clock) {
        this.index = index;
        this.loop = loop;
        this.clock = clock;
    }

    /** Among those of all event loops, from 0. */
    public int index() {
        return index;
    }

    public EventLoop loop() {
        return loop;
    }

    public void add(Environment environment) {
        environments.add(environment);
        if (timer == null) {
            timer =
                    loop.scheduleAtFixedRate(
                            this::tick, PERIOD_NANOS, PERIOD_NANOS, TimeUnit.NANOSECONDS);
        }
    }

    public void remove(Environment environment) {
        environments.remove(environment);
        ScheduledFuture<?> running = timer;
        if (environments.isEmpty() && running != null) {
            running.cancel(false);
            timer = null;
        }
    }

    private void tick() {
        long now = clock.nanoTime();
        // Backwards: a tick may end its own environment and so remove it, and others besides.
        for (int i = environments.size() - 1; i >= 0; i--) {
            if (i < environments.size()) {
                tick(environments.get(i), now);
            }
        }
    }

    /** An exception would end the timer, and with it the time-outs of all environments here. */
    private void tick(Environment environment, long now) {
        try {
            environment.tick(now);
        } catch (RuntimeException fault) {
            LOG.error("an environment is ended", fault);
            loop.execute(() -> environment.broken(fault));
        }
    }
}
