package dev.gatehouse.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.Blobs;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Kind;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small disk of its own, which only root can have mounted. */
@Tag("node")
final class FullDiskTest {
    private static final Scope SCOPE = Scope.global(AccountId.DEFAULT);
    private static final Kind<Line> KIND = new Kind<>("test.line", Line.class);

    @TempDir Path folder = Path.of("");

    private Path disk = Path.of("");

    private record Line(String text) {}

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        boolean mounted =
                run("mount", "-t", "tmpfs", "-o", "size=2m", "gatehouse-test", disk.toString());
        assumeTrue(mounted, "mounting needs root");
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", "-l", disk.toString());
    }

    @Test
    void aWriteSaysThatThereIsNoSpaceAndWhere() {
        try (SqlStore store = SqlStore.open("sqlite:" + disk.resolve("full.db"))) {
            Documents<Line> lines = store.documents(KIND);
            assertThatThrownBy(
                            () -> {
                                for (int i = 0; true; i++) {
                                    lines.insert(SCOPE, "id" + i, new Line("x".repeat(50_000)));
                                }
                            })
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessage("no space left in " + disk);
            assertThat(lines.count(SCOPE, "")).isPositive();
        }
    }

    @Test
    void aStartSaysThatThereIsNoSpaceAndWhere() throws IOException {
        Path database = disk.resolve("full.db");
        SqlStore.open("sqlite:" + database).close();
        fill();

        assertThatThrownBy(
                        () -> {
                            try (SqlStore store = SqlStore.open("sqlite:" + database)) {
                                store.documents(KIND).insert(SCOPE, "id", new Line("x"));
                            }
                        })
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessage("no space left in " + disk);
    }

    @Test
    void aBlobSaysThatThereIsNoSpaceAndWhere() {
        Blobs blobs = Blobs.open(disk.resolve("blobs"), Clock.SYSTEM);

        assertThatThrownBy(() -> blobs.put(new byte[3_000_000]))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessage("no space left in " + disk.resolve("blobs"));
    }

    private void fill() {
        try (var file = Files.newOutputStream(disk.resolve("filler"))) {
            while (true) {
                file.write(new byte[4096]);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    }
}
