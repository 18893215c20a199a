package dev.gatehouse.gateway;

import dev.gatehouse.gateway.call.Rejection;
import dev.gatehouse.gateway.integrate.Backends;
import dev.gatehouse.gateway.integrate.FunctionCalls;
import dev.gatehouse.gateway.integrate.HttpHttpProxy;
import dev.gatehouse.gateway.integrate.HttpLambdaProxy;
import dev.gatehouse.gateway.integrate.RestHttpProxy;
import dev.gatehouse.gateway.integrate.RestLambdaProxy;
import dev.gatehouse.gateway.plan.HttpPlan;
import dev.gatehouse.gateway.plan.RestPlan;
import dev.gatehouse.gateway.plan.host.Destination;
import dev.gatehouse.gateway.plan.host.PlanTable;
import dev.gatehouse.gateway.respond.GatewayResponses;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.BodyRejectedException;
import dev.gatehouse.http.RequestStream;
import dev.gatehouse.http.UnreadRequest;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.observe.RequestListener;
import dev.gatehouse.observe.RequestRecord;
import dev.gatehouse.proxy.ClientRequest;
import dev.gatehouse.proxy.Response;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * API Gateway's data plane: finds the API a request is for and runs it through that API's pipeline.
 * Everything happens on the event loop of the request's connection.
 */
public final class Gateway {
    private final PlanTable plans;
    private final Clock clock;
    private final RequestListener requests;
    private final PayloadLimits limits;
    private final Responses responses;
    private final Failures failures;
    private final RestPipeline rest;
    private final HttpPipeline http;

    /**
     * @param functions where Lambda integrations go
     * @param backends where HTTP integrations go
     * @param requests hears of every request
     * @param limits how long bodies may be
     */
    public Gateway(
            PlanTable plans,
            FunctionCalls functions,
            Backends backends,
            RequestListener requests,
            PayloadLimits limits,
            Clock clock) {
        RequestBodies bodies = new RequestBodies(limits);
        long longest = limits.payloadBytes();
        this.plans = plans;
        this.limits = limits;
        this.requests = requests;
        this.clock = clock;
        this.responses = new Responses(clock);
        this.failures = new Failures(clock);
        this.rest =
                new RestPipeline(
                        new RestLambdaProxy(functions),
                        new RestHttpProxy(backends, longest),
                        bodies,
                        failures);
        this.http =
                new HttpPipeline(
                        new HttpLambdaProxy(functions),
                        new HttpHttpProxy(backends, longest),
                        bodies,
                        failures);
    }

    /**
     * The handler of a request that is for an API or a function URL, known or not; null when it is
     * for an AWS service. The handler is to be called on the request's event loop.
     */
    public @Nullable Handler<HttpServerRequest> claim(HttpServerRequest request) {
        String path = request.path();
        HostAndPort authority = request.authority();
        Destination destination =
                plans.hosts()
                        .find(
                                authority == null ? "" : authority.host(),
                                path == null ? "" : path,
                                () -> SignedRequests.include(request));
        return switch (destination) {
            case null -> null;
            case Destination.Api api -> call -> new Exchange(api, call).start();
            case Destination.NoApi none ->
                    call -> responses.send(call, GatewayResponses.plain(Rejection.forbidden()));
            case Destination.FunctionUrl url -> call -> responses.send(call, noSuchUrl());
        };
    }

    /** One request and its response. */
    private final class Exchange {
        private final Destination.Api api;
        private final HttpServerRequest request;
        private final RequestRecord record;
        private final Body body;

        Exchange(Destination.Api api, HttpServerRequest request) {
            String path = request.path();
            this.api = api;
            this.request = request;
            this.record =
                    new RequestRecord(
                            clock,
                            request.method().name(),
                            path == null ? "" : path,
                            request.remoteAddress().hostAddress());
            this.body = RequestStream.of(request, limits.payloadBytes());
        }

        void start() {
            record.addressed(api.plan().address().apiId());
            if (RequestHeaders.tooLarge(request, api.plan())) {
                respond(Response.json(431, "{\"message\":\"Request Header Fields Too Large\"}"));
            } else if (body.length() > limits.payloadBytes()) {
                respond(tooLarge());
            } else {
                dispatch().onComplete(this::respond, this::fail);
            }
        }

        private Future<Response> dispatch() {
            try {
                String trace = requests.begun(record, request.getHeader("X-Amzn-Trace-Id"));
                ClientRequest read = RequestReader.read(request, api, body, trace, clock.millis());
                return switch (api.plan()) {
                    case RestPlan plan -> rest.handle(read, plan, api.placement(), record);
                    case HttpPlan plan -> http.handle(read, plan, api.placement(), record);
                };
            } catch (Throwable fault) {
                return Future.failedFuture(fault);
            }
        }

        private void fail(Throwable failure) {
            if (failure instanceof BodyRejectedException rejected) {
                respond(
                        switch (rejected.reason()) {
                            case TOO_LARGE -> tooLarge();
                            case BUSY ->
                                    Response.json(503, "{\"message\":\"Service Unavailable\"}");
                            // Most have left and read nothing any more.
                            case BROKEN_OFF -> Response.json(400, "{\"message\":\"Bad Request\"}");
                        });
            } else {
                respondToFault(failure);
            }
        }

        /** What is left of a body that nobody wanted may be here already: the connection stays. */
        private void respond(Response response) {
            if (body instanceof Body.Stream(RequestStream stream, long _) && !stream.isBegun()) {
                stream.discard();
                Objects.requireNonNull(Vertx.currentContext()).runOnContext(_ -> send(response));
            } else {
                send(response);
            }
        }

        /** Nobody may be left without a response, not even where what carries it fails. */
        private void send(Response response) {
            try {
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

        private Response tooLarge() {
            return switch (api.plan()) {
                case RestPlan plan ->
                        // Captured from AWS, type and all.
                        Response.of(
                                413,
                                "text; charset=utf-8",
                                "HTTP content length exceeded "
                                        + limits.payloadBytes()
                                        + " bytes.");
                case HttpPlan plan ->
                        Response.json(413, "{\"message\":\"Request Entity Too Large\"}");
            };
        }
    }

    /**
     * Recorded from AWS, which responds alike whether a URL never was or is closed to the caller.
     */
    private static Response noSuchUrl() {
        Response response = Response.json(403, "{\"Message\":null}");
        response.headers().set("x-amzn-RequestId", RequestId.next().value());
        response.headers().set("x-amzn-ErrorType", "AccessDeniedException");
        return response;
    }
}
