package dev.gatehouse.http.blocking;

import dev.gatehouse.http.AnnouncedLength;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.BodyRejectedException;
import dev.gatehouse.http.MalformedRequest;
import dev.gatehouse.http.RequestStream;
import dev.gatehouse.http.UnreadRequest;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way from the event loop to blocking code: runs the service on a virtual thread of its own as
 * soon as a request's head is here, lets it take the body, and writes the response back on the
 * request's event loop. What the service can do without waiting it does there.
 */
public final class BlockingHandler implements Handler<HttpServerRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(BlockingHandler.class);
    private static final HttpResponse FAULT = new HttpResponse(500, List.of(), Body.NONE);

    /** What comes in one piece with its head, as a rule. */
    private static final long SHORT_BODY_BYTES = 64 * 1024L;

    private final Vertx vertx;
    private final BlockingService service;
    private final Admission admission;

    /** Keeps long bodies in the system's folder for temporary files while they come. */
    public BlockingHandler(Vertx vertx, BlockingService service, BlockingLimits limits) {
        this(vertx, service, limits, Path.of(System.getProperty("java.io.tmpdir")));
    }

    /**
     * @param spool a folder for long bodies while they come; has to be there
     */
    public BlockingHandler(
            Vertx vertx, BlockingService service, BlockingLimits limits, Path spool) {
        this.vertx = vertx;
        this.service = service;
        this.admission = new Admission(limits, spool);
    }

    @Override
    public void handle(HttpServerRequest request) {
        new Exchange(request).start();
    }

    /**
     * Waits until no call is running.
     *
     * @return whether that happened within {@code patience}
     */
    public boolean drain(Duration patience) throws InterruptedException {
        return admission.drain(patience);
    }

    /** One request and its response. */
    private final class Exchange {
        private final HttpServerRequest request;
        private final Context context;
        private final StreamInput stream;
        private boolean begun;

        Exchange(HttpServerRequest request) {
            this.request = request;
            this.context = vertx.getOrCreateContext();
            this.stream = new StreamInput(new RequestStream(request), context);
        }

        /**
         * A short body is mostly there with its head: it saves the way back to the event loop to
         * wait that long. Of a longer one nothing is read before its head was looked at. HTTP/2 has
         * no telling of a request without a body; what a stream may send ahead is bounded.
         */
        void start() {
            long length = AnnouncedLength.of(request);
            boolean expecting = request.headers().contains(HttpHeaders.EXPECT);
            stream.start(() -> begin(length), this::broken);
            if (expecting || length > SHORT_BODY_BYTES) {
                stream.hold();
                begin(length);
            } else if (request.version() != HttpVersion.HTTP_2) {
                context.runOnContext(
                        _ -> {
                            if (!begun) {
                                stream.hold();
                                begin(length);
                            }
                        });
            }
        }

        private void begin(long length) {
            if (!begun) {
                begun = true;
                String source = request.remoteAddress().hostAddress();
                IncomingBody body = new IncomingBody(admission, source, length, stream);
                HttpCall call = Calls.of(request, body);
                Future<HttpResponse> response = body.isWhole() ? atOnce(call) : null;
                if (response == null) {
                    Thread.ofVirtual().name("call").start(() -> run(call));
                } else {
                    response.onComplete(made -> finish(call, made));
                }
            }
        }

        private @Nullable Future<HttpResponse> atOnce(HttpCall call) {
            try {
                return service.respondAtOnce(call);
            } catch (RuntimeException fault) {
                return Future.failedFuture(fault);
            }
        }

        private void finish(HttpCall call, AsyncResult<HttpResponse> made) {
            call.body().release();
            if (made.failed()) {
                LOG.error("{} {} got no response", call.method(), call.path(), made.cause());
            }
            HttpResponse response = made.succeeded() ? made.result() : FAULT;
            if (Vertx.currentContext() == context) {
                finish(response);
            } else {
                context.runOnContext(_ -> finish(response));
            }
        }

        private void run(HttpCall call) {
            HttpResponse response = FAULT;
            try {
                response = service.respond(call);
            } catch (BodyRejectedException rejected) {
                response = new HttpResponse(status(rejected.reason()), List.of(), Body.NONE);
            } catch (RuntimeException | Error fault) {
                LOG.error("{} {} got no response", call.method(), call.path(), fault);
            } finally {
                call.body().release();
                HttpResponse made = response;
                context.runOnContext(_ -> finish(made));
            }
        }

        /** Most have left in the middle of their body and read nothing any more. */
        private void broken() {
            if (!request.response().closed() && !request.response().headWritten()) {
                MalformedRequest.reject(request, 400);
            }
        }

        /** What is left of a body that was not read may be here already: the connection stays. */
        private void finish(HttpResponse response) {
            if (request.isEnded()) {
                Calls.write(request.response(), response);
                return;
            }
            stream.discard();
            context.runOnContext(_ -> finishUnread(response));
        }

        private void finishUnread(HttpResponse response) {
            if (request.isEnded()) {
                Calls.write(request.response(), response);
                return;
            }
            UnreadRequest.announce(request, request.response().headers());
            Calls.write(request.response(), response);
            UnreadRequest.leave(request);
        }
    }

    private static int status(BodyRejectedException.Reason reason) {
        return switch (reason) {
            case TOO_LARGE -> 413;
            case BUSY -> 503;
            case BROKEN_OFF -> 400;
        };
    }
}
