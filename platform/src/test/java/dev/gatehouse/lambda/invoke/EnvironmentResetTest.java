package dev.gatehouse.lambda.invoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.lambda.plan.FunctionResources;
import dev.gatehouse.lambda.sandbox.SandboxLevel;
import dev.gatehouse.lambda.sandbox.SandboxSettings;
import dev.gatehouse.lambda.sandbox.Sandboxes;
import dev.gatehouse.lambda.sandbox.level.LevelChoice;
import dev.gatehouse.lambda.schedule.ScheduleSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * After a crash, an exit or a time-out an environment is reset: nothing of what ran in it runs on,
 * and its {@code /tmp} stays. Source: AWS Lambda developer guide, "Understanding the Lambda
 * execution environment lifecycle".
 */
@Tag("sandbox")
final class EnvironmentResetTest {
    private static final String CODE =
            """
            import os, time
            def spawn():
                if os.fork() == 0:
                    os.setsid()
                    while True:
                        time.sleep(0.01)
            def bomb():
                while True:
                    try:
                        if os.fork() == 0:
                            os.setsid()
                    except OSError:
                        pass
            def others():
                alive = [int(p) for p in os.listdir("/proc") if p.isdigit()]
                return [p for p in alive if p not in (1, os.getpid())]
            def handler(event, context):
                do = event["do"]
                if do == "look":
                    return {"others": len(others()), "file": os.path.exists("/tmp/kept")}
                open("/tmp/kept", "w").close()
                if "bomb" in do:
                    bomb()
                for _ in range(20):
                    spawn()
                if do == "exit":
                    os._exit(1)
                time.sleep(60)
            """;

    @TempDir static Path folder;
    static LambdaNode node;

    @BeforeAll
    static void start() {
        SandboxSettings settings =
                new SandboxSettings(folder.resolve("sandboxes"), 2, Optional.empty(), true, true);
        Sandboxes sandboxes = LevelChoice.start(settings);
        node = new LambdaNode(folder, sandboxes, ScheduleSettings.defaults());
        assumeTrue(sandboxes.report().level() != SandboxLevel.PROCESS, "no namespaces here");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static void publish(String name) {
        node.publish(
                new LambdaNode.Source(name, "python3.11", "app.handler", Map.of("app.py", CODE)),
                new FunctionResources(512, 2, 512),
                Map.of());
    }

    private static String run(String name, String what) {
        return node.invoke(name, "{\"do\": \"" + what + "\"}").payload().toString();
    }

    @Test
    void childrenInSessionsOfTheirOwnEndWithAnEventThatTimesOut() {
        publish("late");
        assertThat(run("late", "sleep")).contains("Sandbox.Timedout");
        assertThat(run("late", "look")).isEqualTo("{\"others\": 0, \"file\": true}");
    }

    @Test
    void childrenInSessionsOfTheirOwnEndWithARuntimeThatExits() {
        publish("exits");
        assertThat(run("exits", "exit")).contains("Runtime.ExitError");
        assertThat(run("exits", "look")).isEqualTo("{\"others\": 0, \"file\": true}");
    }

    @Test
    void aForkBombHarmsItsOwnEventAlone() {
        publish("bomb");
        for (int i = 0; i < 2; i++) {
            assertThat(run("bomb", "bomb")).containsAnyOf("Sandbox.Timedout", "OutOfMemory");
            assertThat(run("bomb", "look")).contains("\"others\": 0");
        }
    }
}
