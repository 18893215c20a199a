package dev.gatehouse.lambda.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.function.Invocation;
import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.kernel.TurnableClock;
import dev.gatehouse.lambda.invoke.EventRuns;
import dev.gatehouse.lambda.plan.EventOutlook;
import dev.gatehouse.lambda.plan.EventSettings;
import dev.gatehouse.store.sql.SqlStore;
import dev.gatehouse.testkit.Eventually;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When accepted events run, run again, and end. */
@Tag("node")
class DispatchTest {
    private static final String RECORDS = "arn:aws:sqs:us-east-1:000000000000:records";
    private static final EventSettings AGED =
            new EventSettings(0, Duration.ofMinutes(1), null, RECORDS);

    @TempDir private Path folder;

    private final TurnableClock clock = new TurnableClock();
    private final List<String> attempts = new CopyOnWriteArrayList<>();
    private final List<Instant> times = new CopyOnWriteArrayList<>();

    /** What a function makes of an event. */
    @FunctionalInterface
    private interface Function {
        Future<InvocationResult> run(String function, String payload);
    }

    private EventsNode node(Function function) {
        return node(AsyncSettings.DEFAULTS, function);
    }

    private EventsNode node(AsyncSettings settings, Function function) {
        EventRuns runs =
                new EventRuns() {
                    @Override
                    public Future<InvocationResult> run(Invocation invocation) {
                        String name = invocation.function().resource().split(":")[1];
                        String payload = invocation.payload().toString();
                        times.add(clock.now());
                        attempts.add(name + " " + payload);
                        return function.run(name, payload);
                    }

                    @Override
                    public EventOutlook outlook(Arn invoked) {
                        return invoked.resource().endsWith("aged")
                                ? new EventOutlook(invoked, AGED, null, EventsNode.ROLE)
                                : EventOutlook.none(invoked);
                    }

                    @Override
                    public boolean isStopped(Arn function) {
                        return function.resource().endsWith("stopped");
                    }
                };
        return new EventsNode(folder.resolve("events.db"), settings, clock, runs);
    }

    @Test
    void aThrottledEventGoesOnAfterASecondThenTwoUpToFiveMinutes() {
        AtomicInteger throttles = new AtomicInteger();
        try (EventsNode node =
                node(
                        (_, _) ->
                                throttles.incrementAndGet() <= 11
                                        ? EventsNode.throttled()
                                        : Future.succeededFuture(EventsNode.ran()))) {
            node.send("f", "1");
            long[] pauses = {1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300};
            for (int i = 0; i < pauses.length; i++) {
                int before = i + 1;
                Eventually.holds(() -> attempts.size() == before && isDue(node));
                clock.turn(Duration.ofSeconds(pauses[i]));
            }
            node.awaitNothingWaits();
        }
        assertThat(attempts).hasSize(12);
        for (int i = 1; i < 11; i++) {
            assertThat(Duration.between(times.get(i - 1), times.get(i)))
                    .isGreaterThanOrEqualTo(
                            Duration.ofSeconds(Math.min(300, 1L << (i - 1))).minusMillis(1));
        }
    }

    @Test
    void anEventThatWaitedLongerThanItsFunctionLetsItIsDroppedWithARecord() {
        try (EventsNode node = node((_, _) -> EventsNode.throttled())) {
            node.send("aged", "{}");
            Eventually.holds(() -> attempts.size() == 1 && isDue(node));
            clock.turn(Duration.ofSeconds(61));
            node.awaitNothingWaits();
            assertThat(node.delivered(RECORDS, clock.now()))
                    .contains(
                            "\"condition\":\"EventAgeExceeded\",\"approximateInvokeCount\":0",
                            "\"requestPayload\":{}}");
        }
    }

    @Test
    void aThrottledFunctionHoldsUpNoOther() {
        try (EventsNode node =
                node(
                        (function, _) ->
                                function.equals("busy")
                                        ? EventsNode.throttled()
                                        : Future.succeededFuture(EventsNode.ran()))) {
            for (int i = 0; i < 300; i++) {
                node.send("busy", "" + i);
            }
            node.send("free", "x");
            Eventually.holds(() -> attempts.contains("free x") && node.waiting() == 300);
        }
        assertThat(attempts.stream().filter(each -> each.startsWith("busy"))).hasSizeLessThan(300);
    }

