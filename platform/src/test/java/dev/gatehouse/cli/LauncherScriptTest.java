package dev.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.kernel.FileTrees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher of a checkout, with a stand-in for the minutes of Maven. */
@Tag("node")
class LauncherScriptTest {
    private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();

    /** Counts itself, and leaves what a build leaves. */
    private static final String MAVEN =
            """
            #!/bin/sh
            set -eu
            cd "$(dirname "$0")"
            echo built >>builds
            mkdir -p platform/target/gatehouse/bin
            cp stub platform/target/gatehouse/bin/gatehouse
            .mvn/fingerprint >platform/target/gatehouse/sources
            touch platform/target/gatehouse/gatehouse.aot
            """;

    private static final String STUB = "#!/bin/sh\necho \"ran $*\"\n";

    @TempDir Path folder;
    private Path tree;

    @BeforeEach
    void checkOut() throws IOException {
        tree = folder.resolve("checkout");
        Files.createDirectories(tree.resolve(".mvn"));
        for (String file : List.of("gatehouse", ".mvn/find-jdk", ".mvn/fingerprint")) {
            Files.copy(
                    CHECKOUT.resolve(file), tree.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
        }
        program("mvnw", MAVEN);
        program("stub", STUB);
        Files.writeString(tree.resolve("pom.xml"), "<project/>");
        for (String module : List.of("models", "wire-compiler", "native", "platform")) {
            Files.createDirectories(tree.resolve(module));
            Files.writeString(tree.resolve(module).resolve("source"), module);
        }
    }

    private void program(String name, String text) throws IOException {
        Path file = Files.writeString(tree.resolve(name), text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void buildsAtFirstUseAndNotAgain() throws Exception {
        assertThat(run("status")).isEqualTo("ran status\n");
        assertThat(run("status")).isEqualTo("ran status\n");

        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void buildsAgainOnceASourceIsAnother() throws Exception {
        run("status");
        change("models/source", "changed");

        run("status");

        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void doesNotBuildACopyOrACheckoutOfWhatWasBuilt() throws Exception {
        run("status");
        Path copy = folder.resolve("copy");
        copyWithNewTimes(tree, copy);
        tree = copy;

        assertThat(run("status")).isEqualTo("ran status\n");
        change("models/source", "models");
        run("status");

        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void twoCommandsAtOnceBuildOnce() throws Exception {
        Process first = start("status");
        Process second = start("env");

        assertThat(output(first)).isEqualTo("ran status\n");
        assertThat(output(second)).isEqualTo("ran env\n");
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void helpBuildsNothing() throws Exception {
        assertThat(run("--help")).startsWith("Usage: gatehouse COMMAND").contains("not built yet");
        assertThat(run("deploy", "--help")).startsWith("Usage: gatehouse COMMAND");
        assertThat(run()).startsWith("Usage: gatehouse COMMAND");

        assertThat(builds()).isZero();
    }

    @Test
    void helpComesFromAnOlderBuildWhereThereIsOne() throws Exception {
        run("status");
        change("models/source", "changed");

        assertThat(run("deploy", "--help")).isEqualTo("ran deploy --help\n");
        assertThat(builds()).isEqualTo(1);
    }

    /** Writes a file so that it is newer than every build. */
    private void change(String file, String content) throws IOException {
        Path changed = Files.writeString(tree.resolve(file), content);
        Files.setLastModifiedTime(changed, FileTime.from(Instant.now().plusSeconds(5)));
    }

    private static void copyWithNewTimes(Path from, Path to) throws IOException {
        FileTrees.deleteIfExists(to);
        FileTime later = FileTime.from(Instant.now().plusSeconds(5));
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
                    boolean built = String.valueOf(file.getFileName()).endsWith(".aot");
                    Files.setLastModifiedTime(target, built ? FileTime.from(Instant.now()) : later);
                }
            }
        }
    }

    private int builds() throws IOException {
        Path builds = tree.resolve("builds");
        return Files.exists(builds) ? Files.readAllLines(builds).size() : 0;
    }

    private Process start(String... arguments) throws IOException {
        List<String> command =
                Stream.concat(
                                Stream.of("sh", tree.resolve("gatehouse").toString()),
                                Stream.of(arguments))
                        .toList();
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(folder.resolve("err").toFile()))
                .start();
    }

    private String run(String... arguments) throws IOException, InterruptedException {
        return output(start(arguments));
    }

    private String output(Process process) throws IOException, InterruptedException {
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(() -> out + errors()).isZero();
        return out;
    }

    private String errors() {
        try {
            return Files.readString(folder.resolve("err"));
        } catch (IOException problem) {
            return problem.toString();
        }
    }
}
