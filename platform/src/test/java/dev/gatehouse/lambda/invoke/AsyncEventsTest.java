package dev.gatehouse.lambda.invoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.function.Invocation;
import dev.gatehouse.function.InvocationDetails;
import dev.gatehouse.function.InvocationSource;
import dev.gatehouse.function.InvocationType;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.kernel.TurnableClock;
import dev.gatehouse.lambda.async.AsyncSettings;
import dev.gatehouse.lambda.plan.FunctionResources;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.runtimes.fetch.Registries;
import dev.gatehouse.lambda.sandbox.SandboxSettings;
import dev.gatehouse.lambda.sandbox.level.LevelChoice;
import dev.gatehouse.lambda.schedule.ScheduleSettings;
import dev.gatehouse.testkit.Eventually;
import dev.gatehouse.testkit.RuntimeClients;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of events after their 202, with shell functions whose log tells the attempts. */
@Tag("sandbox")
class AsyncEventsTest {
    private static final int LIMIT = 12;
    private static final int LIMIT_BYTES = 400_000;
    private static final String SCRIPT =
            """
            #!/bin/sh
            api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
            while true; do
              curl -sS -D /tmp/head -o /tmp/event "$api/next"
              id=$(sed -n 's/^[Ll]ambda-[Rr]untime-[Aa]ws-[Rr]equest-[Ii]d: *//p' /tmp/head \
                | tr -d '\\r')
              echo "got $(cat /tmp/event) as $id"
              %s
            done
            """;
    private static final String HOLD = "until test -e /var/task/released; do sleep 0.01; done; ";
    private static final String ANSWER = "curl -sS -d '{}' \"$api/$id/response\" >/tmp/out";
    private static final String FAIL =
            "curl -sS -d '{\"errorType\":\"No\",\"errorMessage\":\"no\"}' \"$api/$id/error\""
                    + " >/tmp/out";

    @TempDir static Path folder;
    static LambdaNode node;
    static final TurnableClock CLOCK = new TurnableClock();

    @BeforeAll
    static void start() {
        SandboxSettings sandboxes =
                new SandboxSettings(folder.resolve("sandboxes"), 2, Optional.empty(), true, true);
        node =
                new LambdaNode(
                        folder,
                        LevelChoice.start(sandboxes),
                        ScheduleSettings.defaults(),
                        _ -> {},
                        LambdaNode.runtimes(RuntimeClients.FOLDER, Registries.of(System.getenv())),
                        new LambdaNode.Acceptance(
                                new AsyncSettings(
                                        2,
                                        Duration.ofMinutes(1),
                                        Duration.ofHours(6),
                                        LIMIT,
                                        LIMIT_BYTES,
                                        1_000,
                                        Duration.ofMinutes(1)),
                                CLOCK));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    /** Tells where its code is: a file of the name {@code released} there ends a {@link #HOLD}. */
    private static Path publish(String name, String response, OptionalInt reserved) {
        FunctionVersion version =
                node.version(
                        new LambdaNode.Source(
                                name,
                                "provided.al2023",
                                "x",
                                Map.of("bootstrap", SCRIPT.formatted(response))),
                        new FunctionResources(256, 300, 512),
                        Map.of());
        node.publish(version, reserved);
        return version.code().root();
    }

    private static int send(String name, String payload) {
        return LambdaNode.await(
                        node.invoker.invoke(
                                new Invocation(
                                        LambdaNode.arn(name),
                                        Buffer.buffer(payload),
                                        InvocationType.EVENT,
                                        RequestId.next(),
                                        InvocationSource.AUTHORIZED,
                                        InvocationDetails.NONE)))
                .status();
    }

    private static List<String> attempts(String name) {
        return node.log(name).stream().filter(line -> line.startsWith("got ")).toList();
    }

    private static List<String> awaitAttempts(String name, int count) {
        return Eventually.value(() -> attempts(name), found -> found.size() >= count);
    }

    private static void staysAt(String name, int count) {
        Eventually.stays(Duration.ofSeconds(1), () -> attempts(name).size() == count);
    }

    @Test
    void eventsThatAreThrottledAreRunOneAfterTheOther() {
        publish("one-at-a-time", ANSWER, OptionalInt.of(1));
        for (int i = 0; i < 8; i++) {
            assertThat(send("one-at-a-time", "\"e" + i + '"')).isEqualTo(202);
        }
        assertThat(awaitAttempts("one-at-a-time", 8))
                .map(line -> line.replaceAll(" as .*", "").strip())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 8).mapToObj(i -> "got \"e" + i + '"').toList());
    }

    @Test
    void failedEventsAreRepeatedAfterOneAndTwoMinutesUnderTheSameId() {
        publish("failing", FAIL, OptionalInt.empty());
        send("failing", "1");
        awaitAttempts("failing", 1);
        staysAt("failing", 1);
        CLOCK.turn(Duration.ofSeconds(61));
        awaitAttempts("failing", 2);
        staysAt("failing", 2); // its response comes after its line in the log
        CLOCK.turn(Duration.ofSeconds(61));
        staysAt("failing", 2);
        CLOCK.turn(Duration.ofSeconds(60));
        assertThat(awaitAttempts("failing", 3).stream().distinct()).hasSize(1);
        CLOCK.turn(Duration.ofHours(1));
        staysAt("failing", 3);
    }

    @Test
    void functionsThatMayRunNothingLoseTheirEvents() {
        publish("stopped", ANSWER, OptionalInt.of(0));
        assertThat(send("stopped", "1")).isEqualTo(202);
        awaitNothingWaits();
        publish("stopped", ANSWER, OptionalInt.empty());
        assertThat(attempts("stopped")).isEmpty();
    }

    @Test
    void eventsBeyondWhatMayWaitAreRejected() throws IOException {
        Path code = publish("slow", HOLD + ANSWER, OptionalInt.of(1));
        assertTooMany('"' + "x".repeat(LIMIT_BYTES) + '"');
        for (int i = 0; i < LIMIT; i++) {
            send("slow", "1");
        }
        assertTooMany("1");
        node.catalog.remove(LambdaNode.arn("slow"));
        Files.createFile(code.resolve("released"));
        CLOCK.turn(Duration.ofMinutes(6));
        awaitNothingWaits();
        publish("slow", ANSWER, OptionalInt.empty());
        assertThat(send("slow", "2")).isEqualTo(202);
    }

    @Test
    void eventsOfFunctionsThatAreGoneEnd() throws IOException {
        Path code = publish("gone", HOLD + ANSWER, OptionalInt.of(1));
        for (int i = 0; i < LIMIT - 3; i++) {
            send("gone", "1");
        }
        awaitAttempts("gone", 1);
        node.catalog.remove(LambdaNode.arn("gone"));
        Files.createFile(code.resolve("released"));
        CLOCK.turn(Duration.ofMinutes(6));
        awaitNothingWaits();
    }

    private static void awaitNothingWaits() {
        Eventually.holds(() -> node.store.queue("lambda.async").size() == 0);
    }

    private static void assertTooMany(String payload) {
        ServiceException rejection =
                catchThrowableOfType(ServiceException.class, () -> send("slow", payload));
        assertThat(rejection.status()).isEqualTo(429);
        assertThat(rejection.code()).isEqualTo("TooManyRequestsException");
    }
}
