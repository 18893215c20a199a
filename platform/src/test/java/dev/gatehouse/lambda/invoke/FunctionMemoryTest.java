package dev.gatehouse.lambda.invoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.plan.FunctionResources;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.sandbox.SandboxSettings;
import dev.gatehouse.lambda.sandbox.Sandboxes;
import dev.gatehouse.lambda.sandbox.level.LevelChoice;
import dev.gatehouse.lambda.schedule.EnvironmentLimits;
import dev.gatehouse.lambda.schedule.ScheduleSettings;
import dev.gatehouse.testkit.Eventually;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All functions together take no more of the machine's memory than they may. */
@Tag("sandbox")
final class FunctionMemoryTest {
    private static final int FUNCTION_MB = 512;

    /** What no test here takes an event to wait for. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir static Path folder;
    static LambdaNode node;

    /** With room for two environments at once. */
    @BeforeAll
    static void start() {
        node = node(folder, PATIENCE);
    }

    private static LambdaNode node(Path folder, Duration patience) {
        Sandboxes sandboxes =
                LevelChoice.start(
                        new SandboxSettings(
                                folder.resolve("sandboxes"), 0, Optional.empty(), true, true));
        ScheduleSettings usual = ScheduleSettings.defaults();
        long room = 2L * (FUNCTION_MB + sandboxes.memoryBesideMb());
        return new LambdaNode(
                folder,
                sandboxes,
                new ScheduleSettings(
                        usual.concurrency(),
                        new EnvironmentLimits(1_000, room, patience),
                        usual.startsAtOnce(),
                        usual.environment()));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    /** Answers with the time its environment was made. */
    private static void publish(String name) {
        publish(node, name);
    }

    /** Tells its code's folder, where a file {@code released} lets the events go that it holds. */
    private static Path publish(LambdaNode node, String name) {
        String code =
                """
                import os, time
                made = time.time_ns()
                def handler(event, context):
                    while event == "hold" and not os.path.exists("/var/task/released"):
                        time.sleep(0.01)
                    return made
                """;
        FunctionVersion version =
                node.version(
                        new LambdaNode.Source(
                                name, "python3.11", "app.handler", Map.of("app.py", code)),
                        new FunctionResources(FUNCTION_MB, 300, 512),
                        Map.of());
        node.publish(version, OptionalInt.empty());
        return version.code().root();
    }

    private static String made(String name) {
        return made(node, name);
    }

    private static String made(LambdaNode node, String name) {
        InvocationResult result = node.invoke(name, "0");
        assertThat(result.functionError()).isNull();
        return result.payload().toString();
    }

    @Test
    void theEnvironmentUnusedForLongestMakesRoom() {
        publish("first");
        publish("second");
        publish("third");
        String first = made("first");
        String second = made("second");
        assertThat(made("first")).isEqualTo(first);

        made("third");

        assertThat(made("first")).isEqualTo(first);
        assertThat(made("second")).isNotEqualTo(second);
    }

    @Test
    void aFunctionInSteadyUseKeepsItsEnvironmentWhileOthersBegin() throws IOException {
        Path own = Files.createDirectory(folder.resolve("patient"));
        try (LambdaNode patient = node(own, PATIENCE)) {
            publish(patient, "often");
            publish(patient, "other");
            Path code = publish(patient, "slow");
            String often = made(patient, "often");
            Future<InvocationResult> slow = patient.send("slow", "\"hold\"", false);
            Eventually.holds(() -> patient.begun() == 2);
            Future<InvocationResult> other = patient.send("other", "0", false);
            for (int i = 0; i < 20; i++) {
                assertThat(made(patient, "often")).isEqualTo(often);
            }
            Files.createFile(code.resolve("released"));
            while (!other.isComplete()) {
                assertThat(made(patient, "often")).isEqualTo(often);
            }
            assertThat(LambdaNode.await(slow).functionError()).isNull();
            assertThat(LambdaNode.await(other).functionError()).isNull();
        }
    }

    @Test
    void anEventThatFindsNoRoomInTimeIsThrottled() throws IOException {
        Path own = Files.createDirectory(folder.resolve("hasty"));
        try (LambdaNode hasty = node(own, Duration.ofSeconds(1))) {
            Path code = publish(hasty, "busy");
            publish(hasty, "more");
            Future<InvocationResult> one = hasty.send("busy", "\"hold\"", false);
            Future<InvocationResult> two = hasty.send("busy", "\"hold\"", false);
            Eventually.holds(() -> hasty.begun() == 2);

            assertThatThrownBy(() -> hasty.invoke("more", "0"))
                    .isInstanceOfSatisfying(
                            ServiceException.class,
                            throttled -> assertThat(throttled.status()).isEqualTo(429));

            Files.createFile(code.resolve("released"));
            assertThat(LambdaNode.await(one).functionError()).isNull();
            assertThat(LambdaNode.await(two).functionError()).isNull();
        }
    }

    /** Four events at a time for two environments. */
    @Test
    void eventsTakeTurnsInTheEnvironmentsThatThereIsRoomFor() {
        publish("steady");
        Set<String> environments = new HashSet<>();
        for (int round = 0; round < 30; round++) {
            List<Future<InvocationResult>> sent =
                    Stream.generate(() -> node.send("steady", "0", false)).limit(4).toList();
            sent.forEach(each -> environments.add(LambdaNode.await(each).payload().toString()));
        }
        assertThat(environments).hasSizeLessThanOrEqualTo(2);
    }
}
