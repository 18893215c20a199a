package dev.gatehouse.store.sql;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.ChangeFeed;
import dev.gatehouse.store.StoreLoad;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A database whose writes are counted and timed, from the call to the commit. */
final class TimedEngine implements Engine {
    private final Engine engine;
    private final Clock clock;
    private final LongAdder commits = new LongAdder();
    private final LongAdder nanos = new LongAdder();

    TimedEngine(Engine engine, Clock clock) {
        this.engine = engine;
        this.clock = clock;
    }

    /** What was written so far. */
    StoreLoad load() {
        return new StoreLoad(commits.sum(), nanos.sum() / (double) TimeUnit.SECONDS.toNanos(1));
    }

    @Override
    public <R extends @Nullable Object> R read(Function<Statements, R> work) {
        return engine.read(work);
    }

    @Override
    public <R extends @Nullable Object> R write(Function<Statements, R> work) {
        long begun = clock.nanoTime();
        R result = engine.write(work);
        count(begun);
        return result;
    }

    @Override
    public <R extends @Nullable Object> R transact(Function<Statements, R> work) {
        long begun = clock.nanoTime();
        R result = engine.transact(work);
        count(begun);
        return result;
    }

    private void count(long begun) {
        commits.increment();
        nanos.add(clock.nanoTime() - begun);
    }

    @Override
    public ChangeFeed changes() {
        return engine.changes();
    }

    @Override
    public String owner() {
        return engine.owner();
    }

    @Override
    public String skipLocked() {
        return engine.skipLocked();
    }

    @Override
    public void close() {
        engine.close();
    }
}
