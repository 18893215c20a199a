package dev.gatehouse.lambda.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.gatehouse.aws.lambda.ErrorObject;
import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.function.InvocationType;
import dev.gatehouse.kernel.TurnableClock;
import dev.gatehouse.lambda.destination.Deliveries;
import dev.gatehouse.lambda.durable.DurableNode.Handler;
import dev.gatehouse.lambda.durable.model.ExecutionArn;
import dev.gatehouse.testkit.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executions from their begin to their end, whatever happens to the node and the function. */
@Tag("node")
class DurableExecutionsTest {
    /** Waits five minutes, and is done. */
    private static final Handler WAITS =
            event -> {
                if (event.status("w").equals("SUCCEEDED")) {
                    return "{\"Status\": \"SUCCEEDED\", \"Result\": \"7\"}";
                }
                if (event.status("w").isEmpty()) {
                    event.checkpoint(UpdatesOf.wait("w", 300));
                }
                return DurableNode.PENDING;
            };

    @TempDir Path folder;
    private final TurnableClock clock = new TurnableClock();

    private DurableNode node(Handler handler) {
        return new DurableNode(folder.resolve("store.db"), clock, handler);
    }

    @Test
    void aWaitCostsNoInvocationUntilItsTimeHasCome() {
        try (DurableNode node = node(WAITS)) {
            ExecutionArn arn = node.begin("one");
            node.awaitRest(arn);
            assertThat(node.status(arn)).isEqualTo("RUNNING");
            assertThat(node.invocations).hasValue(1);

            clock.turn(Duration.ofSeconds(301));
            node.awaitStatus(arn, "SUCCEEDED");
            assertThat(node.invocations).hasValue(2);
            assertThat(node.outcome(arn).result()).isEqualTo("7");
            assertThat(node.history(arn))
                    .containsExactly(
                            "ExecutionStarted",
                            "WaitStarted",
                            "InvocationCompleted",
                            "WaitSucceeded",
                            "InvocationCompleted",
                            "ExecutionSucceeded");
        }
    }

    @Test
    void whoWaitsGetsTheResultOfTheWholeExecution() {
        try (DurableNode node = node(WAITS)) {
            var waiting = node.call(InvocationType.REQUEST_RESPONSE, "sync", "{}");
            Eventually.holds(() -> node.listed(1, false, null, null).size() == 1);
            String name = node.listed(1, false, null, null).getFirst();
            node.awaitRest(node.named(name).arn());
            clock.turn(Duration.ofSeconds(301));
            InvocationResult result = DurableNode.join(waiting);
            assertThat(result.payload().toString()).isEqualTo("7");
            assertThat(result.durableExecution())
                    .endsWith("function:f:1/durable-execution/sync/" + id(result));
        }
    }

    private static String id(InvocationResult result) {
        return ExecutionArn.parse(String.valueOf(result.durableExecution())).orElseThrow().id();
    }

    @Test
    void destinationsTheEventBusAndMetricsHearOfExecutions() {
        Handler fails = event -> "{\"Status\": \"FAILED\", \"Error\": {\"ErrorMessage\": \"no\"}}";
        Handler both =
                event -> event.arn().contains("/bad/") ? fails.handle(event) : WAITS.handle(event);
        try (DurableNode node = node(both)) {
            ExecutionArn good = node.begin("good");
            node.awaitRest(good);
            clock.turn(Duration.ofSeconds(301));
            node.awaitStatus(good, "SUCCEEDED");
            node.awaitStatus(node.begin("bad"), "FAILED");
            assertThat(node.onTheWayTo(DurableNode.TAKEN))
                    .singleElement(STRING)
                    .contains("\"condition\":\"Success\"", "\"responsePayload\":7")
                    .contains("\"executedVersion\":\"1\"", "\"requestPayload\":{}");
            assertThat(node.onTheWayTo(DurableNode.DROPPED))
                    .singleElement(STRING)
                    .contains("\"functionError\":\"Unhandled\"", "\"errorMessage\":\"no\"");
            assertThat(node.onTheWayTo(DurableNode.BUS))
                    .hasSize(4)
                    .anySatisfy(
                            event ->
                                    assertThat(event)
                                            .contains("\"durableExecutionArn\":\"" + good + '"')
                                            .contains("\"durableExecutionName\":\"good\"")
                                            .contains("\"status\":\"SUCCEEDED\"")
                                            .contains("\"endTimestamp\":"));
            assertThat(node.ended)
                    .extracting(DurableExecutions.Change::status)
                    .containsExactly("SUCCEEDED", "FAILED");
            assertThat(node.ended.getFirst().millis()).isGreaterThanOrEqualTo(300_000);
            assertThat(node.ended.getFirst().operations()).isEqualTo(1);
        }
    }

