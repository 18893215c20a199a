package dev.gatehouse.lambda.runtimeapi;

import io.netty.channel.Channel;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A function's response on its way from its environment's event loop to its reader's, which is the
 * one it is first resumed on. While enough waits the runtime is not read from. One writer and one
 * reader, without locks.
 */
public final class ResponseStream implements ReadStream<Buffer> {
    /** From here on the runtime has to wait. */
    private static final long ENOUGH_BYTES = 256 * 1024;

    private final Promise<String> head = Promise.promise();

    /** Bounded by what makes the runtime wait, and one read from its connection. */
    private final Queue<Buffer> waiting = new ConcurrentLinkedQueue<>();

    private final AtomicLong waitingBytes = new AtomicLong();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final AtomicBoolean held = new AtomicBoolean();
    private volatile @Nullable Channel runtime;
    private volatile @Nullable Context reader;
    private volatile boolean ended;
    private @Nullable Handler<Buffer> chunks;
    private @Nullable Handler<Void> end;
    private long wanted;
    private boolean draining;
    private boolean over;

    /** The content type, once the first byte is on its way; not complete where none ever is. */
    public Promise<String> head() {
        return head;
    }

    /** The runtime begins to respond. */
    void begin(Channel from, String contentType) {
        runtime = from;
        head.tryComplete(contentType);
    }

    /** Takes a chunk of the response; on the environment's event loop. */
    void write(Channel from, Buffer chunk) {
        waiting.add(chunk);
        if (waitingBytes.addAndGet(chunk.length()) > ENOUGH_BYTES) {
            from.config().setAutoRead(false);
            held.set(true);
            release();
        }
        wake();
    }

    /** Takes a response that came whole; from any thread. */
    public void add(Buffer whole) {
        waiting.add(whole);
        waitingBytes.addAndGet(whole.length());
        wake();
    }

    /** Nothing more comes; from any thread, after everything that came. */
    public void end() {
        ended = true;
        wake();
    }

    private void wake() {
        Context context = reader;
        if (context != null && woken.compareAndSet(false, true)) {
            context.runOnContext(_ -> drain());
        }
    }

    private void drain() {
        woken.set(false);
        if (draining) {
            return;
        }
        draining = true;
        try {
            // Asked before the queue: what was written before the end is in the queue then.
            boolean last = ended;
            while (wanted > 0) {
                Buffer chunk = waiting.poll();
                if (chunk == null) {
                    finish(last);
                    return;
                }
                pass(chunk);
            }
        } finally {
            draining = false;
        }
    }

    private void pass(Buffer chunk) {
        wanted -= wanted == Long.MAX_VALUE ? 0 : 1;
        waitingBytes.addAndGet(-chunk.length());
        release();
        Handler<Buffer> handler = chunks;
        if (handler != null) {
            handler.handle(chunk);
        }
    }

    private void release() {
        if (waitingBytes.get() <= ENOUGH_BYTES / 2 && held.compareAndSet(true, false)) {
            Channel from = Objects.requireNonNull(runtime);
            from.eventLoop().execute(() -> from.config().setAutoRead(true));
        }
    }

    private void finish(boolean last) {
        if (last && !over) {
            over = true;
            Handler<Void> handler = end;
            if (handler != null) {
                handler.handle(null);
            }
        }
    }

    @Override
    public ResponseStream handler(@Nullable Handler<Buffer> handler) {
        chunks = handler;
        return this;
    }

    @Override
    public ResponseStream endHandler(@Nullable Handler<Void> handler) {
        end = handler;
        return this;
    }

    /** It never breaks: what goes wrong in the middle is told at its end. */
    @Override
    public ResponseStream exceptionHandler(@Nullable Handler<Throwable> handler) {
        return this;
    }

    @Override
    public ResponseStream pause() {
        wanted = 0;
        return this;
    }

    @Override
    public ResponseStream resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public ResponseStream fetch(long amount) {
        wanted = amount > Long.MAX_VALUE - wanted ? Long.MAX_VALUE : wanted + amount;
        if (reader == null) {
            reader = Objects.requireNonNull(Vertx.currentContext(), "not on an event loop");
        }
        drain();
        return this;
    }
}
