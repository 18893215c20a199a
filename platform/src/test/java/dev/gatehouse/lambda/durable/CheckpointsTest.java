package dev.gatehouse.lambda.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.aws.lambda.CallbackDetails;
import dev.gatehouse.aws.lambda.CheckpointDurableExecutionResponse;
import dev.gatehouse.aws.lambda.ErrorObject;
import dev.gatehouse.aws.lambda.GetDurableExecutionStateRequest;
import dev.gatehouse.aws.lambda.GetDurableExecutionStateResponse;
import dev.gatehouse.aws.lambda.LambdaOperation;
import dev.gatehouse.aws.lambda.OperationUpdate;
import dev.gatehouse.kernel.TurnableClock;
import dev.gatehouse.lambda.durable.DurableNode.Event;
import dev.gatehouse.lambda.durable.DurableNode.Handler;
import dev.gatehouse.lambda.durable.model.DurableDocuments;
import dev.gatehouse.lambda.durable.model.ExecutionArn;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What running functions may write, and what those may say whom they wait for. */
@Tag("node")
class CheckpointsTest {
    @TempDir Path folder;
    private final TurnableClock clock = new TurnableClock();
    private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(8);
    private final CountDownLatch over = new CountDownLatch(1);
    private @Nullable DurableNode started;

