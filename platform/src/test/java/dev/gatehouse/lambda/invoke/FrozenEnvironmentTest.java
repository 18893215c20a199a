package dev.gatehouse.lambda.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.lambda.sandbox.SandboxLevel;
import dev.gatehouse.lambda.sandbox.SandboxSettings;
import dev.gatehouse.lambda.sandbox.level.LevelChoice;
import dev.gatehouse.lambda.schedule.ScheduleSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** An environment stands still between its events. */
@Tag("sandbox")
class FrozenEnvironmentTest {
    private static final String COUNTS =
            """
            import threading, time
            count = 0
            def run():
                global count
                while True:
                    count += 1
                    time.sleep(0.001)
            threading.Thread(target=run, daemon=True).start()
            def handler(event, context):
                return count
            """;

    @ParameterizedTest
    @EnumSource(value = SandboxLevel.class, mode = Mode.EXCLUDE, names = "NAMESPACES_USER")
    void aThreadInTheBackgroundStandsStillBetweenEvents(SandboxLevel level, @TempDir Path own) {
        SandboxSettings settings =
                new SandboxSettings(own.resolve("s"), 0, Optional.of(level), true, true);
        try (LambdaNode node =
                new LambdaNode(own, LevelChoice.start(settings), ScheduleSettings.defaults())) {
            node.publish(
                    new LambdaNode.Source(
                            "counts", "python3.11", "app.handler", Map.of("app.py", COUNTS)));
            for (int i = 0; i < 3; i++) {
                int before = count(node);
                LockSupport.parkNanos(800_000_000L); // the time that is not the function's
                int after = count(node);
                assertThat(after - before).isBetween(0, 400);
            }
        }
    }

    private static int count(LambdaNode node) {
        return Integer.parseInt(node.invoke("counts", "{}").payload().toString());
    }
}
