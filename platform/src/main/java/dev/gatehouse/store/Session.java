package dev.gatehouse.store;

import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Where statements run: each on its own, or all inside one transaction. */
interface Session {

    /** Runs queries. */
    <R extends @Nullable Object> R read(Function<Handle, R> work);

    /** Runs one statement that writes; committed when this returns. */
    <R extends @Nullable Object> R write(Function<Handle, R> work);

    /** A session whose statements belong to the transaction open on {@code handle}. */
    static Session within(Handle handle) {
        return new Session() {
            @Override
            public <R extends @Nullable Object> R read(Function<Handle, R> work) {
                return work.apply(handle);
            }

            @Override
            public <R extends @Nullable Object> R write(Function<Handle, R> work) {
                return work.apply(handle);
            }
        };
    }
}