    @Test
    void aNodeThatIsKilledInTheMiddleOfAWaitForgetsNothing() {
        // Its clock stands where it died, so that it does nothing more.
        DurableNode dead = new DurableNode(folder.resolve("store.db"), new TurnableClock(), WAITS);
        ExecutionArn arn = dead.begin("kept");
        dead.awaitRest(arn);
        clock.turn(Duration.ofSeconds(301));
        try (DurableNode next = node(WAITS)) {
            next.awaitStatus(arn, "SUCCEEDED");
        } finally {
            dead.close();
        }
    }

    @Test
    void anInvocationThatANodeDiedWithIsMadeAgainByTheNext() {
        CountDownLatch never = new CountDownLatch(1);
        Handler hangs =
                event -> {
                    event.checkpoint(UpdatesOf.succeeded("s", "1"));
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return DurableNode.PENDING;
                };
        DurableNode dead = new DurableNode(folder.resolve("store.db"), new TurnableClock(), hangs);
        ExecutionArn arn = dead.begin("again");
        Eventually.holds(() -> dead.read(arn).progress().operations() == 1);
        AtomicInteger seen = new AtomicInteger();
        Handler goesOn =
                event -> {
                    seen.set(event.status("s").equals("SUCCEEDED") ? 1 : -1);
                    return "{\"Status\": \"SUCCEEDED\"}";
                };
        clock.turn(Duration.ofSeconds(61));
        try (DurableNode next = node(goesOn)) {
            next.awaitStatus(arn, "SUCCEEDED");
            assertThat(seen).hasValue(1);
        } finally {
            never.countDown();
            dead.close();
        }
    }

    @Test
    void aNameAndAPayloadAreOneExecution() {
        try (DurableNode node = node(WAITS)) {
            ExecutionArn first = node.begin("same");
            assertThat(node.begin("same")).isEqualTo(first);
            assertThatThrownBy(
                            () ->
                                    DurableNode.join(
                                            node.call(InvocationType.EVENT, "same", "{\"a\":1}")))
                    .isInstanceOf(CompletionException.class)
                    .hasMessageContaining("has already been started");
            assertThat(node.begin("other")).isNotEqualTo(first);
        }
    }

    @Test
    void anExecutionIsForgottenAfterItsRetentionAndItsNameIsFree() {
        try (DurableNode node = node(_ -> "{\"Status\": \"SUCCEEDED\"}")) {
            ExecutionArn arn = node.begin("free");
            node.awaitStatus(arn, "SUCCEEDED");
            clock.turn(Duration.ofDays(1).plusSeconds(1));
            Eventually.holds(() -> node.durable.executions().find(arn).isEmpty());
            assertThat(node.begin("free").id()).isNotEqualTo(arn.id());
        }
    }

    @Test
    void aFunctionThatFailsIsTriedFiveTimes() {
        try (DurableNode node =
                node(
                        _ -> {
                            throw new IllegalStateException("oh");
                        })) {
            ExecutionArn arn = node.begin("bad");
            for (int run = 1; run < Runs.MOST_FAILURES; run++) {
                int done = run;
                Eventually.holds(() -> node.read(arn).run().failures() == done);
                clock.turn(Runs.RETRY_PAUSE);
            }
            node.awaitStatus(arn, "FAILED");
            assertThat(node.invocations).hasValue(Runs.MOST_FAILURES);
            ErrorObject error = Objects.requireNonNull(node.outcome(arn).error());
            assertThat(error.errorMessage()).isEqualTo("oh");
            String letter =
                    Eventually.value(
                                    () ->
                                            node.store
                                                    .queue(Deliveries.QUEUE)
                                                    .claim(
                                                            DurableNode.LETTERS,
                                                            clock.now(),
                                                            clock.now().plusSeconds(1),
                                                            1),
                                    found -> !found.isEmpty())
                            .getFirst()
                            .state();
            assertThat(letter).contains("DEAD_LETTER");
        }
    }

    @Test
    void garbageFromAFunctionFailsTheExecutionAtOnce() {
        for (String garbage :
                List.of(
                        "7",
                        "{}",
                        "{\"Status\": \"MAYBE\"}",
                        "{\"Status\": \"FAILED\", \"Result\": \"1\"}",
                        "{\"Status\": \"SUCCEEDED\", \"Error\": {}}")) {
            try (DurableNode node = node(_ -> garbage)) {
                ExecutionArn arn = node.begin("garbage-" + Math.abs(garbage.hashCode()));
                node.awaitStatus(arn, "FAILED");
                assertThat(node.invocations).hasValue(1);
            }
        }
    }

