package dev.gatehouse.http;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request as a stream that begins paused: nothing is read from the socket, and a
 * client that waits to be told is not told to continue, before somebody wants it. While it is
 * paused it is us who keep the client waiting, which {@link ConnectionWatch} has to know. On the
 * request's event loop.
 */
public final class RequestStream implements ReadStream<Buffer> {
    private final HttpServerRequest request;
    private final HeldRequests held;
    private boolean invited;
    private boolean paused;

    /** Not paused as yet: what came with the head may still come. */
    RequestStream(HttpServerRequest request) {
        this.request = request;
        this.held = HeldRequests.on(request.connection());
    }

    /** The body of a request: none, or a paused stream. Call it before anything of it came. */
    public static Body of(HttpServerRequest request) {
        long length = AnnouncedLength.of(request);
        if (length == 0) {
            return Body.NONE;
        }
        RequestStream stream = new RequestStream(request);
        stream.pause();
        return new Body.Stream(stream, length);
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
        if (!invited) {
            invited = true;
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
            request.handler(handler);
        }
        return this;
    }

    @Override
    public RequestStream endHandler(@Nullable Handler<Void> ended) {
        if (!request.isEnded()) {
            request.endHandler(ended);
        }
        return this;
    }

    @Override
    public RequestStream exceptionHandler(@Nullable Handler<Throwable> broken) {
        request.exceptionHandler(
                broken == null
                        ? null
                        : cause -> {
                            release();
                            broken.handle(cause);
                        });
        return this;
    }
}
