package dev.gatehouse.lambda.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How layers make a root, and what hostile ones cannot. */
@Tag("unit")
class LayerTest {
    @TempDir Path folder;
    private Path root;
    private Path secret;
    private final Layer.Budget budget = new Layer.Budget(10_000, 100);

    @BeforeEach
    void makeRoot() throws IOException {
        root = Files.createDirectory(folder.resolve("rootfs"));
        secret = Files.writeString(folder.resolve("secret"), "secret");
    }

    private void apply(Tar layer) throws IOException {
        new Layer(new RootFolder(root), budget).apply(new ByteArrayInputStream(layer.bytes()));
    }

    private String text(String name) throws IOException {
        return Files.readString(root.resolve(name));
    }

    @Test
    void laterLayersWinAndWhiteoutsTakeAway() throws IOException {
        apply(
                new Tar()
                        .folder("a")
                        .file("a/kept", "1")
                        .file("a/gone", "1")
                        .file("b/old", "1")
                        .file("c", "1"));
        apply(
                new Tar()
                        .file("a/kept", "2")
                        .file("a/.wh.gone", "")
                        .file("b/new", "2")
                        .file("b/.wh..wh..opq", "")
                        .file(".wh.c", ""));
        assertThat(text("a/kept")).isEqualTo("2");
        assertThat(root.resolve("a/gone")).doesNotExist();
        assertThat(root.resolve("b/old")).doesNotExist();
        assertThat(text("b/new")).isEqualTo("2");
        assertThat(root.resolve("c")).doesNotExist();
    }

    @Test
    void everybodyReadsAndNoProgramRunsAsItsOwner() throws IOException {
        apply(new Tar().folder("closed").file("closed/tool", 04700, new byte[1]));
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(root.resolve("closed"))))
                .isEqualTo("rwxr-xr-x");
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(root.resolve("closed/tool"))))
                .isEqualTo("rwxr--r--");
        assertThat((int) Files.getAttribute(root.resolve("closed/tool"), "unix:mode") & 07000)
                .isZero();
    }

    @Test
    void namesThatClimbStayInside() throws IOException {
        apply(
                new Tar()
                        .file("../../secret", "forged")
                        .file("/abs/olute", "x")
                        .file("a/../../../b", "y"));
        assertThat(secret).hasContent("secret");
        assertThat(text("secret")).isEqualTo("forged");
        assertThat(text("abs/olute")).isEqualTo("x");
        assertThat(text("b")).isEqualTo("y");
    }

    @Test
    void linksAreFollowedAsTheyWillBeInside() throws IOException {
        apply(
                new Tar()
                        .link("out", folder.toString())
                        .link("up", "../../..")
                        .link("lib", "usr/lib")
                        .file("out/secret", "forged")
                        .file("up/secret", "forged too")
                        .file("lib/so", "x"));
        assertThat(secret).hasContent("secret");
        assertThat(text("usr/lib/so")).isEqualTo("x");
        assertThat(text("secret")).isEqualTo("forged too");
        assertThat(root.resolve("./" + folder + "/secret")).hasContent("forged");
    }

    @Test
    void hardLinksAndWhiteoutsReachNothingOutside() throws IOException {
        apply(
                new Tar()
                        .link("out", folder.toString())
                        .hardLink("stolen", "out/secret")
                        .hardLink("climbs", "../secret")
                        .file("out/.wh.secret", "")
                        .file("out/.wh..wh..opq", ""));
        assertThat(secret).hasContent("secret");
        assertThat(root.resolve("stolen")).doesNotExist();
        assertThat(root.resolve("climbs")).doesNotExist();
    }

    @Test
    void linksThatGoInCirclesAndWhatIsTooMuchAreRejected() {
        assertThatThrownBy(() -> apply(new Tar().link("a", "b").link("b", "a").file("a/x", "1")))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> apply(new Tar().file("large", 0644, new byte[20_000])))
                .hasMessageContaining("larger than 10000 bytes");
    }
}
