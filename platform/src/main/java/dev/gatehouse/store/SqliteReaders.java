package dev.gatehouse.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import org.jdbi.v3.core.ConnectionFactory;
import org.sqlite.SQLiteConfig;

/** The connections that read from SQLite: opened when needed, kept, a bounded number at a time. */
final class SqliteReaders implements ConnectionFactory, AutoCloseable {
    private static final int MOST = 8;
    private static final int BUSY_MILLIS = 10_000;

    private final String jdbcUrl;
    private final Semaphore permits = new Semaphore(MOST);
    private final BlockingQueue<Connection> idle = new ArrayBlockingQueue<>(MOST);

    SqliteReaders(String jdbcUrl) {
        this.jdbcUrl = jdbcUrl;
    }

    static Connection connect(String jdbcUrl) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_MILLIS);
        return DriverManager.getConnection(jdbcUrl, config.toProperties());
    }

    @Override
    public Connection openConnection() throws SQLException {
        permits.acquireUninterruptibly();
        Connection connection = idle.poll();
        if (connection != null) {
            return connection;
        }
        try {
            return connect(jdbcUrl);
        } catch (SQLException | RuntimeException | Error e) {
            permits.release();
            throw e;
        }
    }

    @Override
    public void closeConnection(Connection connection) throws SQLException {
        boolean kept = idle.offer(connection);
        permits.release();
        if (!kept) {
            connection.close();
        }
    }

    /** Closes the connections; those in use are waited for. */
    @Override
    public void close() {
        permits.acquireUninterruptibly(MOST);
        for (Connection each = idle.poll(); each != null; each = idle.poll()) {
            try {
                each.close();
            } catch (SQLException e) {
                // Nothing is lost: it only ever read.
            }
        }
    }
}
