package dev.gatehouse.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.net.URI;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.SerializableTransactionRunner;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL, which one node at a time writes to. */
final class PostgresEngine implements Engine {
    private static final int CONNECTIONS = 10;
    private static final int TRIES = 50;

    private final PostgresHold hold;
    private final HikariDataSource connections;
    private final Jdbi jdbi;

    private PostgresEngine(PostgresHold hold, HikariDataSource connections) {
        this.hold = hold;
        this.connections = connections;
        this.jdbi = Jdbi.create(connections);
        jdbi.setTransactionHandler(new SerializableTransactionRunner());
        jdbi.getConfig(SerializableTransactionRunner.Configuration.class).setMaxRetries(TRIES);
    }

    static PostgresEngine open(String url) {
        PostgresAddress address = PostgresAddress.parse(URI.create(url));
        PostgresHold hold = PostgresHold.take(address);
        try {
            return open(address, hold);
        } catch (RuntimeException e) {
            hold.close();
            throw e;
        }
    }

    private static PostgresEngine open(PostgresAddress address, PostgresHold hold) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("store");
        config.setJdbcUrl(address.jdbcUrl());
        config.setUsername(address.user());
        config.setPassword(address.password());
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        PostgresEngine engine = new PostgresEngine(hold, new HikariDataSource(config));
        try (Handle handle = engine.jdbi.open()) {
            Migrations.POSTGRESQL.apply(
                    handle, address.jdbcUrl(), address.user(), address.password());
            hold.begin();
        } catch (RuntimeException e) {
            engine.connections.close();
            throw e;
        }
        return engine;
    }

    @Override
    public <R extends @Nullable Object> R read(Function<Handle, R> work) {
        try (Handle handle = jdbi.open()) {
            return work.apply(handle);
        }
    }

    @Override
    public <R extends @Nullable Object> R write(Function<Handle, R> work) {
        hold.check();
        try (Handle handle = jdbi.open()) {
            return work.apply(handle);
        }
    }

    @Override
    public <R extends @Nullable Object> R transact(Function<Handle, R> work) {
        hold.check();
        return jdbi.inTransaction(TransactionIsolationLevel.SERIALIZABLE, work::apply);
    }

    @Override
    public void close() {
        connections.close();
        hold.close();
    }
}
