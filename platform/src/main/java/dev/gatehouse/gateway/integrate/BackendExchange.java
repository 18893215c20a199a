package dev.gatehouse.gateway.integrate;

import dev.gatehouse.gateway.integrate.HttpBackend.BackendRequest;
import dev.gatehouse.gateway.integrate.HttpBackend.BackendResponse;
import dev.gatehouse.http.AnnouncedLength;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.BodyRejectedException;
import dev.gatehouse.http.BodyRejectedException.Reason;
import dev.gatehouse.proxy.response.MalformedResponseException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.streams.ReadStream;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One request to a backend and its response, both as they come. Whoever is slower keeps the other
 * waiting; a client that goes, or a backend that stands still, ends it. On one event loop.
 */
final class BackendExchange implements BackendBody.Listener {
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;
    private static final Buffer NOTHING = Buffer.buffer();

    private final BackendRequest request;
    private final long maxBytes;
    private final Promise<BackendResponse> promise = Promise.promise();
    private final StallTimer timer;
    private @Nullable HttpClientRequest outgoing;
    private @Nullable BackendBody incoming;
    private boolean begun;
    private boolean sent;
    private boolean over;

    /**
     * @param maxBytes how long the response's body may be
     */
    BackendExchange(BackendRequest request, long maxBytes) {
        this.request = request;
        this.maxBytes = maxBytes;
        this.timer = new StallTimer(request.timeout(), this::stalled);
    }

    /** The response, its body whole or on its way. */
    Future<BackendResponse> run(Future<HttpClientRequest> connecting) {
        timer.start();
        request.disconnection().then(this::clientLeft);
        connecting.onComplete(this::connected, this::unreachable);
        return promise.future();
    }

    private void unreachable(Throwable cause) {
        end(new HttpBackend.UnreachableException(String.valueOf(cause.getMessage())));
    }

    private void connected(HttpClientRequest connection) {
        if (over) {
            connection.reset();
            return;
        }
        outgoing = connection;
        // Who waits for the response hears of it.
        connection.exceptionHandler(_ -> {});
        connection.response().onComplete(this::responded, this::end);
        try {
            connection.headers().addAll(request.headers());
            send(connection);
        } catch (RuntimeException unfit) {
            end(unfit);
        }
    }

    private void send(HttpClientRequest connection) {
        switch (request.body()) {
            case Body.None _ -> sendWhole(connection, NOTHING);
            case Body.Bytes(Buffer bytes) -> sendWhole(connection, bytes);
            case Body.Stream(ReadStream<Buffer> source, long length) -> {
                if (length == Body.UNKNOWN) {
                    connection.setChunked(true);
                } else {
                    connection.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(length));
                }
                pump(source, connection);
            }
            case Body.FilePart _ -> throw new IllegalStateException("clients send no files");
        }
    }

    private void sendWhole(HttpClientRequest connection, Buffer bytes) {
        sent = true;
        connection.end(bytes);
    }

    /**
     * What fails to be written needs no word here: the response then fails, or is there already.
     */
    private void pump(ReadStream<Buffer> source, HttpClientRequest connection) {
        source.exceptionHandler(this::end);
        source.endHandler(_ -> sendLast(connection));
        source.handler(
                chunk -> {
                    if (!over) {
                        begun = true;
                        timer.moved();
                        connection.write(chunk);
                        if (connection.writeQueueFull()) {
                            source.pause();
                        }
                    }
                });
        connection.drainHandler(_ -> source.resume());
        source.resume();
    }

    private void sendLast(HttpClientRequest connection) {
        if (!over) {
            sent = true;
            timer.start();
            if (begun) {
                connection.end();
            } else {
                // HTTP/2 does not tell before that there is no body.
                connection.setChunked(false).end(NOTHING);
            }
        }
    }

    private void responded(HttpClientResponse response) {
        response.exceptionHandler(_ -> {});
        if (over) {
            return;
        }
        long length = hasBody(response) ? AnnouncedLength.of(response.headers()) : 0;
        if (length > maxBytes) {
            end(new MalformedResponseException("the response is too large"));
        } else if (length != Body.UNKNOWN && length <= HttpBackend.SHORT_BYTES) {
            new Body.Stream(response, length)
                    .buffered(HttpBackend.SHORT_BYTES)
                    .onComplete(whole -> respondWhole(response, whole), this::end);
        } else {
            timer.start();
            incoming = new BackendBody(response, maxBytes, this);
            respond(response, new Body.Stream(incoming, length));
        }
    }

    private boolean hasBody(HttpClientResponse response) {
        int status = response.statusCode();
        return !isHead() && status != NO_CONTENT && status != NOT_MODIFIED;
    }

    private boolean isHead() {
        return request.method().equals(HttpMethod.HEAD.name());
    }

    private void respondWhole(HttpClientResponse response, Buffer whole) {
        ended();
        respond(response, Body.of(whole));
    }

    private void respond(HttpClientResponse response, Body body) {
        String head = isHead() ? response.getHeader(HttpHeaders.CONTENT_LENGTH) : null;
        promise.tryComplete(
                new BackendResponse(response.statusCode(), response.headers(), body, head));
    }

    @Override
    public void moved() {
        timer.moved();
    }

    /** A backend that has responded before it had the whole request needs the rest no more. */
    @Override
    public void ended() {
        if (!over) {
            over = true;
            timer.stop();
            if (!sent) {
                reset();
            }
        }
    }

    @Override
    public void broke(Throwable cause) {
        end(cause);
    }

    private void stalled() {
        if (timer.isOverdue() || isBackendsTurn()) {
            end(new TimeoutException("the backend stands still"));
        } else {
            timer.start();
        }
    }

    /** Whether it is the backend that is waited for, and not the client. */
    private boolean isBackendsTurn() {
        BackendBody body = incoming;
        if (body != null) {
            return !body.isHeld();
        }
        HttpClientRequest connection = outgoing;
        return sent || connection == null || connection.writeQueueFull();
    }

    /**
     * Where all of a response is here its connection may already serve another request, and must
     * not be reset.
     */
    private void clientLeft() {
        BackendBody body = incoming;
        if (body != null && !over) {
            body.discard();
        }
        end(new BodyRejectedException(Reason.BROKEN_OFF));
    }

    private void end(Throwable cause) {
        if (!over) {
            over = true;
            timer.stop();
            reset();
            promise.tryFail(cause);
        }
    }

    private void reset() {
        HttpClientRequest connection = outgoing;
        if (connection != null) {
            connection.reset();
        }
    }
}
