package dev.gatehouse.lambda.async;

import dev.gatehouse.function.Invocation;
import dev.gatehouse.function.InvocationDetails;
import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.function.InvocationSource;
import dev.gatehouse.function.InvocationType;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.destination.Deliveries;
import dev.gatehouse.lambda.destination.OwnServices;
import dev.gatehouse.lambda.invoke.EventRuns;
import dev.gatehouse.store.sql.SqlStore;
import dev.gatehouse.testkit.Eventually;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** A store and its accepted events, without the functions: those are what a test says. */
final class EventsNode implements AutoCloseable {
    final SqlStore store;
    final AsyncEvents events;

    EventsNode(Path database, AsyncSettings settings, Clock clock, EventRuns runs) {
        this.store = SqlStore.open("sqlite:" + database);
        this.events =
                new AsyncEvents(
                        store, settings, new Deliveries(store, new OwnServices(), clock), clock);
        events.start(runs);
    }

    static final Arn ROLE = Arn.parse("arn:aws:iam::000000000000:role/r").orElseThrow();

    static Arn arn(String name) {
        return Arn.parse("arn:aws:lambda:us-east-1:000000000000:function:" + name).orElseThrow();
    }

    /** Returns once the event is kept. */
    void send(String function, String payload) {
        events.accept(
                        new Invocation(
                                arn(function),
                                Buffer.buffer(payload),
                                InvocationType.EVENT,
                                RequestId.next(),
                                InvocationSource.AUTHORIZED,
                                InvocationDetails.NONE),
                        arn(function))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** What is on its way to a destination. */
    String delivered(String target, Instant now) {
        Instant later = now.plus(Duration.ofHours(1));
        return Eventually.value(
                        () ->
                                store.queue(Deliveries.QUEUE)
                                        .claim(target, later, later.plusSeconds(1), 1),
                        found -> !found.isEmpty())
                .stream()
                .map(message -> new String(message.payload(), StandardCharsets.UTF_8))
                .findFirst()
                .orElseThrow();
    }

    long waiting() {
        return store.queue("lambda.async").size();
    }

    void awaitNothingWaits() {
        Eventually.holds(() -> waiting() == 0);
    }

    static InvocationResult ran() {
        return new InvocationResult(200, Buffer.buffer("{}"), null, "$LATEST", null);
    }

    static InvocationResult failed() {
        return new InvocationResult(200, Buffer.buffer("{}"), "Unhandled", "$LATEST", null);
    }

    static Future<InvocationResult> throttled() {
        return Future.failedFuture(
                new ServiceException("TooManyRequestsException", 429, "Rate Exceeded.", Map.of()));
    }

    @Override
    public void close() {
        events.close();
        store.close();
    }
}
