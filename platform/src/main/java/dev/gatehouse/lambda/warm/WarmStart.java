package dev.gatehouse.lambda.warm;

import dev.gatehouse.lambda.environment.Surroundings;
import dev.gatehouse.lambda.environment.Ticker;
import dev.gatehouse.lambda.environment.WarmRuntime;
import dev.gatehouse.lambda.runtimeapi.RuntimeApi;
import dev.gatehouse.lambda.runtimeapi.RuntimeSession;
import dev.gatehouse.lambda.runtimeapi.WarmWatcher;
import dev.gatehouse.lambda.sandbox.Sandbox;
import dev.gatehouse.lambda.sandbox.SandboxCommand;
import dev.gatehouse.lambda.sandbox.SandboxProcess;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Starts one interpreter ahead of need. Runs on a virtual thread and blocks. */
final class WarmStart {
    private static final long PATIENCE_SECONDS = 30;

    private final Sandbox sandbox;
    private final Ticker ticker;
    private final RuntimeApi api;

    WarmStart(Sandbox sandbox, Ticker ticker, Surroundings around) {
        this.sandbox = sandbox;
        this.ticker = ticker;
        this.api = new RuntimeApi(ticker.loop(), around.settings().responseBytes());
    }

    /**
     * The runtime once it waits for a function; empty when it never does. Then, and when anything
     * fails, the sandbox is closed.
     */
    Optional<WarmRuntime> run(SandboxCommand command) {
        boolean ready = false;
        try {
            CompletableFuture<Void> waiting = new CompletableFuture<>();
            RuntimeSession session = open(() -> waiting.complete(null));
            SandboxProcess process = sandbox.start(command);
            process.exit()
                    .onSuccess(_ -> waiting.completeExceptionally(new IllegalStateException()));
            ready = isDone(waiting);
            return ready
                    ? Optional.of(new WarmRuntime(sandbox, api, session, process, ticker))
                    : Optional.empty();
        } finally {
            if (!ready) {
                api.close();
                sandbox.close();
            }
        }
    }

    private RuntimeSession open(WarmWatcher watcher) {
        CompletableFuture<RuntimeSession> opened = new CompletableFuture<>();
        ticker.loop()
                .execute(
                        () -> {
                            try {
                                api.open(sandbox.runtimeApiListener());
                                opened.complete(api.beginWarm(watcher));
                            } catch (RuntimeException failure) {
                                opened.completeExceptionally(failure);
                            }
                        });
        return opened.join();
    }

    private static boolean isDone(CompletableFuture<Void> waiting) {
        return waiting.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .handle((_, failure) -> failure == null)
                .join();
    }
}
