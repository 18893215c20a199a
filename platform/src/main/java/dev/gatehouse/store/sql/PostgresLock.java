package dev.gatehouse.store.sql;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Kind;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.StoreException;
import java.util.Optional;
import java.util.Properties;

/**
 * A connection that takes the lock of a database's schema, and what the node that holds the lock
 * leaves there: its mark. PostgreSQL frees the lock when the connection ends, however it ends.
 */
final class PostgresLock implements AutoCloseable {
    /** Tells this lock from those of other programs: "gate" in ASCII. */
    private static final int GATEHOUSE = 0x67617465;

    private static final String SCHEMA = "hashtext(current_schema())";
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final Kind<Holder> HOLDERS = new Kind<>("store.holder", Holder.class);

    /** The mark belongs to no account. */
    private static final Scope SCOPE = Scope.global(AccountId.DEFAULT);

    private static final String ONLY = "node";

    private final Statements connection;

    private PostgresLock(Statements connection) {
        this.connection = connection;
    }

    /** The node that took the lock last. */
    private record Holder(String node) {}

    /**
     * Connects. Either end hears of the other's silent death within half a minute, not after the
     * hours that TCP would take.
     *
     * @throws StoreException when the database cannot be reached; the message says why
     */
    static PostgresLock connect(PostgresAddress address) {
        Statements connection = Statements.connect(address.jdbcUrl(), options(address));
        connection.execute("SET tcp_keepalives_idle = 10");
        connection.execute("SET tcp_keepalives_interval = 5");
        connection.execute("SET tcp_keepalives_count = 3");
        connection.execute("SET lock_timeout = '2s'");
        return new PostgresLock(connection);
    }

    /** How a connection is opened that lasts, beside those of the pool. */
    static Properties options(PostgresAddress address) {
        Properties options = new Properties();
        if (address.user() != null) {
            options.setProperty("user", address.user());
        }
        if (address.password() != null) {
            options.setProperty("password", address.password());
        }
        options.setProperty("ApplicationName", "gatehouse");
        // A standby gives locks, too, but none that counts elsewhere.
        options.setProperty("targetServerType", "primary");
        options.setProperty("connectTimeout", "10");
        options.setProperty("socketTimeout", "20");
        return options;
    }

    /**
     * Takes the lock, unless another holder keeps it for two seconds more: PostgreSQL needs a
     * moment to see that a process was killed.
     */
    boolean tryLock() {
        try {
            connection.execute("SELECT pg_advisory_lock(%d, %s)".formatted(GATEHOUSE, SCHEMA));
            return true;
        } catch (StoreException e) {
            if (Statements.state(e).equals(LOCK_NOT_AVAILABLE)) {
                return false;
            }
            throw e;
        }
    }

    /** Whose the lock is, as far as this user may see it: an address, and since when. */
    Optional<String> holder() {
        String sql =
                """
                SELECT coalesce(host(client_addr), 'the database''s machine')
                       || ', connected since ' || date_trunc('second', backend_start)
                FROM pg_locks JOIN pg_stat_activity USING (pid)
                WHERE locktype = 'advisory' AND granted AND objsubid = 2
                  AND datname = current_database() AND backend_start IS NOT NULL
                  AND classid = CAST(%d AS oid)
                  AND CAST(objid AS bigint) = CAST(%s AS bigint) & 4294967295
                """
                        .formatted(GATEHOUSE, SCHEMA);
        return connection.query(sql, row -> row.getString(1)).stream().findFirst();
    }

    /** Leaves the mark of the node that holds the lock. */
    void mark(String node) {
        Documents<Holder> marks = marks();
        marks.delete(SCOPE, ONLY);
        marks.insert(SCOPE, ONLY, new Holder(node));
    }

    /** Whether no other node has left its mark since this one did. */
    boolean isMarked(String node) {
        return marks().find(SCOPE, ONLY)
                .map(mark -> mark.value().node().equals(node))
                .orElse(false);
    }

    private Documents<Holder> marks() {
        return new SqlDocuments<>(HOLDERS, Session.within(connection));
    }

    /** Whether the connection, and with it the lock, is still there. */
    boolean isAlive() {
        try {
            connection.execute("SELECT 1");
            return true;
        } catch (StoreException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (StoreException e) {
            // It was lost before.
        }
    }
}