    @Test
    void aFunctionThatWaitsForNothingIsAskedThreeTimes() {
        try (DurableNode node = node(_ -> DurableNode.PENDING)) {
            ExecutionArn arn = node.begin("idle");
            for (int run = 1; run < Runs.MOST_IDLE; run++) {
                int done = run;
                Eventually.holds(() -> node.read(arn).run().failures() == done);
                clock.turn(Runs.RETRY_PAUSE);
            }
            node.awaitStatus(arn, "FAILED");
            assertThat(node.invocations).hasValue(Runs.MOST_IDLE);
        }
    }

    @Test
    void aStepIsTriedAgainWhenItsTimeHasCome() {
        Handler retries =
                event -> {
                    switch (event.status("s")) {
                        case "" ->
                                event.checkpoint(
                                        UpdatesOf.of("STEP", "START", "s"),
                                        UpdatesOf.retried("s", 60));
                        case "READY" -> {
                            assertThat(event.field("s").path("StepDetails").path("Attempt").asInt())
                                    .isEqualTo(1);
                            event.checkpoint(UpdatesOf.succeeded("s", "2"));
                            return "{\"Status\": \"SUCCEEDED\", \"Result\": \"2\"}";
                        }
                        default -> {}
                    }
                    return DurableNode.PENDING;
                };
        try (DurableNode node = node(retries)) {
            ExecutionArn arn = node.begin("steps");
            node.awaitRest(arn);
            clock.turn(Duration.ofSeconds(61));
            node.awaitStatus(arn, "SUCCEEDED");
            assertThat(node.history(arn)).contains("StepStarted", "StepFailed", "StepSucceeded");
        }
    }

    @Test
    void anExecutionTakesNoLongerThanItMay() {
        Handler waits =
                event -> {
                    if (event.status("c").isEmpty()) {
                        event.checkpoint(UpdatesOf.callback("c", null, null));
                    }
                    return DurableNode.PENDING;
                };
        try (DurableNode node = node(waits)) {
            ExecutionArn arn = node.begin("long");
            node.awaitRest(arn);
            clock.turn(Duration.ofSeconds(601));
            node.awaitStatus(arn, "TIMED_OUT");
        }
    }

    @Test
    void aThousandExecutionsWaitAndEnd() {
        try (DurableNode node = node(WAITS)) {
            List<CompletableFuture<ExecutionArn>> begun = new ArrayList<>();
            try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 1_000; i++) {
                    String name = "e" + i;
                    begun.add(CompletableFuture.supplyAsync(() -> node.begin(name), callers));
                }
            }
            List<ExecutionArn> all = begun.stream().map(CompletableFuture::join).toList();
            all.forEach(node::awaitRest);
            clock.turn(Duration.ofSeconds(301));
            all.forEach(arn -> node.awaitStatus(arn, "SUCCEEDED"));
            assertThat(node.invocations).hasValue(2_000);
        }
    }

    @Test
    void executionsAreListedByTheirBeginPageByPage() {
        try (DurableNode node = node(WAITS)) {
            List<String> names = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                names.add("e" + (9 - i));
                node.awaitRest(node.begin("e" + (9 - i)));
                clock.turn(Duration.ofSeconds(1));
            }
            Instant second = node.begun(names.get(1));
            assertThat(node.listed(2, false, null, null)).isEqualTo(names);
            assertThat(node.listed(2, true, null, null)).isEqualTo(names.reversed());
            assertThat(node.listed(3, false, second, null)).isEqualTo(names.subList(2, 7));
            assertThat(node.listed(3, true, second, null).reversed())
                    .isEqualTo(names.subList(2, 7));
            assertThat(node.listed(1, true, null, second)).containsExactly(names.getFirst());
            assertThat(node.listed(1, false, null, second)).containsExactly(names.getFirst());
            assertThat(node.listed(7, true, Instant.MIN, Instant.MAX)).isEqualTo(names.reversed());
            assertThat(node.listed(7, false, Instant.MAX, null)).isEmpty();
            assertThat(node.durable.running()).isEqualTo(Map.of(DurableNode.FUNCTION, 7));

            clock.turn(Duration.ofSeconds(301));
            Eventually.holds(() -> node.durable.running().isEmpty());
            clock.turn(Duration.ofDays(2));
            Eventually.holds(() -> node.listed(2, false, null, null).isEmpty());
        }
    }
}
