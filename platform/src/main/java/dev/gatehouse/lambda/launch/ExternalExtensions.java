package dev.gatehouse.lambda.launch;

import dev.gatehouse.lambda.plan.FunctionCode;
import dev.gatehouse.lambda.sandbox.Sandbox;
import dev.gatehouse.lambda.sandbox.SandboxCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The programs that layers put below {@code /opt/extensions}, each of which AWS starts. */
public final class ExternalExtensions {
    private static final String FOLDER = "extensions";

    /** What a runtime has and an extension has not. */
    private static final Set<String> NOT_THEIRS =
            Set.of(
                    "AWS_EXECUTION_ENV",
                    "AWS_LAMBDA_LOG_GROUP_NAME",
                    "AWS_LAMBDA_LOG_STREAM_NAME",
                    "AWS_XRAY_CONTEXT_MISSING",
                    "AWS_XRAY_DAEMON_ADDRESS",
                    "LAMBDA_RUNTIME_DIR",
                    "LAMBDA_TASK_ROOT");

    private ExternalExtensions() {}

    /** Whether a function has any. Blocks. */
    public static boolean exist(FunctionCode code) {
        return !names(code).isEmpty();
    }

    /**
     * What is to be started, in the order of their names. Blocks.
     *
     * @param runtime the runtime's command, whose environment they share
     */
    static List<SandboxCommand> commands(
            FunctionCode code, Sandbox sandbox, SandboxCommand runtime) {
        SortedSet<String> names = names(code);
        if (names.isEmpty()) {
            return List.of();
        }
        Map<String, String> environment = new HashMap<>(runtime.environment());
        environment.keySet().removeIf(name -> name.startsWith("_") || NOT_THEIRS.contains(name));
        return names.stream()
                .map(name -> sandbox.locate("/opt/" + FOLDER + '/' + name))
                .map(path -> new SandboxCommand(List.of(path), environment, "/", false))
                .toList();
    }

    private static SortedSet<String> names(FunctionCode code) {
        SortedSet<String> names = new TreeSet<>();
        for (Path layer : code.layers()) {
            Path folder = layer.resolve(FOLDER);
            if (Files.isDirectory(folder)) {
                addFiles(folder, names);
            }
        }
        return names;
    }

    private static void addFiles(Path folder, Set<String> names) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (!Files.isDirectory(file)) {
                    names.add(file.getFileName().toString());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