    @Test
    void anEndedEventMakesRoomForTheNextWithoutAPause() {
        ConcurrentLinkedQueue<Promise<InvocationResult>> running = new ConcurrentLinkedQueue<>();
        try (EventsNode node =
                node(
                        (_, _) -> {
                            if (running.size() >= 2) {
                                return EventsNode.throttled();
                            }
                            Promise<InvocationResult> run = Promise.promise();
                            running.add(run);
                            return run.future();
                        })) {
            for (int i = 0; i < 20; i++) {
                node.send("two-at-a-time", "" + i);
            }
            for (int i = 0; i < 20; i++) {
                Eventually.holds(() -> !running.isEmpty());
                running.remove().complete(EventsNode.ran());
            }
            node.awaitNothingWaits();
        }
    }

    @Test
    void aFailedEventIsRepeatedAfterOneAndTwoMinutesAndThenEnds() {
        try (EventsNode node = node((_, _) -> Future.succeededFuture(EventsNode.failed()))) {
            node.send("f", "1");
            turnUntil(() -> attempts.size() == 2);
            turnUntil(() -> node.waiting() == 0);
        }
        assertThat(attempts).hasSize(3);
        assertThat(Duration.between(times.get(0), times.get(1)))
                .isGreaterThan(Duration.ofMinutes(1));
        assertThat(Duration.between(times.get(1), times.get(2)))
                .isGreaterThan(Duration.ofMinutes(2));
    }

    @Test
    void anEventThatFailsHoldsUpNoOtherOfItsFunction() {
        try (EventsNode node =
                node(
                        (_, payload) ->
                                Future.succeededFuture(
                                        payload.equals("poison")
                                                ? EventsNode.failed()
                                                : EventsNode.ran()))) {
            node.send("f", "poison");
            for (int i = 0; i < 50; i++) {
                node.send("f", "" + i);
            }
            Eventually.holds(() -> node.waiting() == 1);
        }
        assertThat(attempts).hasSize(51);
    }

    @Test
    void anEventEndsAfterSixHours() {
        try (EventsNode node = node((_, _) -> EventsNode.throttled())) {
            node.send("f", "1");
            Eventually.holds(() -> attempts.size() == 1);
            clock.turn(Duration.ofHours(6));
            node.awaitNothingWaits();
        }
    }

    @Test
    void eventsOfStoppedAndDeletedFunctionsEnd() {
        try (EventsNode node =
                node(
                        (function, _) ->
                                function.equals("stopped")
                                        ? EventsNode.throttled()
                                        : Future.failedFuture(
                                                new ServiceException(
                                                        "ResourceNotFoundException",
                                                        404,
                                                        "Function not found",
                                                        Map.of())))) {
            node.send("stopped", "1");
            node.send("deleted", "1");
            node.awaitNothingWaits();
        }
        assertThat(attempts).hasSize(2);
    }

    @Test
    void aPlainStopLosesNone() {
        try (EventsNode node = node((_, _) -> Promise.<InvocationResult>promise().future())) {
            for (int i = 0; i < 40; i++) {
                node.send("f", "" + i);
            }
            Eventually.holds(() -> attempts.size() == 40);
        }
        attempts.clear();
        try (EventsNode node = node((_, _) -> Future.succeededFuture(EventsNode.ran()))) {
            node.awaitNothingWaits();
        }
        assertThat(attempts.stream().distinct()).hasSize(40);
    }

    @Test
    void anEventThatEndsItsNodeEveryTimeHoldsUpNoOtherAndIsNotLost() {
        try (EventsNode node = node((_, _) -> Promise.<InvocationResult>promise().future())) {
            node.send("f", "deadly");
            Eventually.holds(() -> attempts.size() == 1);
        }
        String url = "sqlite:" + folder.resolve("events.db");
        for (int kill = 0; kill < 5; kill++) {
            try (SqlStore store = SqlStore.open(url)) {
                String family = EventsNode.arn("f").toString();
                Instant now = clock.now();
                assertThat(store.queue("lambda.async").claim(family, now, now, 1)).hasSize(1);
            }
        }
        attempts.clear();
        try (EventsNode node = node((_, _) -> Future.succeededFuture(EventsNode.ran()))) {
            node.send("f", "other");
            Eventually.holds(() -> attempts.contains("f other") && node.waiting() == 1);
            assertThat(attempts).hasSize(1);
            clock.turn(Duration.ofMinutes(6));
            node.awaitNothingWaits();
        }
        assertThat(attempts).containsExactly("f other", "f deadly");
    }

