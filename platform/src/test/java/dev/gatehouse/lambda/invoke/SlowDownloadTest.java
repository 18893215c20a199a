package dev.gatehouse.lambda.invoke;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.async.AsyncSettings;
import dev.gatehouse.lambda.runtimes.fetch.Registries;
import dev.gatehouse.lambda.sandbox.SandboxSettings;
import dev.gatehouse.lambda.sandbox.level.LevelChoice;
import dev.gatehouse.lambda.schedule.ScheduleSettings;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry that accepts connections and says nothing. */
@Tag("sandbox")
class SlowDownloadTest {
    private static final String ECHO =
            """
            #!/bin/sh
            api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
            while true; do
              id=$(curl -sS -D - -o /tmp/event "$api/next" \
                | sed -n 's/^[Ll]ambda-[Rr]untime-[Aa]ws-[Rr]equest-[Ii]d: *//p' | tr -d '\\r')
              curl -sS -d '"here"' "$api/$id/response" >/tmp/out
            done
            """;

    @TempDir private Path folder;

    @Test
    void startsThatDownloadKeepNoOthersWaiting() throws IOException {
        ScheduleSettings settings = ScheduleSettings.defaults();
        try (ServerSocket silent = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
                LambdaNode node = node(settings, silent.getLocalPort())) {
            node.publish(
                    new LambdaNode.Source(
                            "slow", "python3.13", "app.handler", Map.of("app.py", "")));
            node.publish(
                    new LambdaNode.Source(
                            "fast", "provided.al2023", "x", Map.of("bootstrap", ECHO)));
            List<Future<InvocationResult>> waiting = new ArrayList<>();
            for (int i = 0; i < settings.startsAtOnce() + 1; i++) {
                waiting.add(node.send("slow", "{}", false));
            }
            try (Socket download = silent.accept()) {
                assertThat(download.isConnected()).isTrue();
                assertThat(respond(node.send("fast", "{}", false))).isEqualTo("\"here\"");
                assertThat(waiting).noneMatch(Future::isComplete);
            }
            silent.close();
            for (Future<InvocationResult> each : waiting) {
                assertThat(catchThrowable(() -> LambdaNode.await(each)))
                        .isInstanceOfSatisfying(
                                ServiceException.class,
                                e -> assertThat(e.code()).isEqualTo("InvalidRuntimeException"));
            }
        }
    }

    @Test
    void nodesStopInTheMiddleOfADownload() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress())) {
            LambdaNode node = node(ScheduleSettings.defaults(), silent.getLocalPort());
            node.publish(
                    new LambdaNode.Source(
                            "slow", "python3.13", "app.handler", Map.of("app.py", "")));
            Future<InvocationResult> run = node.send("slow", "{}", false);
            try (Socket download = silent.accept()) {
                assertThat(download.isConnected()).isTrue();
                assertThatCode(() -> CompletableFuture.runAsync(node::close).get(120, SECONDS))
                        .doesNotThrowAnyException();
                assertThat(run.failed()).isTrue();
            }
        }
    }

    private static String respond(Future<InvocationResult> run) {
        try {
            return run.toCompletionStage()
                    .toCompletableFuture()
                    .get(120, SECONDS)
                    .payload()
                    .toString();
        } catch (TimeoutException e) {
            throw new AssertionError("the other function waits for a download", e);
        } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private LambdaNode node(ScheduleSettings settings, int port) {
        SandboxSettings sandboxes =
                new SandboxSettings(folder.resolve("sandboxes"), 1, Optional.empty(), true, true);
        Registries registries =
                Registries.of(Map.of("PIP_INDEX_URL", "http://127.0.0.1:" + port + "/simple"));
        return new LambdaNode(
                folder,
                LevelChoice.start(sandboxes),
                settings,
                _ -> {},
                LambdaNode.runtimes(folder.resolve("clients"), registries),
                new LambdaNode.Acceptance(AsyncSettings.DEFAULTS, Clock.SYSTEM));
    }
}
