package dev.gatehouse.store.sql;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.ChangeFeed;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Kind;
import dev.gatehouse.store.Queue;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.StoreException;
import dev.gatehouse.store.StoreLoad;
import dev.gatehouse.store.Transaction;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The store over either database: both speak the SQL of {@link SqlDocuments}. */
public final class SqlStore implements Store {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** The node of a store that no other one has ever used. */
    private static final String ONLY_NODE = "node";

    private final TimedEngine engine;

    private SqlStore(Engine engine) {
        this.engine = new TimedEngine(engine, Clock.SYSTEM);
    }

    /**
     * Opens a database and brings its schema up to date.
     *
     * @param url {@code sqlite:PATH}, or {@code postgresql://user:password@host:port/database} with
     *     the driver's own parameters after a question mark
     * @throws IllegalArgumentException for any other URL
     * @throws StoreException when the database cannot be opened, was made by a newer Gatehouse or
     *     one too old, or is a PostgreSQL that another node has; the message tells an operator
     */
    public static SqlStore open(String url) {
        return open(url, PATIENCE);
    }

    /**
     * Opens a database, as {@link #open(String)} does.
     *
     * @param patience how long a call waits for a PostgreSQL that is away before it fails
     */
    public static SqlStore open(String url, Duration patience) {
        return open(url, patience, ONLY_NODE);
    }

    /**
     * Opens a database, as {@link #open(String)} does.
     *
     * @param patience how long a call waits for a PostgreSQL that is away before it fails
     * @param node which node this is, the same after each start: it ends the claims of messages
     *     that it had when it was killed
     */
    public static SqlStore open(String url, Duration patience, String node) {
        if (url.startsWith("sqlite:")) {
            return new SqlStore(SqliteEngine.open(url, node));
        }
        if (url.startsWith("postgresql:") || url.startsWith("postgres:")) {
            return new SqlStore(PostgresEngine.open(url, patience, node));
        }
        throw new IllegalArgumentException(
                "a store is sqlite:PATH or postgresql://user:password@host:port/database, not: "
                        + url);
    }

    /** What was written to it. */
    public StoreLoad load() {
        return engine.load();
    }

    /** Whether it keeps no document but those about itself. */
    public boolean isEmpty() {
        return engine.read(
                        statements ->
                                statements.query(
                                        "SELECT 1 FROM documents WHERE kind NOT LIKE 'store.%'"
                                                + " LIMIT 1",
                                        row -> row.getInt(1)))
                .isEmpty();
    }

    @Override
    public <T> Documents<T> documents(Kind<T> kind) {
        return new SqlDocuments<>(kind, engine);
    }

    @Override
    public <R extends @Nullable Object> R transact(Function<Transaction, R> work) {
        return engine.transact(
                statements -> work.apply(new SqlTransaction(Session.within(statements), engine)));
    }

    @Override
    public Queue queue(String name) {
        return new SqlQueue(name, engine, engine.owner(), engine.skipLocked());
    }

    @Override
    public ChangeFeed changes() {
        return engine.changes();
    }

    @Override
    public void close() {
        engine.close();
    }

    private record SqlTransaction(Session session, Engine engine) implements Transaction {
        @Override
        public Queue queue(String name) {
            return new SqlQueue(name, session, engine.owner(), engine.skipLocked());
        }

        @Override
        public <T> Documents<T> documents(Kind<T> kind) {
            return new SqlDocuments<>(kind, session);
        }
    }
}
