package dev.gatehouse.lambda.invoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.plan.FunctionResources;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.sandbox.SandboxSettings;
import dev.gatehouse.lambda.sandbox.level.LevelChoice;
import dev.gatehouse.lambda.schedule.ConcurrencyLimits;
import dev.gatehouse.lambda.schedule.ScheduleSettings;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How fast the concurrency of a function may grow. */
@Tag("sandbox")
class ScalingRateTest {
    private static final String WAITS =
            """
            import os, time
            def handler(event, context):
                while event == "hold" and not os.path.exists("/var/task/released"):
                    time.sleep(0.01)
                return event
            """;

    @Test
    void aFunctionThatGrowsTooFastIsThrottledAndItsEnvironmentsServeOn(@TempDir Path folder)
            throws IOException {
        ScheduleSettings usual = ScheduleSettings.defaults();
        ScheduleSettings slow =
                new ScheduleSettings(
                        new ConcurrencyLimits(10, 0, 1),
                        usual.limits(),
                        usual.startsAtOnce(),
                        usual.environment());
        SandboxSettings settings =
                new SandboxSettings(folder.resolve("sandboxes"), 1, Optional.empty(), true, true);
        try (LambdaNode node = new LambdaNode(folder, LevelChoice.start(settings), slow)) {
            FunctionVersion version =
                    node.version(
                            new LambdaNode.Source(
                                    "waits", "python3.11", "app.handler", Map.of("app.py", WAITS)),
                            new FunctionResources(256, 300, 512),
                            Map.of());
            node.publish(version, OptionalInt.empty());
            Future<InvocationResult> first = node.send("waits", "\"hold\"", false);
            ServiceException rejection =
                    catchThrowableOfType(ServiceException.class, () -> node.invoke("waits", "0"));
            assertThat(rejection.status()).isEqualTo(429);
            assertThat(rejection.members())
                    .containsEntry("Reason", "ConcurrentInvocationLimitExceeded");
            Files.createFile(version.code().root().resolve("released"));
            assertThat(LambdaNode.await(first).payload().toString()).isEqualTo("\"hold\"");
            assertThat(node.invoke("waits", "0").payload().toString()).isEqualTo("0");
        }
    }
}
