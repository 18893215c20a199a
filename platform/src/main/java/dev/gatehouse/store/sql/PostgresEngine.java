package dev.gatehouse.store.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.gatehouse.store.ChangeFeed;
import dev.gatehouse.store.DocumentChange;
import dev.gatehouse.store.StoreException;
import dev.gatehouse.store.StoreUnavailableException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL, which one node at a time writes to. */
final class PostgresEngine implements Engine {
    private static final int CONNECTIONS = 10;
    private static final int TRIES = 50;

    /** PostgreSQL's request to run a transaction again, since another one was in its way. */
    private static final String SERIALIZATION_FAILURE = "40001";

    private final PostgresHold hold;
    private final HikariDataSource connections;
    private final PostgresChanges changes;
    private final String owner;

    private PostgresEngine(
            PostgresHold hold,
            HikariDataSource connections,
            PostgresChanges changes,
            String owner) {
        this.hold = hold;
        this.connections = connections;
        this.changes = changes;
        this.owner = owner;
    }

    /**
     * @param patience how long a call waits for the server before it fails
     * @param owner whose claims of messages are this node's
     */
    static PostgresEngine open(String url, Duration patience, String owner) {
        PostgresAddress address = PostgresAddress.parse(URI.create(url));
        PostgresHold hold = PostgresHold.take(address);
        try {
            return open(address, hold, patience, owner);
        } catch (RuntimeException e) {
            hold.close();
            throw e;
        }
    }

    private static PostgresEngine open(
            PostgresAddress address, PostgresHold hold, Duration patience, String owner) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("store");
        config.setJdbcUrl(address.jdbcUrl());
        config.setUsername(address.user());
        config.setPassword(address.password());
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(patience.toMillis());
        config.addDataSourceProperty("connectTimeout", String.valueOf(patience.toSeconds()));
        config.addDataSourceProperty("socketTimeout", String.valueOf(patience.toSeconds()));
        PostgresEngine engine =
                new PostgresEngine(
                        hold, new HikariDataSource(config), new PostgresChanges(address), owner);
        try (Statements statements = engine.connection()) {
            Migrations.POSTGRESQL.apply(
                    statements, address.jdbcUrl(), address.user(), address.password());
            hold.begin();
            SqlQueue.endClaims(statements, owner);
        } catch (RuntimeException e) {
            engine.connections.close();
            throw e;
        }
        return engine;
    }

    @Override
    public <R extends @Nullable Object> R read(Function<Statements, R> work) {
        try (Statements statements = connection()) {
            return work.apply(statements);
        }
    }

    @Override
    public <R extends @Nullable Object> R write(Function<Statements, R> work) {
        hold.check();
        try (Statements statements = connection()) {
            return work.apply(statements);
        }
    }

    @Override
    public <R extends @Nullable Object> R transact(Function<Statements, R> work) {
        hold.check();
        for (int tries = 1; ; tries++) {
            try (Statements statements = connection()) {
                return transactOnce(statements, work);
            } catch (StoreException e) {
                if (tries == TRIES || !Statements.state(e).equals(SERIALIZATION_FAILURE)) {
                    throw e;
                }
            }
        }
    }

    @Override
    public ChangeFeed changes() {
        return changes;
    }

    @Override
    public String owner() {
        return owner;
    }

    @Override
    public String skipLocked() {
        return " FOR UPDATE SKIP LOCKED";
    }

    @Override
    public void close() {
        changes.close();
        connections.close();
        hold.close();
    }

    private Statements connection() {
        try {
            return new Statements(connections.getConnection(), connections.getJdbcUrl());
        } catch (SQLException e) {
            throw new StoreUnavailableException(
                    "no connection to the database: " + e.getMessage(), e);
        }
    }

    private <R extends @Nullable Object> R transactOnce(
            Statements statements, Function<Statements, R> work) {
        statements.execute("BEGIN ISOLATION LEVEL SERIALIZABLE");
        try {
            R result = work.apply(statements);
            List<DocumentChange> made = changes.record(statements);
            commit(statements, made);
            changes.tell(made);
            return result;
        } catch (RuntimeException | Error e) {
            rollBack(statements, e);
            throw e;
        }
    }

    /** A connection may break after the commit was made and before that was said. */
    private void commit(Statements statements, List<DocumentChange> made) {
        try {
            statements.execute("COMMIT");
        } catch (StoreException e) {
            if (!made.isEmpty() && !Statements.state(e).equals(SERIALIZATION_FAILURE)) {
                changes.unconfirmed();
            }
            throw e;
        }
    }

    private static void rollBack(Statements statements, Throwable failure) {
        try {
            statements.execute("ROLLBACK");
        } catch (StoreException lost) {
            failure.addSuppressed(lost);
        }
    }
}
