package dev.gatehouse.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.store.Kind;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.StoreException;
import dev.gatehouse.testkit.Eventually;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** One node at a time has a PostgreSQL, on a real one. */
@Tag("node")
final class PostgresHoldTest {
    private static final Kind<Note> NOTES = new Kind<>("test.held", Note.class);
    private static final Scope HERE = new Scope(AccountId.DEFAULT, Region.DEFAULT);
    private static final String LOCKS =
            " FROM pg_locks JOIN pg_database d ON d.oid = database"
                    + " WHERE locktype = 'advisory' AND datname = current_database()";

    private final String url = Databases.POSTGRESQL.freshUrl(Path.of(""));
    private final Statements server = connect(url);

    record Note(String text) {}

    @Test
    void rejectsASecondNodeOnTheDatabaseAndSaysWhereTheFirstOneIs() {
        try (Store first = SqlStore.open(url)) {
            assertThatThrownBy(() -> SqlStore.open(url))
                    .isInstanceOf(StoreException.class)
                    .hasMessageMatching(
                            "another node runs on this database \\(from 127\\.0\\.0\\.1, connected"
                                    + " since \\S+ \\S+\\); stop it, or choose another --set store:"
                                    + " nodes cannot share one yet");

            write(first, "still");
        }
        SqlStore.open(url).close();
    }

    @Test
    void nodesOnDifferentSchemasOfADatabaseDoNotMeet() {
        server.execute("CREATE SCHEMA other");

        try (Store first = SqlStore.open(url);
                Store second = SqlStore.open(url + "?currentSchema=other")) {
            write(first, "a");
            assertThat(second.documents(NOTES).find(HERE, "a")).isEmpty();
        }
    }

    @Test
    void saysWhyADatabaseCannotBeReached() {
        assertThatThrownBy(() -> SqlStore.open("postgresql://postgres@127.0.0.1:1/none"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(
                        "cannot open the database: Connection to 127.0.0.1:1 refused");
    }

    @Test
    void takesTheDatabaseBackWhenItsConnectionWasLost() throws Exception {
        try (Store store = SqlStore.open(url);
                Messages messages = new Messages()) {
            loseTheLock();

            Eventually.holds(() -> messages.have(Level.WARN, "has its lock on the database back"));
            assertThat(messages.have(Level.WARN, "Nothing is written until")).isTrue();
            write(store, "after");
            assertThatThrownBy(() -> SqlStore.open(url)).hasMessageContaining("another node runs");
        }
    }

    @Test
    void doesNotTakeALockOnAServerThatCannotWriteForTheDatabase() throws Exception {
        String name = url.substring(url.lastIndexOf('/') + 1);
        try (Store store = SqlStore.open(url);
                Messages messages = new Messages()) {
            readOnly(name, true);
            loseTheLock();
            Eventually.holds(() -> messages.have(Level.WARN, "Nothing is written until"));
            Eventually.holds(
                    () ->
                            messages.have(
                                    Level.WARN, "not back yet: cannot open the database: Could"));
            Eventually.stays(
                    Duration.ofMillis(1_500),
                    () -> !messages.have(Level.WARN, "has its lock on the database back"));
            assertThatThrownBy(() -> write(store, "early"))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("nothing is written until");

            readOnly(name, false);
            Eventually.holds(() -> messages.have(Level.WARN, "has its lock on the database back"));
        }
    }

    /** What a demoted server says of itself. */
    private void readOnly(String database, boolean yes) {
        server.execute(
                "ALTER DATABASE %s SET default_transaction_read_only = %s"
                        .formatted(database, yes));
    }

    @Test
    void neverWritesAgainOnceAnotherNodeHadTheDatabase() throws Exception {
        try (Store first = SqlStore.open(url);
                Messages messages = new Messages()) {
            write(first, "before");
            CompletableFuture<Store> waiting =
                    CompletableFuture.supplyAsync(() -> SqlStore.open(url));
            Eventually.holds(() -> count("NOT granted") == 1);
            loseTheLock();
            try (Store second = waiting.join()) {
                Eventually.holds(
                        () -> messages.have(Level.ERROR, "ANOTHER NODE HAS TAKEN THE DATABASE"));

                assertThatThrownBy(() -> write(first, "late"))
                        .isInstanceOf(StoreException.class)
                        .hasMessageContaining("another node has taken the database over");
                assertThatThrownBy(() -> first.transact(tx -> tx.documents(NOTES)))
                        .isInstanceOf(StoreException.class);
                assertThat(first.documents(NOTES).find(HERE, "before")).isPresent();
                write(second, "its own");
            }

            assertThatThrownBy(() -> write(first, "after")).isInstanceOf(StoreException.class);
            SqlStore.open(url).close();
        }
    }

    private static void write(Store store, String id) {
        store.documents(NOTES).insert(HERE, id, new Note("x"));
    }

    private void loseTheLock() {
        server.execute("SELECT pg_terminate_backend(pid)" + LOCKS + " AND granted");
    }

    private int count(String which) {
        return server.number("SELECT count(*)" + LOCKS + " AND " + which);
    }

    private static Statements connect(String url) {
        PostgresAddress address = PostgresAddress.parse(URI.create(url));
        Properties user = new Properties();
        user.setProperty("user", Objects.requireNonNull(address.user()));
        return Statements.connect(address.jdbcUrl(), user);
    }

    @AfterEach
    void disconnect() {
        server.close();
    }

    /** What the hold says in the node's log. */
    private static final class Messages implements AutoCloseable {
        private final Logger logger = (Logger) LoggerFactory.getLogger(PostgresHold.class);
        private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

        Messages() {
            appender.start();
            logger.addAppender(appender);
        }

        boolean have(Level level, String part) {
            return List.copyOf(appender.list).stream()
                    .anyMatch(
                            event ->
                                    event.getLevel() == level
                                            && event.getFormattedMessage().contains(part));
        }

        @Override
        public void close() {
            logger.detachAppender(appender);
        }
    }
}
