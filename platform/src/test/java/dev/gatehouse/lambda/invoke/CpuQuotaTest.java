package dev.gatehouse.lambda.invoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.lambda.environment.CpuLimit;
import dev.gatehouse.lambda.environment.EnvironmentSettings;
import dev.gatehouse.lambda.plan.FunctionResources;
import dev.gatehouse.lambda.sandbox.SandboxLevel;
import dev.gatehouse.lambda.sandbox.SandboxSettings;
import dev.gatehouse.lambda.sandbox.Sandboxes;
import dev.gatehouse.lambda.sandbox.level.LevelChoice;
import dev.gatehouse.lambda.schedule.ScheduleSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a function that never rests gets of a processor, in thousandths. */
@Tag("sandbox")
class CpuQuotaTest {
    private static final String BUSY =
            """
            import time

            def busy(seconds):
                began, end = time.process_time(), time.monotonic() + seconds
                while time.monotonic() < end:
                    pass
                return int(1000 * (time.process_time() - began) / seconds)

            def handler(event, context):
                return busy(1)
            """;

    @TempDir Path folder;

    @Test
    void aBusyLoopIsHeldToItsFunctionsShare() {
        SandboxSettings settings =
                new SandboxSettings(folder.resolve("sandboxes"), 1, Optional.empty(), true, true);
        Sandboxes sandboxes = LevelChoice.start(settings);
        try (LambdaNode node = new LambdaNode(folder, sandboxes, held())) {
            assumeTrue(
                    sandboxes.report().level() == SandboxLevel.NAMESPACES_ROOT,
                    "CPU is shared out by control groups");
            node.publish(
                    new LambdaNode.Source(
                            "busy", "python3.11", "app.handler", Map.of("app.py", BUSY)),
                    new FunctionResources(354, 10, 512),
                    Map.of());
            // 354 MB are a fifth of a processor; a machine with other work gives it less.
            assertThat(Integer.parseInt(node.invoke("busy", "{}").payload().toString()))
                    .isBetween(1, 320);
        }
    }

    private static ScheduleSettings held() {
        ScheduleSettings defaults = ScheduleSettings.defaults();
        return new ScheduleSettings(
                defaults.concurrency(),
                defaults.limits(),
                defaults.startsAtOnce(),
                new EnvironmentSettings(
                        defaults.environment().initPhase(),
                        Duration.ofMinutes(1),
                        defaults.environment().longestLife(),
                        defaults.environment().responseBytes(),
                        CpuLimit.QUOTA,
                        false));
    }
}
