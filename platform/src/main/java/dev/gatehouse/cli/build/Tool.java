package dev.gatehouse.cli.build;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs a language's own build tool. */
final class Tool {
    private static final int LINES_SHOWN = 25;

    private final Path folder;
    private final Map<String, String> environment;

    Tool(Path folder) {
        this(folder, Map.of());
    }

    Tool(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = environment;
    }

    /** Runs a command to its end; its output shows when it fails. */
    void run(List<String> command) {
        try {
            Path log = Files.createTempFile("gatehouse-build", ".log");
            try {
                ProcessBuilder builder =
                        new ProcessBuilder(command)
                                .directory(folder.toFile())
                                .redirectErrorStream(true)
                                .redirectOutput(log.toFile())
                                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
                builder.environment().putAll(environment);
                if (exitCode(builder.start()) != 0) {
                    throw new BuildException(
                            "'%s' failed in %s:%n%s"
                                    .formatted(String.join(" ", command), folder, tail(log)));
                }
            } finally {
                Files.deleteIfExists(log);
            }
        } catch (IOException problem) {
            throw new BuildException(
                    "cannot run '%s': %s".formatted(command.getFirst(), problem.getMessage()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BuildException("interrupted");
        }
    }

    /** Waits for a tool, which must not go on when nobody waits for it any more. */
    private static int exitCode(Process tool) throws InterruptedException {
        try {
            return tool.waitFor();
        } catch (InterruptedException interrupted) {
            tool.descendants().forEach(ProcessHandle::destroy);
            tool.destroy();
            throw interrupted;
        }
    }

    /** The first of some commands that is on the PATH. */
    static Optional<String> onPath(String... names) {
        String path = System.getenv().getOrDefault("PATH", "");
        for (String name : names) {
            for (String folder : path.split(File.pathSeparator, -1)) {
                if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, name))) {
                    return Optional.of(name);
                }
            }
        }
        return Optional.empty();
    }

    /** The same, or a rejection that says what to install. */
    static String require(String purpose, String... names) {
        return onPath(names)
                .orElseThrow(
                        () ->
                                new BuildException(
                                        "%s needs %s on the PATH".formatted(purpose, names[0])));
    }

    private static String tail(Path log) throws IOException {
        List<String> lines =
                new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
        int from = Math.max(0, lines.size() - LINES_SHOWN);
        return String.join(System.lineSeparator(), lines.subList(from, lines.size()));
    }
}
