package dev.gatehouse.store;

import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** A database: how its connections are shared and its transactions run. */
interface Engine extends Session, AutoCloseable {

    /** Runs statements as one serializable transaction, again when the database asks for it. */
    <R extends @Nullable Object> R transact(Function<Handle, R> work);

    @Override
    void close();
}