    @BeforeEach
    void start() {
        // The first invocation lasts as long as the test; later ones wait.
        Handler handler =
                event -> {
                    events.add(event);
                    if (event.status("c").equals("SUCCEEDED")) {
                        return "{\"Status\": \"SUCCEEDED\", \"Result\": "
                                + event.field("c").path("CallbackDetails").path("Result")
                                + "}";
                    }
                    if (event.status("c").isEmpty()) {
                        try {
                            over.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    }
                    return DurableNode.PENDING;
                };
        started = new DurableNode(folder.resolve("store.db"), clock, handler);
    }

    @AfterEach
    void stop() {
        over.countDown();
        node().close();
    }

    private DurableNode node() {
        return Objects.requireNonNull(started);
    }

    private Event begin() throws InterruptedException {
        node().begin("x");
        return Objects.requireNonNull(events.poll(120, TimeUnit.SECONDS));
    }

    @Test
    void aTokenServesOnce() throws InterruptedException {
        Event event = begin();
        String first = event.token();
        event.checkpoint(UpdatesOf.succeeded("a", "1"));
        assertThatThrownBy(
                        () ->
                                node().checkpoint(
                                                event.arn(),
                                                first,
                                                null,
                                                UpdatesOf.succeeded("b", "1")))
                .hasMessageContaining("Invalid checkpoint token");
        event.checkpoint(UpdatesOf.succeeded("b", "1"));
    }

    @Test
    void theSameCheckpointSentAgainIsTakenOnce() throws InterruptedException {
        Event event = begin();
        OperationUpdate wait = UpdatesOf.wait("w", 60);
        CheckpointDurableExecutionResponse first =
                node().checkpoint(event.arn(), event.token(), "t", wait);
        CheckpointDurableExecutionResponse again =
                node().checkpoint(event.arn(), event.token(), "t", wait);
        assertThat(again).isEqualTo(first);
    }

    @Test
    void aCheckpointWithOneBadUpdateChangesNothing() throws InterruptedException {
        Event event = begin();
        OperationUpdate error =
                UpdatesOf.of("STEP", "FAIL", "s").toBuilder()
                        .error(ErrorObject.builder().errorMessage("x".repeat(40_000)).build())
                        .build();
        rejects(event, "Error object size must be less than 32768 bytes.", error);
        rejects(
                event,
                "Invalid action for the given operation type.",
                UpdatesOf.of("CALLBACK", "CANCEL", "s"));
        rejects(
                event,
                "Cannot cancel a WAIT that does not exist or has already completed.",
                UpdatesOf.of("WAIT", "CANCEL", "s"));
        rejects(
                event,
                "Invalid parent operation id.",
                UpdatesOf.succeeded("s", "1").toBuilder().parentId("nobody").build());
        rejects(
                event,
                "Cannot checkpoint multiple operations with the same ID.",
                UpdatesOf.wait("s", 1),
                UpdatesOf.wait("s", 1));
        rejects(
                event,
                "EXECUTION checkpoint must be the last update.",
                UpdatesOf.of("EXECUTION", "SUCCEED", "e"),
                UpdatesOf.succeeded("s", "1"));
        rejects(
                event,
                "Invalid WaitOptions for the given action.",
                UpdatesOf.of("WAIT", "START", "s"));
        ExecutionArn arn = ExecutionArn.parse(event.arn()).orElseThrow();
        assertThat(node().history(arn)).containsExactly("ExecutionStarted");
        event.checkpoint(UpdatesOf.succeeded("s", "1"));
    }

    private void rejects(Event event, String message, OperationUpdate... updates) {
        OperationUpdate[] more = new OperationUpdate[updates.length + 1];
        more[0] = UpdatesOf.succeeded("good", "1");
        System.arraycopy(updates, 0, more, 1, updates.length);
        assertThatThrownBy(() -> event.checkpoint(more)).hasMessageContaining(message);
    }

    @Test
    void aStepThatIsOverCannotBeEndedAgain() throws InterruptedException {
        Event event = begin();
        event.checkpoint(UpdatesOf.succeeded("s", "1"));
        assertThatThrownBy(() -> event.checkpoint(UpdatesOf.succeeded("s", "2")))
                .hasMessageContaining("Invalid current STEP state to close.");
        assertThatThrownBy(() -> event.checkpoint(UpdatesOf.of("STEP", "START", "s")))
                .hasMessageContaining("Invalid current STEP state to start.");
    }

    @Test
    void aRunningFunctionHearsOfWhatEndedMeanwhile() throws InterruptedException {
        Event event = begin();
        List<LambdaOperation> begun = event.checkpoint(UpdatesOf.wait("w", 60));
        assertThat(begun).extracting(LambdaOperation::status).containsExactly("STARTED");
        clock.turn(Duration.ofSeconds(61));
        List<LambdaOperation> ended = event.checkpoint();
        assertThat(ended).extracting(LambdaOperation::status).containsExactly("SUCCEEDED");
        assertThat(event.checkpoint()).isEmpty();
    }

    @Test
    void theCheckpointThatEndsAnExecutionHasNoNextToken() throws InterruptedException {
        Event event = begin();
        CheckpointDurableExecutionResponse response =
                node().checkpoint(
                                event.arn(),
                                event.token(),
                                "t",
                                UpdatesOf.of("EXECUTION", "SUCCEED", "e").toBuilder()
                                        .payload("9")
                                        .build());
        assertThat(response.checkpointToken()).isNull();
        ExecutionArn arn = ExecutionArn.parse(event.arn()).orElseThrow();
        assertThat(node().outcome(arn).result()).isEqualTo("9");
    }

    @Test
    void operationsAreShownInPages() throws InterruptedException {
        Event event = begin();
        for (int i = 0; i < 5; i++) {
            event.checkpoint(UpdatesOf.succeeded("s" + i, "1"));
        }
        GetDurableExecutionStateResponse first = state(event, null);
        GetDurableExecutionStateResponse second = state(event, first.nextMarker());
        assertThat(first.operations()).hasSize(4);
        assertThat(second.operations()).hasSize(2);
        assertThat(second.nextMarker()).isNull();
    }

    private GetDurableExecutionStateResponse state(Event event, @Nullable String marker) {
        return node().durable
                .checkpoints()
                .state(
                        DurableNode.SCOPE,
                        GetDurableExecutionStateRequest.builder()
                                .durableExecutionArn(event.arn())
                                .checkpointToken(event.token())
                                .marker(marker)
                                .maxItems(4)
                                .build());
    }

    private String callback(Event event, @Nullable Integer timeout, @Nullable Integer heartbeat) {
        LambdaOperation operation =
                event.checkpoint(UpdatesOf.callback("c", timeout, heartbeat)).getFirst();
        CallbackDetails details = Objects.requireNonNull(operation.callbackDetails());
        return Objects.requireNonNull(details.callbackId());
    }

    @Test
    void aCallbackIsTakenOnce() throws InterruptedException {
        Event event = begin();
        String id = callback(event, null, null);
        over.countDown();
        Callbacks callbacks = node().durable.callbacks();
        callbacks.succeed(DurableNode.SCOPE, id, "\"yes\"".getBytes());
        assertThatThrownBy(() -> callbacks.succeed(DurableNode.SCOPE, id, "\"no\"".getBytes()))
                .hasMessageContaining("has already been closed");
        assertThatThrownBy(() -> callbacks.fail(DurableNode.SCOPE, id, null))
                .hasMessageContaining("has already been closed");
        assertThatThrownBy(() -> callbacks.heartbeat(DurableNode.SCOPE, "bm90aGluZw=="))
                .hasMessageContaining("Invalid callback id");
        ExecutionArn arn = ExecutionArn.parse(event.arn()).orElseThrow();
        node().awaitStatus(arn, "SUCCEEDED");
        assertThat(node().outcome(arn).result()).isEqualTo("\"yes\"");
    }

    @Test
    void aCallbackLivesAsLongAsItIsHeardOf() throws InterruptedException {
        Event event = begin();
        // All within the minute after which an event that is not heard of begins again.
        String id = callback(event, 300, 10);
        Callbacks callbacks = node().durable.callbacks();
        for (int i = 0; i < 3; i++) {
            clock.turn(Duration.ofSeconds(8));
            callbacks.heartbeat(DurableNode.SCOPE, id);
        }
        clock.turn(Duration.ofSeconds(11));
        assertThatThrownBy(() -> callbacks.heartbeat(DurableNode.SCOPE, id))
                .hasMessageContaining("has already been closed");
        LambdaOperation ended = event.checkpoint().getFirst();
        assertThat(ended.status()).isEqualTo("TIMED_OUT");
        assertThat(Objects.requireNonNull(ended.callbackDetails()).error())
                .extracting(error -> Objects.requireNonNull(error).errorType())
                .isEqualTo("Callback.Heartbeat");
    }

    @Test
    void heartbeatsKeepNothing() throws InterruptedException {
        String id = callback(begin(), 300, 60);
        long before = node().store.queue(DurableDocuments.QUEUE).size();
        for (int i = 0; i < 20; i++) {
            clock.turn(Duration.ofSeconds(1));
            node().durable.callbacks().heartbeat(DurableNode.SCOPE, id);
        }
        assertThat(node().store.queue(DurableDocuments.QUEUE).size()).isEqualTo(before);
    }

    @Test
    void aStoppedExecutionTakesNoCheckpoint() throws InterruptedException {
        Event event = begin();
        ExecutionArn arn = ExecutionArn.parse(event.arn()).orElseThrow();
        node().durable.executions().stop(arn, null);
        assertThat(node().status(arn)).isEqualTo("STOPPED");
        assertThatThrownBy(event::checkpoint).hasMessageContaining("Invalid checkpoint token");
    }
}
