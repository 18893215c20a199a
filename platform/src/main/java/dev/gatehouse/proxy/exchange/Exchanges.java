package dev.gatehouse.proxy.exchange;

import dev.gatehouse.http.Body;
import dev.gatehouse.http.BodyRejectedException;
import dev.gatehouse.http.RequestStream;
import dev.gatehouse.http.UnreadRequest;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.observe.RequestListener;
import dev.gatehouse.observe.RequestRecord;
import dev.gatehouse.proxy.ClientRequest;
import dev.gatehouse.proxy.HeaderNames;
import dev.gatehouse.proxy.Response;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Requests and their responses: whatever becomes of a request, its client gets one response, its
 * connection is left as it should be, and it is on record.
 */
public final class Exchanges {
    private static final int SWITCHING_PROTOCOLS = 101;

    private final RequestListener requests;
    private final Failures failures;
    private final Clock clock;
    private final Responses responses;

    /**
     * @param requests hears of every request
     */
    public Exchanges(RequestListener requests, Failures failures, Clock clock) {
        this.requests = requests;
        this.failures = failures;
        this.clock = clock;
        this.responses = new Responses(clock);
    }

    /** Serves a request; on its event loop. */
    public void serve(HttpServerRequest request, Endpoint endpoint) {
        new Exchange(request, endpoint).start();
    }

    /** Responds to a request that is for nothing that there is. */
    public void respond(HttpServerRequest request, Response response) {
        responses.send(request, response);
    }

    /** One request and its response. */
    private final class Exchange {
        private final Endpoint endpoint;
        private final HttpServerRequest request;
        private final RequestRecord record;
        private final Body body;

        Exchange(HttpServerRequest request, Endpoint endpoint) {
            String path = request.path();
            this.endpoint = endpoint;
            this.request = request;
            this.record =
                    new RequestRecord(
                            clock,
                            request.method().name(),
                            path == null ? "" : path,
                            request.remoteAddress().hostAddress());
            this.body = RequestStream.of(request, endpoint.payloadBytes());
        }

        void start() {
            record.addressed(endpoint.id());
            Response rejection = endpoint.rejection(request);
            if (rejection != null) {
                respond(rejection);
            } else if (body.length() > endpoint.payloadBytes()) {
                respond(endpoint.tooLarge());
            } else {
                dispatch().onComplete(this::respond, this::fail);
            }
        }

        private Future<Response> dispatch() {
            try {
                String trace = requests.begun(record, request.getHeader(HeaderNames.TRACE_ID));
                ClientRequest read =
                        RequestReader.read(request, endpoint, body, record, trace, clock.millis());
                record.headed(read.ids()::trace);
                return endpoint.serve(read, record);
            } catch (Throwable fault) {
                return Future.failedFuture(fault);
            }
        }

        private void fail(Throwable failure) {
            if (failure instanceof BodyRejectedException rejected) {
                respond(
                        switch (rejected.reason()) {
                            case TOO_LARGE -> endpoint.tooLarge();
                            case BUSY ->
                                    Response.json(503, "{\"message\":\"Service Unavailable\"}");
                            // Most have left and read nothing any more.
                            case BROKEN_OFF -> Response.json(400, "{\"message\":\"Bad Request\"}");
                        });
            } else {
                respondToFault(failure);
            }
        }

        /** What is left of a body that was not wanted may be here already: the connection stays. */
        private void respond(Response response) {
            if (body instanceof Body.Stream(RequestStream stream, long _) && !stream.isBegun()) {
                stream.discard();
                Objects.requireNonNull(Vertx.currentContext()).runOnContext(_ -> send(response));
            } else {
                send(response);
            }
        }

        /** No client may be left without a response, not even where what carries it fails. */
        private void send(Response response) {
            try {
                if (response.status() == SWITCHING_PROTOCOLS) {
                    endpoint.takeOver(response);
                    sent(response, null);
                    return;
                }
                if (isUnread()) {
                    UnreadRequest.announce(request, response.headers());
                }
                Future<Void> sent = responses.send(request, response);
                if (response.body() instanceof Body.Stream) {
                    sent.onComplete(end -> sent(response, end.cause()));
                } else {
                    sent(response, null);
                }
            } catch (RuntimeException unfit) {
                respondToFault(unfit);
            }
        }

        private void respondToFault(Throwable fault) {
            record.failed(fault);
            failures.log(request.method() + " " + request.path(), fault);
            Response broken = Response.json(500, "{\"message\":\"Internal Server Error\"}");
            responses.sendFault(request, broken);
            sent(broken, null);
        }

        private void sent(Response response, @Nullable Throwable broken) {
            if (broken != null) {
                record.failed(broken);
            }
            record.read(request.bytesRead());
            record.done(response.status(), request.response().bytesWritten());
            requests.done(record);
            if (isUnread()) {
                leave();
            }
        }

        private boolean isUnread() {
            return body instanceof Body.Stream && !request.isEnded();
        }

        private void leave() {
            if (body instanceof Body.Stream(RequestStream stream, long _)) {
                stream.discard();
            }
            UnreadRequest.leave(request);
        }
    }
}
