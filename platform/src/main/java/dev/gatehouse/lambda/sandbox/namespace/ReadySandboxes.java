package dev.gatehouse.lambda.sandbox.namespace;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a number of bare sandboxes ready, made in the background as they are taken. */
final class ReadySandboxes implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReadySandboxes.class);

    /** What was just taken is about to start a function: it gets the processors first. */
    private static final long PAUSE_AFTER_TAKING_MILLIS = 50;

    private static final long PAUSE_AFTER_FAILURE_MILLIS = 1_000;

    private final Supplier<NamespaceSandbox> maker;
    private final BlockingQueue<NamespaceSandbox> ready;
    private final Semaphore wanted;
    private final Thread filler;
    private volatile boolean taken;
    private volatile boolean stopping;

    /**
     * @param first one that is there already
     */
    ReadySandboxes(int count, NamespaceSandbox first, Supplier<NamespaceSandbox> maker) {
        this.maker = maker;
        this.ready = new ArrayBlockingQueue<>(Math.max(1, count));
        ready.add(first);
        // Below zero where none is to be kept: the first is not replaced then.
        this.wanted = new Semaphore(count - 1);
        this.filler = Thread.ofVirtual().name("sandbox-filler").start(this::fill);
    }

    /** How many are there. */
    int count() {
        return ready.size();
    }

    /** One that is ready and still there, or else one made now. */
    NamespaceSandbox take() {
        NamespaceSandbox sandbox = ready.poll();
        while (sandbox != null && sandbox.isGone()) {
            wanted.release();
            sandbox.close();
            sandbox = ready.poll();
        }
        if (sandbox == null) {
            return maker.get();
        }
        taken = true;
        wanted.release();
        return sandbox;
    }

    private void fill() {
        while (true) {
            wanted.acquireUninterruptibly();
            if (taken) {
                pause(PAUSE_AFTER_TAKING_MILLIS);
            }
            if (stopping) {
                return;
            }
            try {
                ready.add(maker.get());
            } catch (RuntimeException | Error e) {
                // Whatever it was: nobody else would make any.
                LOG.warn("No sandbox could be made ahead", e);
                pause(PAUSE_AFTER_FAILURE_MILLIS);
                wanted.release();
            }
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets the one that is being made be finished: what is half made cannot be cleaned up. */
    @Override
    public void close() {
        stopping = true;
        wanted.release(2); // enough from below zero, too
        try {
            filler.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<NamespaceSandbox> left = new ArrayList<>();
        ready.drainTo(left);
        left.parallelStream().forEach(NamespaceSandbox::close);
    }
}
