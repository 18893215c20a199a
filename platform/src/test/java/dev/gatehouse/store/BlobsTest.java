package dev.gatehouse.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.kernel.TurnableClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("node")
final class BlobsTest {
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

    private static final int ROUNDS = 2_000;

    @TempDir Path folder = Path.of("");
    private final TurnableClock clock = new TurnableClock();
    private Blobs blobs;

    @BeforeEach
    void open() {
        blobs = Blobs.open(folder, clock);
    }

    @Test
    void namesABlobByTheSha256OfItsContent() throws IOException {
        BlobKey key = blobs.put(HELLO);

        assertThat(key.sha256())
                .isEqualTo("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
        assertThat(key.base64()).isEqualTo("LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=");
        try (InputStream content = blobs.open(key)) {
            assertThat(content.readAllBytes()).isEqualTo(HELLO);
        }
    }

    @Test
    void keepsTheSameContentOnce() throws IOException {
        Path file = Files.write(folder.resolve("source"), HELLO);

        assertThat(blobs.put(file)).isEqualTo(blobs.put(HELLO));
        assertThat(filesUnder(folder.resolve("2c"))).isEqualTo(1);
    }

    @Test
    void writesKnownBytesNoSecondTime() throws IOException {
        BlobKey key = blobs.put(HELLO);
        Files.delete(folder.resolve("incoming"));

        assertThat(blobs.put(HELLO)).isEqualTo(key);
    }

    @Test
    void sparesFromTheSweepWhatWasPutAgain() {
        blobs.put(HELLO);
        sweep();
        clock.turn(Unreferenced.APART);

        blobs.put(HELLO);

        assertThat(sweep()).isZero();
    }

    /** A sweep looks at a blob's age and then deletes it: a put may come between. */
    @Test
    void keepsWhatIsPutAgainDuringASweep() throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        BlobKey key = blobs.put(HELLO);
        try (ExecutorService sweeper = Executors.newSingleThreadExecutor()) {
            for (int round = 0; round < ROUNDS; round++) {
                sweep();
                clock.turn(Unreferenced.APART);
                Future<Integer> swept =
                        sweeper.submit(
                                () -> {
                                    start.await();
                                    return sweep();
                                });
                start.await();
                blobs.put(HELLO);

                swept.get();
                assertThat(has(key)).as("round %d", round).isTrue();
            }
        }
    }

    @Test
    void leavesNothingBehindWhenTheSourceFails() throws IOException {
        InputStream failing =
                new InputStream() {
                    private int left = 100_000;

                    @Override
                    public int read() throws IOException {
                        if (left == 0) {
                            throw new IOException("cut");
                        }
                        left--;
                        return 'x';
                    }
                };

        assertThatThrownBy(() -> blobs.put(failing)).isInstanceOf(UncheckedIOException.class);
        assertThat(filesUnder(folder)).isZero();
    }

    @Test
    void clearsWhatAKilledNodeLeftUnfinished() throws IOException {
        Files.write(folder.resolve("incoming").resolve("draft"), HELLO);

        Blobs.open(folder, clock);

        assertThat(filesUnder(folder)).isZero();
    }

    @Test
    void deletesABlob() {
        BlobKey key = blobs.put(HELLO);

        assertThat(blobs.delete(key)).isTrue();
        assertThat(blobs.delete(key)).isFalse();
        assertThat(has(key)).isFalse();
        assertThatThrownBy(() -> blobs.open(key)).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void sweepsWhatNobodyNeededTwiceHoursApart() {
        BlobKey live = blobs.put(HELLO);
        BlobKey dead = blobs.put(new byte[] {1});

        assertThat(sweep(live)).isZero();
        clock.turn(Duration.ofHours(1));
        assertThat(sweep(live)).isZero();
        clock.turn(Duration.ofHours(2));
        assertThat(sweep(live)).isEqualTo(1);
        assertThat(has(live)).isTrue();
        assertThat(has(dead)).isFalse();
    }

    @Test
    void remembersWhatASweepFoundWhenTheNodeStartsAgain() {
        blobs.put(HELLO);
        sweep();
        clock.turn(Unreferenced.APART);

        blobs = Blobs.open(folder, clock);

        assertThat(sweep()).isEqualTo(1);
    }

    @Test
    void anEmptiedStoreCostsNothingOnceItIsBack() {
        BlobKey key = blobs.put(HELLO);
        sweep();
        clock.turn(Unreferenced.APART);
        sweep(key);

        assertThat(sweep()).isZero();
        assertThat(has(key)).isTrue();
    }

    @Test
    void nobodyElseMayReadABlob() throws IOException {
        BlobKey key = blobs.put(HELLO);

        assertThat(Files.getPosixFilePermissions(blobs.path(key)))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(folder.resolve("2c")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    private int sweep(BlobKey... live) {
        return blobs.sweep(Set.of(live), Blobs.Companion.NONE);
    }

    private boolean has(BlobKey key) {
        return Files.exists(blobs.path(key));
    }

    private static long filesUnder(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).count();
        }
    }
}
