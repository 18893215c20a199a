package dev.gatehouse.gateway.integrate;

import dev.gatehouse.http.BodyRejectedException;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/**
 * The body of a backend's response as it comes; paused at first. It breaks where it turns out to be
 * too long. On one event loop.
 */
final class BackendBody implements ReadStream<Buffer> {
    private final HttpClientResponse response;
    private final long maxBytes;
    private final Listener listener;
    private @Nullable Handler<Buffer> reader;
    private @Nullable Handler<Void> ended;
    private @Nullable Handler<Throwable> broken;
    private long bytes;
    private boolean wanted;
    private boolean paused;

    /** Hears how a body gets on. */
    interface Listener {
        void moved();

        /** All of it came. */
        void ended();

        /** Nothing more comes of it. */
        void broke(Throwable cause);
    }

    BackendBody(HttpClientResponse response, long maxBytes, Listener listener) {
        this.response = response;
        this.maxBytes = maxBytes;
        this.listener = listener;
        response.pause();
        response.handler(this::pass);
        response.endHandler(_ -> end());
        response.exceptionHandler(this::breakOff);
    }

    /** Whether it is its reader who keeps the backend waiting. */
    boolean isHeld() {
        return wanted && paused;
    }

    /** For a body that nobody wants any more: what is here of it is dropped. */
    void discard() {
        reader = null;
        broken = null;
        response.resume();
    }

    @Override
    public BackendBody pause() {
        paused = true;
        response.pause();
        return this;
    }

    @Override
    public BackendBody resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public BackendBody fetch(long amount) {
        wanted = true;
        paused = false;
        listener.moved();
        response.fetch(amount);
        return this;
    }

    @Override
    public BackendBody handler(@Nullable Handler<Buffer> handler) {
        reader = handler;
        return this;
    }

    @Override
    public BackendBody endHandler(@Nullable Handler<Void> handler) {
        ended = handler;
        return this;
    }

    @Override
    public BackendBody exceptionHandler(@Nullable Handler<Throwable> handler) {
        broken = handler;
        return this;
    }

    private void pass(Buffer chunk) {
        bytes += chunk.length();
        listener.moved();
        if (bytes > maxBytes) {
            breakOff(new BodyRejectedException(BodyRejectedException.Reason.TOO_LARGE));
        } else if (reader != null) {
            reader.handle(chunk);
        }
    }

    private void end() {
        listener.ended();
        if (ended != null) {
            ended.handle(null);
        }
    }

    private void breakOff(Throwable cause) {
        Handler<Throwable> handler = broken;
        broken = null;
        listener.broke(cause);
        if (handler != null) {
            handler.handle(cause);
        }
    }
}