    @Test
    void whatCannotBeReadIsDropped() {
        try (EventsNode node = node((_, _) -> Future.succeededFuture(EventsNode.ran()))) {
            node.store
                    .queue("lambda.async")
                    .enqueue(EventsNode.arn("f").toString(), clock.now(), "{", new byte[0]);
            node.send("f", "1");
            node.awaitNothingWaits();
        }
        assertThat(attempts).containsExactly("f 1");
    }

    @Test
    void eventsBeyondWhatMayWaitAreRejected() {
        AsyncSettings few =
                new AsyncSettings(
                        2,
                        Duration.ofMinutes(1),
                        Duration.ofHours(6),
                        3,
                        1_000,
                        10,
                        Duration.ofMinutes(1));
        try (EventsNode node = node(few, (_, _) -> Promise.<InvocationResult>promise().future())) {
            for (int i = 0; i < 3; i++) {
                node.send("f", "" + i);
            }
            assertThatThrownBy(() -> node.send("f", "x")).hasMessageContaining("Rate Exceeded.");
        }
        try (EventsNode node = node(few, (_, _) -> Promise.<InvocationResult>promise().future())) {
            assertThatThrownBy(() -> node.send("f", "x")).hasMessageContaining("Rate Exceeded.");
        }
    }

    @Test
    void aLongRunKeepsItsClaim() {
        Promise<InvocationResult> run = Promise.promise();
        try (EventsNode node = node((_, _) -> run.future())) {
            node.send("f", "long");
            Eventually.holds(() -> attempts.size() == 1);
            for (int minute = 0; minute < 15; minute++) {
                clock.turn(Duration.ofSeconds(30));
                Instant soon = clock.now().plusSeconds(50);
                Eventually.holds(() -> due(node).isAfter(soon));
            }
            run.complete(EventsNode.ran());
            node.awaitNothingWaits();
        }
        assertThat(attempts).hasSize(1);
    }

    /** A machine that slept wakes with claims that have ended. */
    @Test
    void aClaimThatEndedHereIsTakenUpAgainWithoutASecondRun() {
        Promise<InvocationResult> run = Promise.promise();
        try (EventsNode node = node((_, _) -> run.future())) {
            node.send("f", "long");
            Eventually.holds(() -> attempts.size() == 1);
            clock.turn(Duration.ofHours(1));
            Instant soon = clock.now().plusSeconds(30);
            Eventually.holds(() -> due(node).isAfter(soon));
            run.complete(EventsNode.ran());
            node.awaitNothingWaits();
        }
        assertThat(attempts).hasSize(1);
    }

    /** What an attempt came to is written down a moment after it: the pause begins then. */
    private void turnUntil(BooleanSupplier condition) {
        Eventually.holds(
                () -> {
                    clock.turn(Duration.ofSeconds(1));
                    return condition.getAsBoolean();
                });
    }

    /** Whether its event is in the queue without a claim. */
    private boolean isDue(EventsNode node) {
        return !due(node).isAfter(clock.now());
    }

    private static Instant due(EventsNode node) {
        return node.store.queue("lambda.async").families().values().iterator().next();
    }

    /** Nothing but the store has to be there. */
    @Test
    void theClockOfTheMachineWillDo() {
        try (EventsNode node =
                new EventsNode(
                        folder.resolve("plain.db"),
                        AsyncSettings.DEFAULTS,
                        Clock.SYSTEM,
                        new EventRuns() {
                            @Override
                            public Future<InvocationResult> run(Invocation invocation) {
                                return Future.succeededFuture(EventsNode.ran());
                            }

                            @Override
                            public EventOutlook outlook(Arn invoked) {
                                return EventOutlook.none(invoked);
                            }

                            @Override
                            public boolean isStopped(Arn function) {
                                return false;
                            }
                        })) {
            node.send("f", "1");
            node.awaitNothingWaits();
        }
    }
}
