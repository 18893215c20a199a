package dev.gatehouse.lambda.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.lambda.async.AsyncSettings;
import dev.gatehouse.lambda.plan.FunctionResources;
import dev.gatehouse.lambda.runtimes.fetch.Registries;
import dev.gatehouse.lambda.sandbox.SandboxSettings;
import dev.gatehouse.lambda.sandbox.Sandboxes;
import dev.gatehouse.lambda.sandbox.level.LevelChoice;
import dev.gatehouse.lambda.schedule.EnvironmentLimits;
import dev.gatehouse.lambda.schedule.ScheduleSettings;
import dev.gatehouse.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Environments that are made before an event asks for them. */
@Tag("sandbox")
final class PreparedEnvironmentTest {
    private static final int FUNCTION_MB = 512;

    @TempDir Path folder;

    @Test
    void haveAPartOfTheMemoryAndMakeRoomForWhatIsAskedFor() {
        Sandboxes sandboxes = sandboxes();
        long room = 2L * (FUNCTION_MB + sandboxes.memoryBesideMb());
        ScheduleSettings usual = ScheduleSettings.defaults();
        ScheduleSettings settings =
                new ScheduleSettings(
                        usual.concurrency(),
                        new EnvironmentLimits(1_000, room, Duration.ofMinutes(1)),
                        usual.startsAtOnce(),
                        usual.environment());
        try (LambdaNode node = new LambdaNode(folder, sandboxes, settings)) {
            publish(node, "one");
            publish(node, "two");
            Eventually.asserted(() -> assertThat(node.environments.prepared()).isEqualTo(2));
            publish(node, "three");
            assertThat(node.invoke("three", "{}").payload()).hasToString("\"served\"");
            assertThat(node.environments.prepared() + node.environments.count())
                    .isLessThanOrEqualTo(2);
            assertThat(node.invoke("one", "{}").payload()).hasToString("\"served\"");
            assertThat(node.invoke("two", "{}").payload()).hasToString("\"served\"");
        }
    }

    private static void publish(LambdaNode node, String name) {
        String code = "def handler(event, context): return 'served'";
        node.publish(
                new LambdaNode.Source(name, "python3.11", "app.handler", Map.of("app.py", code)),
                new FunctionResources(FUNCTION_MB, 30, 512),
                Map.of());
    }

    /** The first start of a JDK archives its classes, which takes longer than to prepare one. */
    @Test
    void areMadeAgainOnceTheClassesOfTheirRuntimeAreArchived() throws IOException {
        Path clients = folder.resolve("clients");
        Path old = archive(clients.resolve("java-1-17.0.1-a"), Duration.ofDays(31));
        Path recent = archive(clients.resolve("java-1-17.0.2-a"), Duration.ofDays(29));
        WatchedSandboxes sandboxes = new WatchedSandboxes(sandboxes());
        try (LambdaNode node =
                new LambdaNode(
                        folder,
                        sandboxes,
                        ScheduleSettings.defaults(),
                        _ -> {},
                        LambdaNode.runtimes(clients, Registries.of(System.getenv())),
                        new LambdaNode.Acceptance(AsyncSettings.DEFAULTS, Clock.SYSTEM))) {
            node.publish(new LambdaNode.Source("java", "java17", "ex.A::handle", Map.of("a", "")));
            Eventually.holds(() -> isPrepared(sandboxes, "/var/classes"));
            Eventually.asserted(() -> assertThat(node.environments.prepared()).isOne());
            Eventually.holds(() -> Files.notExists(old.getParent()));
            assertThat(recent).exists();
        }
    }

    private static Path archive(Path archives, Duration age) throws IOException {
        Path level = Files.createDirectories(archives.resolve("level"));
        Files.createFile(level.resolve("classes.jsa"));
        return Files.setLastModifiedTime(level, FileTime.from(Instant.now().minus(age)));
    }

    private Sandboxes sandboxes() {
        return LevelChoice.start(
                new SandboxSettings(folder.resolve("sandboxes"), 0, Optional.empty(), true, true));
    }

    /** Whether a sandbox with a function's code has this mount. */
    private static boolean isPrepared(WatchedSandboxes sandboxes, String target) {
        return sandboxes.targets().stream()
                .anyMatch(each -> each.containsAll(List.of("/var/task", target)));
    }
}
