package dev.gatehouse.kernel;

import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes something when it is first wanted, and once. */
public final class Once<T> implements Supplier<T> {
    private final Supplier<T> maker;
    private final ReentrantLock making = new ReentrantLock();
    private volatile @Nullable T made;

    public Once(Supplier<T> maker) {
        this.maker = maker;
    }

    @Override
    public T get() {
        T ready = made;
        if (ready != null) {
            return ready;
        }
        making.lock();
        try {
            T now = made;
            if (now == null) {
                now = maker.get();
                made = now;
            }
            return now;
        } finally {
            making.unlock();
        }
    }

    /** What was made; empty when it was not wanted yet. */
    public Optional<T> ifMade() {
        return Optional.ofNullable(made);
    }
}
