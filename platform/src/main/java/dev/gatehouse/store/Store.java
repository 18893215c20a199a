package dev.gatehouse.store;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The node's documents. Blocking; for the control plane, on virtual threads. */
public interface Store extends AutoCloseable {

    /**
     * Opens a database and brings its schema up to date.
     *
     * @param url {@code sqlite:PATH}, or {@code postgresql://user:password@host:port/database} with
     *     the driver's own parameters after a question mark
     * @throws IllegalArgumentException for any other URL
     * @throws StoreException when the database cannot be opened, was made by a newer Gatehouse or
     *     one too old, or is a PostgreSQL that another node has; the message tells an operator
     */
    static Store open(String url) {
        if (url.startsWith("sqlite:")) {
            return new SqlStore(SqliteEngine.open(url));
        }
        if (url.startsWith("postgresql:") || url.startsWith("postgres:")) {
            return new SqlStore(PostgresEngine.open(url));
        }
        throw new IllegalArgumentException(
                "a store is sqlite:PATH or postgresql://user:password@host:port/database, not: "
                        + url);
    }

    /** The documents of a kind; each call stands on its own. */
    <T> Documents<T> documents(Kind<T> kind);

    /**
     * Runs several reads and writes as one, as if nobody else were there. When {@code work} throws,
     * nothing is written. It may run more than once, must not wait for anything outside, and may
     * not start a transaction inside.
     */
    <R extends @Nullable Object> R transact(Function<Transaction, R> work);

    @Override
    void close();
}
