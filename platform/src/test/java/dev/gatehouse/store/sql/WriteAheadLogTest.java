package dev.gatehouse.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.store.Kind;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.StoreException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start says of the log that a killed node left. */
@Tag("node")
final class WriteAheadLogTest {
    private static final Scope SCOPE = Scope.global(AccountId.DEFAULT);
    private static final Kind<Line> KIND = new Kind<>("test.line", Line.class);
    private static final int LINES = 20;

    @TempDir Path folder = Path.of("");

    private record Line(String text) {}

    @Test
    void aKilledNodesCommitsAreThere() throws IOException {
        try (SqlStore store = SqlStore.open("sqlite:" + killed())) {
            assertThat(store.documents(KIND).count(SCOPE, "")).isEqualTo(LINES);
        }
    }

    @Test
    void saysThatAnEmptiedLogLostChanges() throws IOException {
        Path database = killed();
        Files.write(wal(database), new byte[0]);

        assertLost(database, "the last changes of " + database + " are lost");
    }

    @Test
    void saysThatAMissingLogLostChanges() throws IOException {
        Path database = killed();
        Files.delete(wal(database));

        assertLost(database, "the last changes of " + database + " are lost");
    }

    @Test
    void saysThatADamagedPageLostChanges() throws IOException {
        Path database = killed();
        overwrite(wal(database), Files.size(wal(database)) / 2);

        assertLost(database, "-wal is damaged");
    }

    @Test
    void saysThatADamagedHeaderLostChanges() throws IOException {
        Path database = killed();
        overwrite(wal(database), 4);

        assertLost(database, "-wal is damaged");
    }

    /** A power cut may leave the last transaction, which was never acknowledged, half written. */
    @Test
    void takesATornEndForWhatItIs() throws IOException {
        Path database = killed();
        overwrite(wal(database), Files.size(wal(database)) - 100);

        try (SqlStore store = SqlStore.open("sqlite:" + database)) {
            assertThat(store.documents(KIND).count(SCOPE, "")).isEqualTo(LINES - 1);
        }
    }

    @Test
    void startsWithoutTheLostChangesOnceTheMarkIsDeleted() throws IOException {
        Path database = killed();
        Files.write(wal(database), new byte[0]);
        Files.delete(beside(database, "-open"));

        SqlStore.open("sqlite:" + database).close();
    }

    @Test
    void aStoppedStoreLeavesNothingButItsDatabase() throws IOException {
        Path database = folder.resolve("stopped.db");
        try (SqlStore store = SqlStore.open("sqlite:" + database)) {
            store.documents(KIND).insert(SCOPE, "one", new Line("x"));
        }

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(database);
        }
    }

    @Test
    void saysThatADatabaseIsDamaged() throws IOException {
        Path database = folder.resolve("damaged.db");
        SqlStore.open("sqlite:" + database).close();
        overwrite(database, 8);

        assertLost(database, "the database " + database + " is damaged");
    }

    private static void assertLost(Path database, String message) {
        assertThatThrownBy(() -> SqlStore.open("sqlite:" + database))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("from a backup");
    }

    /** The files as they are when a node is killed: copied while a store is open. */
    private Path killed() throws IOException {
        Path open = folder.resolve("open.db");
        Path copy = Files.createDirectory(folder.resolve("killed")).resolve("open.db");
        try (SqlStore store = SqlStore.open("sqlite:" + open)) {
            for (int i = 0; i < LINES; i++) {
                store.documents(KIND).insert(SCOPE, "line" + i, new Line("x".repeat(1_000)));
            }
            for (String suffix : List.of("", "-wal", "-shm", "-open")) {
                Files.copy(beside(open, suffix), beside(copy, suffix));
            }
        }
        return copy;
    }

    private static void overwrite(Path file, long at) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(at);
            bytes.write("garbage!".getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static Path wal(Path database) {
        return beside(database, "-wal");
    }

    private static Path beside(Path database, String suffix) {
        return database.resolveSibling(database.getFileName() + suffix);
    }
}
