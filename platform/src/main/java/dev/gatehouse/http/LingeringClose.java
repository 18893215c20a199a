package dev.gatehouse.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.Objects;

/**
 * Closes the connection of a request that has its response but is still being sent. Many clients
 * read nothing before they have sent everything, and closed at once the connection would be reset
 * under them before they get to the response; so what they send is thrown away until it ends,
 * stalls or becomes too much. On the request's event loop.
 */
final class LingeringClose {
    private static final long LOOK_MILLIS = 2_000;
    private static final int LOOKS = 10;
    private static final long MAX_BYTES = 128L * 1024 * 1024;

    private final HttpServerRequest request;
    private final Vertx vertx;
    private final long timer;
    private final long bytesBefore;
    private long bytesSeen;
    private int looks;

    private LingeringClose(HttpServerRequest request, Vertx vertx) {
        this.request = request;
        this.vertx = vertx;
        this.timer = vertx.setPeriodic(LOOK_MILLIS, _ -> look());
        this.bytesBefore = request.bytesRead();
        this.bytesSeen = bytesBefore;
    }

    static void of(HttpServerRequest request) {
        if (request.isEnded()) {
            request.connection().close();
            return;
        }
        Vertx vertx = Objects.requireNonNull(Vertx.currentContext()).owner();
        new LingeringClose(request, vertx).discard();
    }

    private void discard() {
        request.exceptionHandler(_ -> close());
        request.endHandler(_ -> close());
        request.handler(
                _ -> {
                    if (request.bytesRead() - bytesBefore > MAX_BYTES) {
                        close();
                    }
                });
    }

    private void look() {
        looks++;
        if (request.bytesRead() == bytesSeen || looks == LOOKS) {
            close();
        }
        bytesSeen = request.bytesRead();
    }

    private void close() {
        vertx.cancelTimer(timer);
        request.connection().close();
    }
}
