package dev.gatehouse.lambda.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a number of bare sandboxes ready, made in the background as they are taken. */
final class ReadySlots implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReadySlots.class);
    private static final long PAUSE_AFTER_FAILURE_MILLIS = 1_000;

    private final Supplier<NamespaceSandbox> maker;
    private final @Nullable BlockingQueue<NamespaceSandbox> ready;
    private final @Nullable Thread filler;

    ReadySlots(int count, Supplier<NamespaceSandbox> maker) {
        this.maker = maker;
        if (count == 0) {
            ready = null;
            filler = null;
            return;
        }
        BlockingQueue<NamespaceSandbox> queue = new ArrayBlockingQueue<>(count);
        ready = queue;
        filler = Thread.ofVirtual().name("sandbox-filler").start(() -> fill(queue));
    }

    /** One that is ready, or else one made now. */
    NamespaceSandbox take() {
        NamespaceSandbox sandbox = ready == null ? null : ready.poll();
        return sandbox == null ? maker.get() : sandbox;
    }

    private void fill(BlockingQueue<NamespaceSandbox> queue) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                keep(queue, maker.get());
            } catch (SandboxException e) {
                LOG.warn("No sandbox could be made ahead: {}", e.getMessage());
                pause();
            }
        }
    }

    private static void keep(BlockingQueue<NamespaceSandbox> queue, NamespaceSandbox sandbox) {
        try {
            queue.put(sandbox);
        } catch (InterruptedException e) {
            sandbox.close();
            Thread.currentThread().interrupt();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_AFTER_FAILURE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        if (ready == null || filler == null) {
            return;
        }
        filler.interrupt();
        try {
            filler.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<NamespaceSandbox> left = new ArrayList<>();
        ready.drainTo(left);
        left.forEach(NamespaceSandbox::close);
    }
}
