package dev.gatehouse.http.blocking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gatehouse.http.BodyRejectedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("unit")
class BodyDraftTest {
    private static final int MIB = 1024 * 1024;

    @TempDir private Path folder;

    private Admission admission(long memory, long disk) {
        return new Admission(
                new BlockingLimits(
                        4 * MIB,
                        8 * MIB,
                        new BlockingLimits.Unverified(memory, memory, disk, disk),
                        1),
                folder);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    @Test
    void aShortBodyStaysInMemory() throws IOException {
        byte[] body = random(300_000);
        try (BodyDraft draft = new BodyDraft(admission(MIB, 0), "a")) {
            draft.fill(new ByteArrayInputStream(body), MIB);
            assertThat(draft.bytes()).isEqualTo(body);
            assertThat(draft.sha256Hex()).isEqualTo(Sha256.hex(body));
        }
    }

    @Test
    void aLongBodyIsKeptInAFileWithoutAName() throws IOException {
        byte[] body = random(3 * MIB);
        try (BodyDraft draft = new BodyDraft(admission(MIB, 4 * MIB), "a")) {
            draft.fill(new ByteArrayInputStream(body), 4 * MIB);
            assertThat(draft.bytes()).isEqualTo(body);
            assertThat(draft.sha256Hex()).isEqualTo(Sha256.hex(body));
            try (Stream<Path> files = Files.list(folder)) {
                assertThat(files).isEmpty();
            }
        }
    }

    @Test
    void aBodyForWhichThereIsNoMemoryGoesToDisk() throws IOException {
        byte[] body = random(200_000);
        try (BodyDraft draft = new BodyDraft(admission(100_000, MIB), "a")) {
            draft.fill(new ByteArrayInputStream(body), MIB);
            assertThat(draft.bytes()).isEqualTo(body);
        }
    }

    @Test
    void whatWasHeldIsGivenBack() throws IOException {
        Admission admission = admission(MIB, 3 * MIB);
        for (int i = 0; i < 5; i++) {
            try (BodyDraft draft = new BodyDraft(admission, "a")) {
                draft.fill(new ByteArrayInputStream(random(2 * MIB)), 4 * MIB);
            }
        }
        assertThat(admission.memory().tryHold("a", MIB)).isTrue();
        assertThat(admission.disk().tryHold("a", 3 * MIB)).isTrue();
    }

    @Test
    void aBodyOverTheLimitIsRejected() {
        BodyDraft draft = new BodyDraft(admission(MIB, 4 * MIB), "a");
        assertThatExceptionOfType(BodyRejectedException.class)
                .isThrownBy(() -> draft.fill(new ByteArrayInputStream(random(MIB)), 1_000))
                .extracting(BodyRejectedException::reason)
                .isEqualTo(BodyRejectedException.Reason.TOO_LARGE);
        draft.close();
    }
}
