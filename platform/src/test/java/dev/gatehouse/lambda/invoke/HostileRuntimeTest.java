package dev.gatehouse.lambda.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.lambda.environment.EnvironmentSettings;
import dev.gatehouse.lambda.plan.FunctionResources;
import dev.gatehouse.lambda.sandbox.SandboxSettings;
import dev.gatehouse.lambda.sandbox.level.LevelChoice;
import dev.gatehouse.lambda.schedule.ScheduleSettings;
import dev.gatehouse.testkit.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runtimes that break the rules of the Runtime API harm themselves alone. */
@Tag("sandbox")
final class HostileRuntimeTest {
    private static final String RUNTIME =
            """
            #!/usr/bin/python3
            import os, time, urllib.request as http
            api = "http://" + os.environ["AWS_LAMBDA_RUNTIME_API"] + "/2018-06-01/runtime/"
            def next():
                event = http.urlopen(api + "invocation/next")
                return event.headers["Lambda-Runtime-Aws-Request-Id"]
            def respond(id, text):
                http.urlopen(http.Request(api + "invocation/" + id + "/response", text.encode()))
            """;

    @TempDir static Path folder;
    static LambdaNode node;

    @BeforeAll
    static void start() {
        node = LambdaNode.start(folder);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static void publish(String name, String code, int seconds) {
        node.publish(
                new LambdaNode.Source(
                        name, "provided.al2023", "x", Map.of("bootstrap", RUNTIME + code)),
                new FunctionResources(256, seconds, 512),
                Map.of());
    }

    @Test
    void aRuntimeThatAnswersButNeverAsksAgainIsEndedInTheTimeOfAnEvent() throws Exception {
        String mark = "98765." + ProcessHandle.current().pid();
        publish(
                "silent",
                "respond(next(), '1')\nos.execv('/bin/sleep', ['sleep', '" + mark + "'])\n",
                5);
        assertThat(node.invoke("silent", "{}").payload()).hasToString("1");
        assertThat(node.invoke("silent", "{}").payload()).hasToString("1");
        Eventually.holds(() -> running(mark) <= 1);
    }

    @Test
    void theLogOfAnEventWhoseRuntimeNeverComesUpIsWhole(@TempDir Path own) throws Exception {
        ScheduleSettings usual = ScheduleSettings.defaults();
        ScheduleSettings hasty =
                new ScheduleSettings(
                        usual.concurrency(),
                        usual.limits(),
                        usual.startsAtOnce(),
                        new EnvironmentSettings(
                                Duration.ofMillis(300),
                                usual.environment().idleTimeout(),
                                usual.environment().longestLife(),
                                usual.environment().responseBytes(),
                                usual.environment().cpu(),
                                false));
        SandboxSettings settings =
                new SandboxSettings(own.resolve("sandboxes"), 0, Optional.empty(), true, true);
        try (LambdaNode slow = new LambdaNode(own, LevelChoice.start(settings), hasty)) {
            slow.publish(
                    new LambdaNode.Source(
                            "mute",
                            "provided.al2023",
                            "x",
                            Map.of("bootstrap", RUNTIME + "time.sleep(60)\n")),
                    new FunctionResources(256, 1, 512),
                    Map.of());
            assertThat(slow.invoke("mute", "{}").payload().toString())
                    .contains("Task timed out after 1.00 seconds");
            Eventually.holds(() -> slow.log("mute").size() >= 6);
            assertThat(String.join("\n", slow.log("mute")))
                    .containsSubsequence(
                            "INIT_START",
                            "INIT_REPORT",
                            "START RequestId",
                            "Task timed out",
                            "END RequestId",
                            "REPORT RequestId");
        }
    }

    /** The second one still waits for an event of its own. */
    private static long running(String mark) {
        return ProcessHandle.allProcesses()
                .filter(each -> each.info().commandLine().orElse("").endsWith(mark))
                .count();
    }

    @Test
    void aLogThatRejectsItsRecordsStopsTheTimeOfNoOtherFunction() {
        publish("unloggable", "while True: respond(next(), '1')\n", 1);
        publish("sleepy", "next()\ntime.sleep(60)\n", 1);
        for (int i = 0; i < 4; i++) {
            // Answered or rejected, by what is ready first; but never left without a response.
            LambdaNode.await(node.send("unloggable", "{}", true).otherwiseEmpty());
        }
        for (int i = 0; i < 2; i++) {
            assertThat(node.invoke("sleepy", "{}").payload().toString())
                    .contains("Task timed out after 1.00 seconds");
        }
    }
}
