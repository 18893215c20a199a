package dev.gatehouse.lambda.schedule;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.lambda.environment.Ticker;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The event loops that environments live on, each with its heartbeat. */
public final class Tickers {
    private final List<Ticker> tickers;
    private final AtomicLong turn = new AtomicLong();

    public Tickers(List<EventLoop> loops, Clock clock) {
        this.tickers =
                IntStream.range(0, loops.size())
                        .mapToObj(index -> new Ticker(index, loops.get(index), clock))
                        .toList();
    }

    public int count() {
        return tickers.size();
    }

    /** The index of the caller's own event loop, or 0 where the caller is on none of these. */
    public int here() {
        Ticker own = own();
        return own == null ? 0 : own.index();
    }

    private @Nullable Ticker own() {
        for (Ticker ticker : tickers) {
            if (ticker.loop().inEventLoop()) {
                return ticker;
            }
        }
        return null;
    }

    /**
     * Where an environment for an event that arrives here is best put: on the caller's own event
     * loop, so that its events need no hand-over between threads, else on each in turn.
     */
    public Ticker near() {
        Ticker own = own();
        return own == null ? next() : own;
    }

    /** Each in turn. */
    public Ticker next() {
        return tickers.get((int) (turn.getAndIncrement() % tickers.size()));
    }
}
