package dev.gatehouse.lambda.image;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A stream that ends with an error when nothing of it came for some time: a reader would wait on.
 */
final class MovingStream extends FilterInputStream {
    private final Executor later;
    private final AtomicLong reads = new AtomicLong();
    private volatile boolean over;
    private volatile boolean stalled;

    /**
     * @param patience how long one may have to wait for the next bytes, or twice that
     */
    MovingStream(InputStream in, Duration patience) {
        super(in);
        this.later = CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS);
        watch();
    }

    private void watch() {
        long before = reads.get();
        later.execute(
                () -> {
                    if (!over && reads.get() == before) {
                        stalled = true;
                        closeQuietly();
                    } else if (!over) {
                        watch();
                    }
                });
    }

    private void closeQuietly() {
        try {
            in.close();
        } catch (IOException e) {
            // The reader hears of the stall.
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            int read = super.read(bytes, offset, length);
            reads.incrementAndGet();
            requireMoving();
            return read;
        } catch (IOException e) {
            requireMoving();
            throw e;
        }
    }

    private void requireMoving() throws IOException {
        if (stalled) {
            throw new IOException("it stopped sending");
        }
    }

    @Override
    public void close() throws IOException {
        over = true;
        super.close();
    }
}
