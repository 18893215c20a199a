package dev.gatehouse.http.blocking;

import dev.gatehouse.http.BodyRejectedException;
import dev.gatehouse.http.BodyRejectedException.Reason;
import dev.gatehouse.http.RequestStream;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request as blocking code reads it: it comes from the request's event loop, which
 * reads no further from the socket while enough waits here. Fails with {@link
 * BodyRejectedException} when the client leaves in the middle.
 */
final class StreamInput extends InputStream {
    private static final int ENOUGH_BYTES = 256 * 1024;

    private final RequestStream request;
    private final Context context;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Buffer> waiting = new ArrayDeque<>(2);
    private int waitingBytes;
    private boolean ended;
    private boolean broken;
    private boolean paused;
    private @Nullable Buffer current;
    private int at;

    StreamInput(RequestStream request, Context context) {
        this.request = request;
        this.context = context;
    }

    /**
     * Begins to take what comes. On the event loop.
     *
     * @param whenReady runs there once the body is whole, or enough of it waits
     * @param whenBroken runs there when it breaks off
     */
    void start(Runnable whenReady, Runnable whenBroken) {
        request.handler(
                chunk -> {
                    if (arrived(chunk)) {
                        whenReady.run();
                    }
                });
        request.exceptionHandler(
                _ -> {
                    if (breakOff()) {
                        whenBroken.run();
                    }
                });
        request.endHandler(
                _ -> {
                    end();
                    whenReady.run();
                });
    }

    /** Reads no more from the socket before more is wanted. On the event loop. */
    void hold() {
        lock.lock();
        try {
            paused = true;
            request.pause();
        } finally {
            lock.unlock();
        }
    }

    /** What is left is not wanted. On the event loop. */
    void discard() {
        request.discard();
    }

    /** Whether enough waits. */
    private boolean arrived(Buffer chunk) {
        lock.lock();
        try {
            waiting.add(chunk);
            waitingBytes += chunk.length();
            if (waitingBytes >= ENOUGH_BYTES && !paused) {
                paused = true;
                request.pause();
            }
            changed.signal();
            return waitingBytes >= ENOUGH_BYTES;
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        lock.lock();
        try {
            ended = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Whether there was something left to come. */
    private boolean breakOff() {
        lock.lock();
        try {
            broken = !ended;
            changed.signal();
            return broken;
        } finally {
            lock.unlock();
        }
    }

    /** Whether all of it is here. */
    boolean isWhole() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        Buffer chunk = current == null ? next() : current;
        if (chunk == null) {
            return -1;
        }
        int taken = Math.min(length, chunk.length() - at);
        chunk.getBytes(at, at + taken, into, offset);
        at += taken;
        current = at < chunk.length() ? chunk : null;
        return taken;
    }

    /** The next chunk, which has some bytes; null at the end. Waits for it. */
    private @Nullable Buffer next() {
        at = 0;
        lock.lock();
        try {
            while (waiting.isEmpty()) {
                if (broken) {
                    throw new BodyRejectedException(Reason.BROKEN_OFF);
                }
                if (ended) {
                    return null;
                }
                if (paused) {
                    paused = false;
                    context.runOnContext(_ -> request.resume());
                }
                changed.await();
            }
            Buffer chunk = waiting.remove();
            waitingBytes -= chunk.length();
            return chunk;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new BodyRejectedException(Reason.BROKEN_OFF);
        } finally {
            lock.unlock();
        }
    }
}
