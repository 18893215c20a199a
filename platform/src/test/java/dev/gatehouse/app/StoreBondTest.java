package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.app.settings.Config;
import dev.gatehouse.app.settings.Settings;
import dev.gatehouse.app.settings.SettingsException;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.FileTrees;
import dev.gatehouse.store.Kind;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.sql.SqlStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** A data folder and a store that do not belong together are never taken for new ones. */
@Tag("node")
class StoreBondTest {
    @TempDir private Path temporary;

    @Test
    void rejectsAFolderWhoseDatabaseIsGone() throws IOException {
        Path data = used("data");
        Files.delete(data.resolve("gatehouse.db"));

        assertRejected(data, "its database is lost or another one; restore the database");
        assertRejected(data, "its database is lost or another one; restore the database");
    }

    @Test
    void rejectsADatabaseThatWasEmptied() throws IOException {
        Path data = used("data");
        Files.write(data.resolve("gatehouse.db"), new byte[0]);

        assertRejected(data, "the store is empty, but the data folder " + data + " is not");
    }

    @Test
    void rejectsAnEmptyStoreForAFolderOfAnEarlierBuild() throws IOException {
        Path data = used("data");
        Files.delete(data.resolve("gatehouse.db"));
        Files.delete(data.resolve("store-id"));

        assertRejected(data, "the store is empty, but the data folder " + data + " is not");
    }

    @Test
    void rejectsTheStoreOfAnotherFolder() throws IOException {
        Path data = used("data");
        Path other = used("other");
        Files.delete(data.resolve("gatehouse.db"));
        Files.copy(other.resolve("gatehouse.db"), data.resolve("gatehouse.db"));

        assertRejected(data, "the store belongs to the data folder " + other + ", not to " + data);
        assertThat(object(data)).exists();
    }

    @Test
    void rejectsAStoreWhoseFolderIsEmpty() throws IOException {
        Path data = used("data");
        FileTrees.delete(data.resolve("s3"));
        Files.delete(data.resolve("store-id"));

        assertRejected(data, "the data folder " + data + " is empty, but its store is not");
    }

    @Test
    void takesStrangersTogetherWhenTold() throws IOException {
        Path data = used("data");
        Files.delete(data.resolve("gatehouse.db"));

        Node.start(config(data, Map.of("adopt", "true"))).close();
        Node.start(config(data, Map.of())).close();

        assertThat(object(data)).exists();
    }

    @Test
    void aFolderAndItsDatabaseMayMove() throws IOException {
        Path data = used("data");
        Path moved = Files.move(data, temporary.resolve("moved"));

        Node.start(config(moved, Map.of())).close();
    }

    @Test
    void goesOnWithAFolderOfAnEarlierBuild() throws IOException {
        Path data = used("data");
        Files.delete(data.resolve("store-id"));
        try (SqlStore store = SqlStore.open("sqlite:" + data.resolve("gatehouse.db"))) {
            store.documents(new Kind<>("store.identity", Map.class))
                    .deleteAll(Scope.global(AccountId.DEFAULT), "");
        }

        Node.start(config(data, Map.of())).close();

        assertThat(data.resolve("store-id")).exists();
    }

    @Test
    void whatTheNodeKeepsIsForItsUserAlone() throws IOException {
        Path data = used("data");

        assertThat(Files.getPosixFilePermissions(data))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(readableByOthers(data)).isEmpty();
    }

    @Test
    void closesWhatAnEarlierBuildLeftOpen() throws IOException {
        Path data = used("data");
        // No such build had these, and none is taken that others may have read.
        Set<String> secrets = Set.of("master-key", "root-credentials");
        try (Stream<Path> all = Files.walk(data)) {
            for (Path each :
                    all.filter(file -> !secrets.contains(file.getFileName().toString())).toList()) {
                Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }

        Node.start(config(data, Map.of())).close();

        assertThat(Files.getPosixFilePermissions(data))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(readableByOthers(data.resolve("s3"))).isEmpty();
    }

    /** Sandboxes aside, whose files other users read where they are mounted. */
    private static List<Path> readableByOthers(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("/sandboxes/"))
                    .filter(StoreBondTest::isOpen)
                    .toList();
        }
    }

    private static boolean isOpen(Path file) {
        try {
            return Files.getPosixFilePermissions(file).stream()
                    .anyMatch(right -> !right.name().startsWith("OWNER_"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertRejected(Path data, String message) {
        assertThatThrownBy(() -> Node.start(config(data, Map.of())))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(message);
    }

    /** A folder of a node that kept an object. */
    private Path used(String name) {
        Path data = temporary.resolve(name);
        try (Node node = Node.start(config(data, Map.of()));
                S3Client s3 = LiveNode.of(node).client(S3Client.builder().forcePathStyle(true))) {
            s3.createBucket(r -> r.bucket("kept"));
            s3.putObject(r -> r.bucket("kept").key("object"), RequestBody.fromString("content"));
        }
        return data;
    }

    private static Path object(Path data) throws IOException {
        try (Stream<Path> all = Files.walk(data.resolve("s3"))) {
            return all.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
    }

    private static Config config(Path data, Map<String, String> more) {
        return Config.of(new Settings(Map.of("data", data.toString(), "port", "0")).with(more));
    }
}
