package dev.gatehouse.lambda.warm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.lambda.runtimes.RuntimeSetup.ClassArchive;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("unit")
class ArchiveFilesTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir Path clients;
    private ClassArchive archive;

    @BeforeEach
    void archive() {
        archive = new ClassArchive(clients.resolve("java-client-17"), List.of(), List.of());
    }

    @Test
    void thoseOfVersionsThatStartsUsedLastStay() throws IOException {
        Path clientsOwn = kept("level", HOUR.multipliedBy(100), 1);
        Path oldest = kept("level-oldest", HOUR.multipliedBy(99), 1);
        for (int each = 1; each < ArchiveFiles.MOST; each++) {
            kept("level-" + each, HOUR.multipliedBy(each), 1);
        }
        sweep();
        assertThat(oldest).exists();
        kept("level-new", Duration.ZERO, 1);
        sweep();
        assertThat(oldest).doesNotExist();
        assertThat(clientsOwn).exists();
        assertThat(archive.folder()).isDirectoryContaining("glob:**level-49");
    }

    @Test
    void thoseOfVersionsHaveTwoGigabytesAtMost() throws IOException {
        Path first = kept("level-1", HOUR, 1L << 30);
        Path second = kept("level-2", HOUR.multipliedBy(2), 1L << 30);
        Path third = kept("level-3", HOUR.multipliedBy(3), 1);
        sweep();
        assertThat(List.of(first, second)).allMatch(Files::exists);
        assertThat(third).doesNotExist();
    }

    @Test
    void whatIsTooMuchStaysWhileAStartMayBeAboutToUseIt() throws IOException {
        kept("level-1", Duration.ZERO, 2L << 30);
        Path second = kept("level-2", Duration.ofMinutes(9), 1);
        sweep();
        assertThat(second).exists();
    }

    @Test
    void whatNoStartUsedForAMonthGoesAndWhatAKilledNodeLeft() throws IOException {
        Path unused = kept("level-1", Duration.ofDays(31), 1);
        Path draft = aged(Files.createDirectories(archive.folder().resolve("draft1")), HOUR);
        Path fresh = Files.createDirectories(archive.folder().resolve("draft2"));
        Path other = Files.createDirectories(clients.resolve("java-client/lib"));
        aged(other, Duration.ofDays(31));
        sweep();
        assertThat(List.of(unused, draft)).noneMatch(Files::exists);
        assertThat(List.of(fresh, other)).allMatch(Files::exists);
    }

    private void sweep() {
        new ArchiveFiles(Clock.SYSTEM).sweep(archive);
    }

    private Path kept(String name, Duration unused, long bytes) throws IOException {
        Path folder = Files.createDirectories(archive.folder().resolve(name));
        Path file = folder.resolve(ClassArchive.FILE);
        // Sparse: it takes no room.
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(bytes);
        }
        return aged(folder, unused);
    }

    private static Path aged(Path folder, Duration age) throws IOException {
        return Files.setLastModifiedTime(folder, FileTime.from(Instant.now().minus(age)));
    }
}
