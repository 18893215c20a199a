package dev.gatehouse.lambda.sandbox.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.lambda.sandbox.SandboxException;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What node and launcher say to each other. */
@Tag("unit")
@net.jqwik.api.Tag("unit")
final class FrameTest {

    @Property(tries = 200)
    void readsWhatItWrites(@ForAll @Size(max = 20) List<@AlphaChars String> words)
            throws IOException {
        Frame frame = new Frame("verb", words);
        assertThat(read(frame.encode().array())).isEqualTo(frame);
    }

    @Test
    void rejectsANulThatWouldSplitAWord() {
        Frame frame = Frame.of("start", "LD_PRELOAD=\0A=b");
        assertThatThrownBy(frame::encode).isInstanceOf(SandboxException.class);
    }

    @Test
    void rejectsMoreThanTheLauncherTakes() {
        Frame frame = Frame.of("start", "x".repeat(Frame.MAX_BYTES));
        assertThatThrownBy(frame::encode).isInstanceOf(SandboxException.class);
    }

    @Test
    void aStreamThatEndsInsideAFrameHasEnded() throws IOException {
        assertThat(Frame.read(new DataInputStream(new ByteArrayInputStream(new byte[] {0, 0}))))
                .isEmpty();
    }

    private static Frame read(byte[] bytes) throws IOException {
        return Frame.read(new DataInputStream(new ByteArrayInputStream(bytes))).orElseThrow();
    }
}
