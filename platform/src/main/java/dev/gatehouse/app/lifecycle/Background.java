package dev.gatehouse.app.lifecycle;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** A part of the node that opens on a thread of its own, beside the others. */
public final class Background<T extends AutoCloseable> implements AutoCloseable {
    private final CompletableFuture<T> part;

    private Background(CompletableFuture<T> part) {
        this.part = part;
    }

    public static <T extends AutoCloseable> Background<T> open(String name, Supplier<T> opening) {
        return new Background<>(
                CompletableFuture.supplyAsync(
                        opening, task -> Thread.ofPlatform().name(name).daemon().start(task)));
    }

    /** The part, once it is there; throws what kept it from opening. */
    public T await() {
        try {
            return part.join();
        } catch (CompletionException problem) {
            if (problem.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw problem;
        }
    }

    /** Closes the part, when it did open. */
    @Override
    public void close() throws Exception {
        T opened;
        try {
            opened = await();
        } catch (RuntimeException neverOpened) {
            return; // the node's start has said so
        }
        opened.close();
    }
}
