package dev.gatehouse.lambda.runtimes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.lambda.runtimes.fetch.RuntimeUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("unit")
class InterpretersTest {
    private static final RuntimeId WANTED = RuntimeId.parse("nodejs99.x");

    @TempDir Path folder = Path.of("");
    private Path bin = folder;

    @BeforeEach
    void makeFolder() throws IOException {
        bin = Files.createDirectories(folder.toRealPath().resolve("bin"));
    }

    @Test
    void anInterpreterThatDidNotTellItsVersionOnceIsAskedAgain() throws IOException {
        Path busy = Files.writeString(bin.resolve("busy"), "");
        node("if [ -e " + busy + " ]; then exit 1; fi; echo v99.1.0");
        Interpreters interpreters = interpreters();
        assertThat(isFound(interpreters)).isFalse();

        Files.delete(busy);

        // A program that another test forks just now may hold the script open: "text file busy".
        assertThat(IntStream.range(0, 100).anyMatch(_ -> isFound(interpreters))).isTrue();
    }

    @Test
    void anInterpreterThatIsInstalledLaterIsFound() throws IOException {
        Interpreters interpreters = interpreters();
        assumeTrue(isMissing(interpreters), "this machine has a Node.js of its own");

        node("echo v99.1.0");

        assertThat(isFound(interpreters)).isTrue();
    }

    @Test
    void aNumberInAnErrorIsNoVersion() throws IOException {
        node("echo 'libstdc++.so.99.1: no such file' >&2; exit 127");
        assertThat(isFound(interpreters())).isFalse();
    }

    private Interpreters interpreters() {
        return new Interpreters(Map.of(), new Installations(Map.of("PATH", bin.toString())));
    }

    private static boolean isFound(Interpreters interpreters) {
        try {
            return interpreters.find(WANTED).interpreter().is("99");
        } catch (RuntimeUnavailable none) {
            return false;
        }
    }

    private static boolean isMissing(Interpreters interpreters) {
        try {
            interpreters.find(WANTED);
            return false;
        } catch (RuntimeUnavailable none) {
            return true;
        }
    }

    private void node(String script) throws IOException {
        Path program = Files.writeString(bin.resolve("node"), "#!/bin/sh\n" + script + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }
}
