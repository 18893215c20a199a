package dev.gatehouse.observe.metric;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * What is gathered of each thing in one interval, without locks. An interval is read one interval
 * after its end, when it is not written to any more.
 */
public final class Tallies<K, T> {
    private static final int MOST = 10_000;

    private final Supplier<T> fresh;
    private volatile ConcurrentMap<K, T> current = new ConcurrentHashMap<>();
    private ConcurrentMap<K, T> last = new ConcurrentHashMap<>();

    public Tallies(Supplier<T> fresh) {
        this.fresh = fresh;
    }

    /** Where to gather of a thing; one too many is not gathered. */
    public T of(K key) {
        ConcurrentMap<K, T> here = current;
        T known = here.get(key);
        if (known != null) {
            return known;
        }
        return here.size() >= MOST ? fresh.get() : here.computeIfAbsent(key, _ -> fresh.get());
    }

    /** Begins another interval, and reads the one before the one that ends. */
    public void next(BiConsumer<K, T> reader) {
        ConcurrentMap<K, T> ended = current;
        current = new ConcurrentHashMap<>();
        last.forEach(reader);
        last = ended;
    }
}
