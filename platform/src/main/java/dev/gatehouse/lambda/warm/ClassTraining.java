package dev.gatehouse.lambda.warm;

import dev.gatehouse.lambda.environment.Surroundings;
import dev.gatehouse.lambda.environment.Ticker;
import dev.gatehouse.lambda.runtimeapi.ResponseStream;
import dev.gatehouse.lambda.runtimeapi.RuntimeApi;
import dev.gatehouse.lambda.runtimeapi.RuntimeEvent;
import dev.gatehouse.lambda.runtimeapi.RuntimeResponse;
import dev.gatehouse.lambda.runtimeapi.RuntimeSession;
import dev.gatehouse.lambda.runtimeapi.RuntimeWatcher;
import dev.gatehouse.lambda.runtimes.RuntimeSetup.ClassArchive;
import dev.gatehouse.lambda.sandbox.Sandbox;
import dev.gatehouse.lambda.sandbox.SandboxCommand;
import dev.gatehouse.lambda.sandbox.SandboxExit;
import dev.gatehouse.lambda.sandbox.SandboxProcess;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs a runtime with a few events, restores it where it asks for that, ends it in order, and takes
 * what it leaves out of its sandbox. Runs on a virtual thread and blocks.
 */
final class ClassTraining {
    /**
     * The second event of a runtime needs nothing that the first did not, but for what follows it.
     */
    private static final int EVENTS = 2;

    private static final Buffer EVENT =
            Buffer.buffer("{\"text\":\"\",\"number\":1.5,\"list\":[true,null,{}]}");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long LARGEST_BYTES = 128 << 20;

    private final Sandbox sandbox;
    private final Ticker ticker;
    private final Surroundings around;

    ClassTraining(Sandbox sandbox, Ticker ticker, Surroundings around) {
        this.sandbox = sandbox;
        this.ticker = ticker;
        this.around = around;
    }

    /**
     * @param command leaves an archive once it was asked to end
     * @param file becomes the archive
     * @throws IOException when none comes of it
     */
    void run(SandboxCommand command, Path file) throws IOException {
        RuntimeApi api = new RuntimeApi(ticker.loop(), around.settings().responseBytes());
        try {
            Trainee trainee = new Trainee();
            await(trainee.open(api));
            SandboxProcess process = sandbox.start(command);
            around.blocking(() -> drain(process), _ -> {});
            CompletableFuture<SandboxExit> exit = exit(process);
            process.exit().onSuccess(how -> trainee.ended(how.status()));
            await(trainee.done);
            process.terminate();
            await(exit);
        } finally {
            api.close();
        }
        fetch(file);
    }

    /** By a program of the sandbox: the node has no way into it, and needs none. */
    private void fetch(Path file) throws IOException {
        List<String> cat = List.of("/bin/cat", sandbox.locate(ClassArchive.TRAINED));
        SandboxProcess reader = sandbox.start(new SandboxCommand(cat, Map.of(), "/", false));
        try (InputStream from = reader.output();
                OutputStream to = Files.newOutputStream(file)) {
            byte[] buffer = new byte[64 * 1024];
            long bytes = 0;
            for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                bytes += read;
                if (bytes > LARGEST_BYTES) {
                    throw new IOException("an archive of more than " + LARGEST_BYTES + " bytes");
                }
                to.write(buffer, 0, read);
            }
        }
        SandboxExit exit = await(exit(reader));
        if (exit.code() != 0 || exit.signal() != 0) {
            throw new IOException("no archive was left: " + exit.status());
        }
    }

    private static CompletableFuture<SandboxExit> exit(SandboxProcess process) {
        return process.exit().toCompletionStage().toCompletableFuture();
    }

    private static <T> T await(CompletableFuture<T> what) throws IOException {
        try {
            return what.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            throw new IOException(e.getCause());
        }
    }

    private static void drain(SandboxProcess process) {
        try (InputStream output = process.output()) {
            output.transferTo(OutputStream.nullOutputStream());
        } catch (IOException _) {
            // It is gone, as is what it wrote.
        }
    }

    /** A runtime that is given a few events. Confined to the event loop. */
    private final class Trainee implements RuntimeWatcher {
        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private @Nullable RuntimeSession session;
        private int events;

        private CompletableFuture<Void> open(RuntimeApi api) {
            return CompletableFuture.runAsync(
                    () -> {
                        session = api.begin(this, null);
                        api.open(sandbox.runtimeApiListener());
                    },
                    ticker.loop());
        }

        @Override
        public void ready() {
            RuntimeSession current = session;
            if (events++ < EVENTS && current != null) {
                long deadline = around.clock().millis() + PATIENCE.toMillis();
                current.deliver(
                        new RuntimeEvent(
                                "00000000-0000-4000-8000-000000000000",
                                EVENT,
                                deadline,
                                "arn:aws:lambda:us-east-1:000000000000:function:f",
                                "Root=1-00000000-000000000000000000000000;Sampled=0",
                                null,
                                null,
                                null));
            } else {
                done.complete(null);
            }
        }

        private void ended(String how) {
            done.completeExceptionally(new IOException("the runtime ended: " + how));
        }

        @Override
        public boolean restoring() {
            return true;
        }

        @Override
        public @Nullable ResponseStream responding() {
            return null;
        }

        @Override
        public void truncated() {}

        @Override
        public void responded(RuntimeResponse response) {}

        @Override
        public void initFailed(RuntimeResponse.Failure failure) {
            ended("it cannot start");
        }
    }
}
