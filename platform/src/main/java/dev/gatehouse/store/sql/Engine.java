package dev.gatehouse.store.sql;

import dev.gatehouse.store.ChangeFeed;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A database: how its connections are shared and its transactions run. */
interface Engine extends Session, AutoCloseable {

    /** Runs statements as one serializable transaction, again when the database asks for it. */
    <R extends @Nullable Object> R transact(Function<Statements, R> work);

    @Override
    default <R extends @Nullable Object> R atomically(Function<Statements, R> work) {
        return transact(work);
    }

    /** What is changed in the database. */
    ChangeFeed changes();

    /** Whose claims of messages are this node's. */
    String owner();

    /** What a query says that leaves out rows which others have locked; empty where none can. */
    String skipLocked();

    @Override
    void close();
}
