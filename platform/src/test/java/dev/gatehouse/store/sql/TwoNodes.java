package dev.gatehouse.store.sql;

import dev.gatehouse.testkit.Eventually;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;

/**
 * Two nodes on one PostgreSQL, of which the first has lost the database to the second: it writes
 * nothing more, and reads what the second one changes.
 */
public record TwoNodes(SqlStore reader, SqlStore writer, Server server) implements AutoCloseable {
    /** What an operator does to the server. */
    public static final class Server implements AutoCloseable {
        private static final String LOCKS =
                " FROM pg_locks JOIN pg_database d ON d.oid = database"
                        + " WHERE locktype = 'advisory' AND datname = current_database()";

        private final Statements statements;

        Server(String url) {
            PostgresAddress address = PostgresAddress.parse(URI.create(url));
            Properties user = new Properties();
            user.setProperty("user", Objects.requireNonNull(address.user()));
            this.statements = Statements.connect(address.jdbcUrl(), user);
        }

        /** Ends the connections of those who hear of changes. */
        public void endListeners() {
            statements.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname ="
                            + " current_database() AND pid <> pg_backend_pid() AND query LIKE"
                            + " 'SELECT * FROM changes%'");
        }

        /** As if so much had changed that what a node missed is not kept any more. */
        public void forgetChanges() {
            statements.execute("DELETE FROM changes");
        }

        void endLock() {
            statements.execute("SELECT pg_terminate_backend(pid)" + LOCKS + " AND granted");
        }

        boolean isAwaited() {
            return statements.number("SELECT count(*)" + LOCKS + " AND NOT granted") == 1;
        }

        @Override
        public void close() {
            statements.close();
        }
    }

    /** Opens both on a fresh database. */
    public static TwoNodes open() {
        String url = Databases.POSTGRESQL.freshUrl(Path.of(""));
        Server server = new Server(url);
        SqlStore first = SqlStore.open(url, Duration.ofSeconds(5), "first");
        CompletableFuture<SqlStore> waiting =
                CompletableFuture.supplyAsync(
                        () -> SqlStore.open(url, Duration.ofSeconds(5), "second"));
        Eventually.holds(server::isAwaited);
        server.endLock();
        return new TwoNodes(first, waiting.join(), server);
    }

    @Override
    public void close() {
        reader.close();
        writer.close();
        server.close();
    }
}
