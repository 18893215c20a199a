package dev.gatehouse.app;

import dev.gatehouse.lambda.sandbox.SandboxLevel;
import dev.gatehouse.lambda.sandbox.SandboxSettings;
import dev.gatehouse.lambda.sandbox.Sandboxes;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Finds the isolation that functions get. Most of it is waiting for a first sandbox to come and go,
 * and so it happens beside the opening of the store.
 */
final class SandboxStart implements AutoCloseable {
    /** Sandboxes kept ready ahead of need. */
    private static final int READY = 4;

    private final CompletableFuture<Sandboxes> started;

    SandboxStart(Config.Functions settings, DataFolder folder) {
        this.started =
                CompletableFuture.supplyAsync(
                        () -> start(settings, folder),
                        task -> Thread.ofPlatform().name("sandboxes").daemon().start(task));
    }

    /**
     * The sandboxes, once they are there.
     *
     * @throws SettingsException this machine does not allow what the settings insist on
     */
    Sandboxes await() {
        try {
            return started.join();
        } catch (CompletionException problem) {
            if (problem.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw problem;
        }
    }

    /** Closes the sandboxes; without any when they could not be started. */
    @Override
    public void close() {
        Sandboxes sandboxes;
        try {
            sandboxes = await();
        } catch (RuntimeException neverStarted) {
            return; // the node's start has said so
        }
        sandboxes.close();
    }

    private static Sandboxes start(Config.Functions settings, DataFolder folder) {
        Optional<SandboxLevel> level =
                settings.sandbox().equals("process")
                        ? Optional.of(SandboxLevel.PROCESS)
                        : Optional.empty();
        Sandboxes started =
                Sandboxes.start(
                        new SandboxSettings(folder.sandboxes(), READY, level, settings.awsNames()));
        boolean weaker = started.report().level() == SandboxLevel.PROCESS;
        if (weaker && settings.sandbox().equals("namespaces")) {
            String reasons = String.join("; ", started.report().warnings());
            started.close();
            throw new SettingsException(
                    "sandbox is namespaces, which this machine does not allow: " + reasons);
        }
        return started;
    }
}
