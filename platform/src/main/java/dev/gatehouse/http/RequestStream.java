package dev.gatehouse.http;

import dev.gatehouse.http.BodyRejectedException.Reason;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request as a stream that begins paused: nothing is read from the socket, and a
 * client that waits to be told is not told to continue, before its body is wanted. While it is
 * paused it is us who keep the client waiting, which {@link ConnectionWatch} has to know. It breaks
 * with a {@link BodyRejectedException}. On the request's event loop.
 */
public final class RequestStream implements ReadStream<Buffer> {
    private final HttpServerRequest request;
    private final HeldRequests held;
    private final long maxBytes;
    private @Nullable Handler<Throwable> broken;
    private boolean begun;
    private boolean paused;
    private boolean overrun;

    /** Not paused as yet, and as long as it will be: what came with the head may still come. */
    public RequestStream(HttpServerRequest request) {
        this(request, Long.MAX_VALUE);
    }

    private RequestStream(HttpServerRequest request, long maxBytes) {
        this.request = request;
        this.held = HeldRequests.on(request.connection());
        this.maxBytes = maxBytes;
    }

    /**
     * The body of a request: none, or a paused stream. Call it before anything of it came.
     *
     * @param maxBytes a body that turns out to be longer breaks off
     */
    public static Body of(HttpServerRequest request, long maxBytes) {
        long length = AnnouncedLength.of(request);
        if (length == 0) {
            return Body.NONE;
        }
        RequestStream stream = new RequestStream(request, maxBytes);
        stream.pause();
        return new Body.Stream(stream, length);
    }

    /** Whether anything of it was wanted. */
    public boolean isBegun() {
        return begun;
    }

    /** For a body that is not wanted: what comes of it is dropped. No client is told to send it. */
    public void discard() {
        begun = true;
        request.handler(_ -> {}).endHandler(_ -> {}).exceptionHandler(_ -> {});
        release();
        request.resume();
    }

    @Override
    public RequestStream pause() {
        if (!paused && !request.isEnded()) {
            paused = true;
            held.add();
            request.pause();
        }
        return this;
    }

    @Override
    public RequestStream resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public RequestStream fetch(long amount) {
        release();
        if (!begun) {
            begun = true;
            RequestGate.invite(request);
        }
        if (!request.isEnded()) {
            request.fetch(amount);
        }
        return this;
    }

    private void release() {
        if (paused) {
            paused = false;
            held.remove();
        }
    }

    @Override
    public RequestStream handler(@Nullable Handler<Buffer> handler) {
        if (!request.isEnded()) {
            request.handler(handler == null ? null : chunk -> pass(chunk, handler));
        }
        return this;
    }

    private void pass(Buffer chunk, Handler<Buffer> handler) {
        if (request.bytesRead() <= maxBytes) {
            handler.handle(chunk);
        } else if (!overrun) {
            overrun = true;
            breakOff(Reason.TOO_LARGE);
        }
    }

    @Override
    public RequestStream endHandler(@Nullable Handler<Void> ended) {
        if (!request.isEnded()) {
            request.endHandler(ended == null ? null : end -> end(ended));
        }
        return this;
    }

    private void end(Handler<Void> ended) {
        if (!overrun) {
            ended.handle(null);
        }
    }

    @Override
    public RequestStream exceptionHandler(@Nullable Handler<Throwable> handler) {
        broken = handler;
        request.exceptionHandler(handler == null ? null : _ -> breakOff(Reason.BROKEN_OFF));
        return this;
    }

    private void breakOff(Reason reason) {
        release();
        Handler<Throwable> handler = broken;
        if (handler != null) {
            handler.handle(new BodyRejectedException(reason));
        }
    }
}
