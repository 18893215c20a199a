package dev.gatehouse.lambda.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.lambda.sandbox.level.LevelChoice;
import io.vertx.core.Future;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Real sandboxes of this machine's strongest level (or a given one), and programs run in them. */
final class SandboxHarness implements AutoCloseable {

    static final String PYTHON = "/usr/bin/python3";

    private static final int PATIENCE_SECONDS = 30;

    private final Sandboxes sandboxes;

    private SandboxHarness(Sandboxes sandboxes) {
        this.sandboxes = sandboxes;
    }

    static SandboxHarness strongest(Path directory) {
        return new SandboxHarness(
                LevelChoice.start(new SandboxSettings(directory, 0, Optional.empty(), true, true)));
    }

    static SandboxHarness ofLevel(Path directory, SandboxLevel level) {
        return new SandboxHarness(
                LevelChoice.start(
                        new SandboxSettings(directory, 0, Optional.of(level), true, true)));
    }

    /** What a program wrote and how it ended. */
    record Ran(String output, SandboxExit exit) {}

    Sandboxes sandboxes() {
        return sandboxes;
    }

    SandboxLevel level() {
        return sandboxes.report().level();
    }

    boolean isRootLevel() {
        return level() == SandboxLevel.NAMESPACES_ROOT;
    }

    Sandbox open(int memoryMb, SandboxMount... mounts) {
        return sandboxes.open(new SandboxSpec(memoryMb, 512, List.of(mounts)));
    }

    static SandboxCommand command(String... arguments) {
        return new SandboxCommand(List.of(arguments), Map.of("PATH", "/usr/bin:/bin"), "/", false);
    }

    static Ran run(Sandbox sandbox, String... arguments) throws Exception {
        SandboxProcess process = sandbox.start(command(arguments));
        try (InputStream output = process.output()) {
            String text = new String(output.readAllBytes(), UTF_8).strip();
            return new Ran(text, await(process.exit()));
        }
    }

    static Ran shell(Sandbox sandbox, String script) throws Exception {
        return run(sandbox, "/bin/sh", "-c", script);
    }

    static Ran python(Sandbox sandbox, String script) throws Exception {
        return run(sandbox, PYTHON, "-c", script);
    }

    static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage()
                .toCompletableFuture()
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        sandboxes.close();
    }
}
