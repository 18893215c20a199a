package dev.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.cli.node.NodeFile;
import dev.gatehouse.identity.AccessKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With which keys a command signs. */
@Tag("unit")
class TargetTest {
    private static final Map<String, String> OF_AWS =
            Map.of(
                    "AWS_ACCESS_KEY_ID", "ASIAIOSFODNN7EXAMPLE",
                    "AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI",
                    "AWS_SESSION_TOKEN", "IQoJb3JpZ2lu");

    @Test
    void keysOfAwsThatAreLeftInTheShellAreNotTakenToALocalNode() {
        assertThat(Target.key(Optional.of(node(false)), Optional.empty(), OF_AWS))
                .isEqualTo(new AccessKey("test", "test", null));
    }

    @Test
    void anAccountInPlaceOfAKeyIsTakenThere() {
        Map<String, String> account =
                Map.of("AWS_ACCESS_KEY_ID", "111111111111", "AWS_SECRET_ACCESS_KEY", "test");

        assertThat(Target.key(Optional.of(node(false)), Optional.empty(), account))
                .isEqualTo(new AccessKey("111111111111", "test", null));
    }

    @Test
    void aNodeWithKeysOfItsOwnIsAskedWithTheShells() {
        assertThat(Target.key(Optional.of(node(true)), Optional.empty(), OF_AWS))
                .isEqualTo(new AccessKey("ASIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI", "IQoJb3JpZ2lu"));
        assertThatThrownBy(() -> Target.key(Optional.of(node(true)), Optional.empty(), Map.of()))
                .hasMessage(
                        "the node's root has keys of its own; set AWS_ACCESS_KEY_ID and"
                                + " AWS_SECRET_ACCESS_KEY to them");
    }

    @Test
    void aShellWithoutKeysTakesThoseOfTheDataFolder() {
        AccessKey root = new AccessKey("AKIAROOT", "secret", null);

        assertThat(Target.key(Optional.of(node(true)), Optional.of(root), Map.of()))
                .isEqualTo(root);
    }

    @Test
    void anEndpointThatIsNamedIsAskedWithTheShells() {
        assertThat(Target.key(Optional.empty(), Optional.empty(), OF_AWS).id())
                .isEqualTo("ASIAIOSFODNN7EXAMPLE");
        assertThat(Target.key(Optional.empty(), Optional.empty(), Map.of()).id()).isEqualTo("test");
    }

    @Test
    void aNodeOfAFolderAboveIsFoundAsLongAsItRuns(@TempDir Path checkout) throws IOException {
        Path below = Files.createDirectories(checkout.resolve("examples/notes/terraform"));
        Path data = Files.createDirectory(checkout.resolve(".gatehouse"));
        assertThat(Target.nearest(below)).isEqualTo(Path.of(".gatehouse"));

        long here = ProcessHandle.current().pid();
        new NodeFile("http://localhost:4566", here, "000000000000", "us-east-1", false).write(data);

        assertThat(Target.nearest(below)).isEqualTo(data);
        assertThat(Target.nearest(checkout)).isEqualTo(data);
    }

    private static NodeFile node(boolean ownKeys) {
        return new NodeFile("http://localhost:4566", 1, "000000000000", "us-east-1", ownKeys);
    }
}
