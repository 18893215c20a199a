package dev.gatehouse.lambda.schedule;

import dev.gatehouse.lambda.runtimeapi.RuntimeApi;
import dev.gatehouse.lambda.runtimeapi.RuntimeSession;
import dev.gatehouse.lambda.runtimeapi.WarmWatcher;
import dev.gatehouse.lambda.sandbox.Sandbox;
import dev.gatehouse.lambda.sandbox.SandboxCommand;
import dev.gatehouse.lambda.sandbox.SandboxProcess;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

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

    /** Gives {@code done} the runtime once it waits for a function, or nothing if it never does. */
    void run(SandboxCommand command, Consumer<Optional<WarmRuntime>> done) {
        CompletableFuture<Void> waiting = new CompletableFuture<>();
        CompletableFuture<RuntimeSession> opened = new CompletableFuture<>();
        WarmWatcher watcher = () -> waiting.complete(null);
        ticker.loop()
                .execute(
                        () -> {
                            api.open(sandbox.runtimeApiListener());
                            opened.complete(api.beginWarm(watcher));
                        });
        RuntimeSession session = opened.join();
        SandboxProcess process = sandbox.start(command);
        process.exit().onSuccess(_ -> waiting.completeExceptionally(new IllegalStateException()));
        waiting.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .handle((_, failure) -> failure == null)
                .thenAccept(
                        ready ->
                                done.accept(
                                        ready
                                                ? Optional.of(
                                                        new WarmRuntime(
                                                                sandbox, api, session, process,
                                                                ticker))
                                                : Optional.empty()))
                .join();
    }

    void abandon() {
        api.close();
        sandbox.close();
    }
}
