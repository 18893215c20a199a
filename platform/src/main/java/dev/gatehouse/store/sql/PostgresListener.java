package dev.gatehouse.store.sql;

import dev.gatehouse.store.StoreException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.PGConnection;

/** A connection that hears PostgreSQL's notifications. */
final class PostgresListener implements AutoCloseable {
    private final Connection connection;
    private final Statements statements;

    private PostgresListener(Connection connection, Statements statements) {
        this.connection = connection;
        this.statements = statements;
    }

    /**
     * @throws StoreException when the database cannot be reached
     */
    static PostgresListener connect(PostgresAddress address) {
        try {
            Connection connection =
                    DriverManager.getConnection(address.jdbcUrl(), PostgresLock.options(address));
            return new PostgresListener(connection, new Statements(connection, address.jdbcUrl()));
        } catch (SQLException e) {
            throw SqlFailures.opening(address.jdbcUrl(), e);
        }
    }

    Statements statements() {
        return statements;
    }

    void listen(String channel) {
        statements.execute("LISTEN \"" + channel + '"');
    }

    /** Waits for a notification; returns without one after a while. */
    void await(Duration longest) {
        try {
            connection.unwrap(PGConnection.class).getNotifications((int) longest.toMillis());
        } catch (SQLException e) {
            throw new StoreException("the connection that hears of changes is lost", e);
        }
    }

    @Override
    public void close() {
        try {
            statements.close();
        } catch (StoreException lost) {
            // It was lost before.
        }
    }
}
