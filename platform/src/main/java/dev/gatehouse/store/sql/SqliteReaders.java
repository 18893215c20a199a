package dev.gatehouse.store.sql;

import dev.gatehouse.store.StoreException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/** The connections that read from SQLite: opened when needed, kept, a bounded number at a time. */
final class SqliteReaders implements AutoCloseable {
    private static final int MOST = 8;
    private static final int BUSY_MILLIS = 10_000;

    private final String jdbcUrl;
    private final Semaphore permits = new Semaphore(MOST);
    private final BlockingQueue<Statements> idle = new ArrayBlockingQueue<>(MOST);
    private volatile boolean closed;

    SqliteReaders(String jdbcUrl) {
        this.jdbcUrl = jdbcUrl;
    }

    static Statements connect(String jdbcUrl) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_MILLIS);
        return Statements.connect(jdbcUrl, config.toProperties());
    }

    <R extends @Nullable Object> R read(Function<Statements, R> work) {
        permits.acquireUninterruptibly();
        try {
            if (closed) {
                throw new StoreException("the store is closed");
            }
            Statements kept = idle.poll();
            Statements statements = kept == null ? connect(jdbcUrl) : kept;
            try {
                return work.apply(statements);
            } finally {
                idle.add(statements);
            }
        } finally {
            permits.release();
        }
    }

    /** Closes the connections; those in use are waited for. */
    @Override
    public void close() {
        permits.acquireUninterruptibly(MOST);
        for (Statements each = idle.poll(); each != null; each = idle.poll()) {
            each.close();
        }
        closed = true;
        permits.release(MOST); // Who comes later is told.
    }
}
