package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.app.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("unit")
final class DataFolderTest {
    @TempDir private Path data;

    /**
     * Closing any channel of a locked file would give the lock up, to a node of another process.
     */
    @Test
    void aFolderStaysItsNodesWhileAnotherOfTheProcessAsksForIt() throws IOException {
        try (DataFolder held = DataFolder.lock(data)) {
            Object inode = Files.getAttribute(data.resolve("lock"), "unix:ino");

            assertThatThrownBy(() -> DataFolder.lock(data)).isInstanceOf(SettingsException.class);
            assertThat(Files.readString(Path.of("/proc/locks"))).contains(":" + inode + " ");
            assertThat(held.logs()).isEqualTo(data.resolve("logs"));
        }
    }

    @Test
    void aFolderIsFreeAgainWhenItsNodeIsGone() throws IOException {
        DataFolder.lock(data).close();

        try (DataFolder again = DataFolder.lock(data)) {
            assertThat(again.logs()).isEqualTo(data.resolve("logs"));
        }
    }

    @Test
    void aFolderThatCouldNotBeLockedIsFreeOnceItCan() throws IOException {
        Path inTheWay = Files.createDirectory(data.resolve("lock"));
        assertThatThrownBy(() -> DataFolder.lock(data)).isInstanceOf(SettingsException.class);
        Files.delete(inTheWay);

        try (DataFolder held = DataFolder.lock(data)) {
            assertThat(held.logs()).isEqualTo(data.resolve("logs"));
        }
    }
}
