package dev.gatehouse.store;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The node's documents and queues. Blocking; for the control plane, on virtual threads. */
public interface Store extends AutoCloseable {

    /** The documents of a kind; each call stands on its own. */
    <T> Documents<T> documents(Kind<T> kind);

    /**
     * A queue; there is one for each name.
     *
     * @param name such as {@code lambda.async}
     */
    Queue queue(String name);

    /** What is changed, by this node and by others on the same store. */
    ChangeFeed changes();

    /**
     * Runs several reads and writes as one, as if alone. When {@code work} throws, nothing is
     * written. It may run more than once, must not wait for anything outside, and may not start a
     * transaction inside.
     */
    <R extends @Nullable Object> R transact(Function<Transaction, R> work);

    @Override
    void close();
}
