package dev.gatehouse.lambda.runtimes.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.lambda.runtimes.GemServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("unit")
class UnpackingTest {
    private static final Artifact GEM =
            new Artifact(
                    "ruby", Artifact.Source.RUBYGEMS, "some-1.0.gem", "sha256-", "gems/some-1.0");

    @TempDir Path bundle = Path.of("");

    @Test
    void aGemsFilesLieInItsFolder() throws IOException {
        byte[] gem = GemServer.gem(Map.of("LICENSE", "free", "lib/some/more.rb", "More = 1"));

        Unpacking.unpack(GEM, gem, bundle);

        assertThat(bundle.resolve("gems/some-1.0/LICENSE")).hasContent("free");
        assertThat(bundle.resolve("gems/some-1.0/lib/some/more.rb")).hasContent("More = 1");
    }

    @Test
    void aGemThatClimbsOutOfItsFolderIsRejected() throws IOException {
        byte[] gem = GemServer.gem(Map.of("../../escaped.rb", ""));

        assertThatThrownBy(() -> Unpacking.unpack(GEM, gem, bundle))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("../../escaped.rb");
        assertThat(bundle.resolve("escaped.rb")).doesNotExist();
    }

    @Test
    void whatIsNoGemIsRejectedByName() {
        assertThatThrownBy(() -> Unpacking.unpack(GEM, new byte[1024], bundle))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("some-1.0.gem");
    }
}
