package dev.gatehouse.lambda.runtimes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.lambda.sandbox.SandboxMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("unit")
class ShellTest {
    @TempDir Path folder;

    private Path program(String name) throws IOException {
        Path file = Files.createFile(folder.toRealPath().resolve(name));
        file.toFile().setExecutable(true);
        return file;
    }

    private Path sh(Path program) throws IOException {
        return Files.createSymbolicLink(folder.resolve("sh"), program);
    }

    @Test
    void bashTakesThePlaceOfAnotherShell() throws IOException {
        Path dash = program("dash");
        Path bash = program("bash");
        Shell shell = Shell.of(sh(dash), List.of(folder.resolve("none"), bash));
        assertThat(shell.mount()).contains(SandboxMount.of(bash, dash.toString()));
        assertThat(shell.warning()).isEmpty();
    }

    @Test
    void nothingIsDoneWhereShIsBash() throws IOException {
        Path bash = program("bash");
        Shell shell = Shell.of(sh(bash), List.of(bash));
        assertThat(shell.mount()).isEmpty();
        assertThat(shell.warning()).isEmpty();
    }

    @Test
    void withoutBashTheLogSaysSo() throws IOException {
        Shell shell = Shell.of(sh(program("dash")), List.of(folder.resolve("none")));
        assertThat(shell.mount()).isEmpty();
        assertThat(shell.warning().orElseThrow())
                .contains("/dash on this machine, and bash on AWS");
    }

    /** Bash in its place would take away all other commands, too. */
    @Test
    void aProgramThatIsManyInOneStays() throws IOException {
        Shell shell = Shell.of(sh(program("busybox")), List.of(program("bash")));
        assertThat(shell.mount()).isEmpty();
        assertThat(shell.warning()).isPresent();
    }
}
