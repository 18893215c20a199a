package dev.gatehouse.lambda.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.lambda.environment.EnvironmentSettings;
import dev.gatehouse.lambda.sandbox.SandboxSettings;
import dev.gatehouse.lambda.sandbox.level.LevelChoice;
import dev.gatehouse.lambda.schedule.ScheduleSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What callers see of an environment that has had its time. */
@Tag("sandbox")
final class EnvironmentAgeTest {
    private static final Duration AGE = Duration.ofSeconds(1);
    private static final String CODE =
            """
            import os
            ME = os.urandom(4).hex()
            def handler(event, context):
                return ME
            """;

    @Test
    void isReplacedThoughItIsCalledAllTheTimeAndNoCallFails(@TempDir Path folder) {
        SandboxSettings settings =
                new SandboxSettings(folder.resolve("sandboxes"), 1, Optional.empty(), true, true);
        try (LambdaNode node = new LambdaNode(folder, LevelChoice.start(settings), aged())) {
            node.publish(
                    new LambdaNode.Source(
                            "old", "python3.11", "app.handler", Map.of("app.py", CODE)));
            Set<String> environments = new HashSet<>();
            long begun = System.nanoTime();
            while (environments.size() < 3) {
                var result = node.invoke("old", "{}");
                assertThat(result.functionError()).isNull();
                environments.add(result.payload().toString());
                assertThat(System.nanoTime() - begun).isLessThan(300 * AGE.toNanos());
            }
            assertThat(System.nanoTime() - begun).isGreaterThan(2 * AGE.toNanos() - 1);
        }
    }

    private static ScheduleSettings aged() {
        ScheduleSettings usual = ScheduleSettings.defaults();
        return new ScheduleSettings(
                usual.concurrency(),
                usual.limits(),
                usual.startsAtOnce(),
                new EnvironmentSettings(
                        usual.environment().initPhase(),
                        usual.environment().idleTimeout(),
                        AGE,
                        usual.environment().responseBytes(),
                        usual.environment().cpu(),
                        false));
    }
}
