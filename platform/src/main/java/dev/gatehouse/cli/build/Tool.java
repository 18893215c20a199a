package dev.gatehouse.cli.build;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

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

    /** Waits for a tool, which must end with the command. */
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
        return find(path(), _ -> true, names).map(program -> program.getFileName().toString());
    }

    private static String path() {
        return System.getenv().getOrDefault("PATH", "");
    }

    /**
     * The first of some commands in the folders of a path.
     *
     * @param fits whether an executable will do
     */
    static Optional<Path> find(String path, Predicate<Path> fits, String... names) {
        for (String name : names) {
            for (String folder : path.split(File.pathSeparator, -1)) {
                Path program = Path.of(folder, name);
                if (!folder.isEmpty() && Files.isExecutable(program) && fits.test(program)) {
                    return Optional.of(program);
                }
            }
        }
        return Optional.empty();
    }

    /** The same, or a rejection that says what to install. */
    static String require(String purpose, String... names) {
        return onPath(names).orElseThrow(() -> missing(purpose, names[0]));
    }

    /**
     * The first that runs: version managers put a file there for what they would have to install.
     */
    static String requireRunning(String purpose, String... names) {
        return find(path(), Tool::runs, names)
                .map(Path::toString)
                .orElseThrow(() -> missing(purpose, names[0]));
    }

    private static BuildException missing(String purpose, String name) {
        return new BuildException("%s needs %s on the PATH".formatted(purpose, name));
    }

    static boolean runs(Path program) {
        try {
            Process process =
                    new ProcessBuilder(program.toString(), "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return exitCode(process) == 0;
        } catch (IOException cannotBeExecuted) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BuildException("interrupted");
        }
    }

    private static String tail(Path log) throws IOException {
        List<String> lines =
                new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
        int from = Math.max(0, lines.size() - LINES_SHOWN);
        return String.join(System.lineSeparator(), lines.subList(from, lines.size()));
    }
}
