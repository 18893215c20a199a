package dev.gatehouse.lambda.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.lambda.plan.FunctionResources;
import dev.gatehouse.lambda.sandbox.Sandbox;
import dev.gatehouse.lambda.sandbox.SandboxLevel;
import dev.gatehouse.lambda.sandbox.SandboxSettings;
import dev.gatehouse.lambda.sandbox.level.LevelChoice;
import dev.gatehouse.lambda.schedule.ScheduleSettings;
import dev.gatehouse.testkit.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** An environment stands still between its events, and one that is prepared until its first. */
@Tag("sandbox")
class FrozenEnvironmentTest {
    private static final String TALKS =
            """
            import threading, time
            count = 0
            def run():
                global count
                while True:
                    time.sleep(0.002)
                    count += 1
                    print(count)
            threading.Thread(target=run, daemon=True).start()
            def handler(event, context):
                before = count
                while count == before:
                    time.sleep(0.001)
                return count
            """;

    /** In place of the module that the SDK's parts import. */
    private static final String QUEUE =
            """
            OWN = True
            class Empty(Exception): pass
            class Full(Exception): pass
            class Queue:
                def __init__(self, maxsize=0): pass
            class LifoQueue(Queue): pass
            class PriorityQueue(Queue): pass
            class SimpleQueue: pass
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
                            "talks", "python3.11", "app.handler", Map.of("app.py", TALKS)));
            int before = count(node);
            for (int i = 0; i < 2; i++) {
                AtomicInteger seen = new AtomicInteger();
                // An idle environment's output is looked at twice a second.
                Eventually.stays(
                        Duration.ofMillis(900),
                        () -> {
                            int lines = node.log("talks").size();
                            return seen.getAndSet(lines) == lines;
                        });
                int after = count(node);
                assertThat(after).isGreaterThan(before);
                before = after;
            }
        }
    }

    @Test
    void nothingOfAFunctionRunsInAnEnvironmentThatIsPreparedForIt(@TempDir Path own) {
        String code =
                """
                import os, time
                BEGAN = time.time_ns() // 1_000_000
                def handler(event, context):
                    return [BEGAN, os.environ["AWS_LAMBDA_INITIALIZATION_TYPE"], os.environ["X"]]
                """;
        LambdaNode.Source source =
                new LambdaNode.Source("ahead", "python3.11", "app.handler", Map.of("app.py", code));
        FunctionResources resources = new FunctionResources(256, 10, 512);
        try (LambdaNode node = LambdaNode.start(own)) {
            node.publish(source, resources, Map.of("X", "former"));
            Eventually.asserted(() -> assertThat(node.environments.prepared()).isOne());
            node.publish(source, resources, Map.of("X", "latter"));
            assertThat(node.environments.prepared()).isZero();
            Eventually.asserted(() -> assertThat(node.environments.prepared()).isOne());
            long before = System.currentTimeMillis();
            String told = node.invoke("ahead", "{}").payload().toString();
            assertThat(told).endsWith(", \"on-demand\", \"latter\"]");
            assertThat(Long.parseLong(told.substring(1, told.indexOf(','))))
                    .isGreaterThanOrEqualTo(before);
            assertThat(node.environments.prepared()).isZero();
            loadsTheSdkAheadUnlessTheFunctionBringsIt(node);
        }
    }

    private static void loadsTheSdkAheadUnlessTheFunctionBringsIt(LambdaNode node) {
        String code =
                """
                import sys
                AHEAD = "boto3" in sys.modules
                import boto3
                def handler(event, context):
                    return [AHEAD, boto3.__file__, hasattr(sys.modules["queue"], "OWN")]
                """;
        String file = "\"/var/runtime/boto3/__init__.py\"";
        assertThat(firstOfPrepared(node, "sdk", Map.of("app.py", code)))
                .isEqualTo("[true, " + file + ", false]");
        String blank = "\n".repeat(190_000);
        assertThat(firstOfPrepared(node, "blank", Map.of("app.py", blank + code)))
                .isEqualTo("[true, " + file + ", false]");
        assertThat(firstOfPrepared(node, "shadow", Map.of("app.py", code, "queue.py", QUEUE)))
                .isEqualTo("[false, " + file + ", true]");
        assertThat(
                        firstOfPrepared(
                                node,
                                "own",
                                Map.of("app.py", code, "boto3/__init__.py", "import queue")))
                .isEqualTo("[false, \"/var/task/boto3/__init__.py\", false]");
    }

    private static String firstOfPrepared(LambdaNode node, String name, Map<String, String> files) {
        int before = node.environments.prepared();
        node.publish(new LambdaNode.Source(name, "python3.11", "app.handler", files));
        Eventually.asserted(() -> assertThat(node.environments.prepared()).isGreaterThan(before));
        return node.invoke(name, "{}").payload().toString();
    }

    @Test
    void whatIsPreparedAndEndsBeforeItsEventIsReplaced(@TempDir Path own) {
        SandboxSettings settings =
                new SandboxSettings(own.resolve("sandboxes"), 0, Optional.empty(), true, true);
        WatchedSandboxes all = new WatchedSandboxes(LevelChoice.start(settings));
        LambdaNode.Source source =
                new LambdaNode.Source(
                        "ended",
                        "python3.11",
                        "app.handler",
                        Map.of("app.py", "def handler(event, context): return 'served'"));
        try (LambdaNode node = new LambdaNode(own, all, ScheduleSettings.defaults())) {
            // An interpreter reads such a variable at its start: none waits in the sandbox.
            node.publish(source, new FunctionResources(256, 10, 512), Map.of("TZ_OF", "none"));
            node.publish(new LambdaNode.Source("no-runtime", "dotnet8", "a::b", Map.of("a", "")));
            Eventually.asserted(() -> assertThat(node.environments.prepared()).isOne());
            all.opened().forEach(Sandbox::close);
            Eventually.holds(() -> all.opened().stream().allMatch(Sandbox::isGone));
            assertThat(node.invoke("ended", "{}").payload()).hasToString("\"served\"");
        }
    }

    private static int count(LambdaNode node) {
        return Integer.parseInt(node.invoke("talks", "{}").payload().toString());
    }
}
