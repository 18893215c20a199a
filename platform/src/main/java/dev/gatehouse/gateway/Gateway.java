package dev.gatehouse.gateway;

import dev.gatehouse.gateway.call.Rejection;
import dev.gatehouse.gateway.integrate.Backends;
import dev.gatehouse.gateway.integrate.FunctionCalls;
import dev.gatehouse.gateway.integrate.HttpHttpProxy;
import dev.gatehouse.gateway.integrate.HttpLambdaProxy;
import dev.gatehouse.gateway.integrate.RestHttpProxy;
import dev.gatehouse.gateway.integrate.RestLambdaProxy;
import dev.gatehouse.gateway.plan.ApiPlan;
import dev.gatehouse.gateway.plan.Destination;
import dev.gatehouse.gateway.plan.HttpPlan;
import dev.gatehouse.gateway.plan.PlanTable;
import dev.gatehouse.gateway.plan.RestPlan;
import dev.gatehouse.gateway.respond.GatewayResponses;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.observe.RequestListener;
import dev.gatehouse.observe.RequestRecord;
import dev.gatehouse.proxy.ClientRequest;
import dev.gatehouse.proxy.Response;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import org.jspecify.annotations.Nullable;

/**
 * API Gateway's data plane: finds the API a request is for and runs it through that API's pipeline.
 * Everything happens on the event loop of the request's connection.
 */
public final class Gateway {
    private final PlanTable plans;
    private final Clock clock;
    private final RequestListener requests;
    private final RequestBodies bodies;
    private final Responses responses;
    private final Failures failures;
    private final RestPipeline rest;
    private final HttpPipeline http;

    /**
     * @param functions where Lambda integrations go
     * @param backends where HTTP integrations go
     * @param requests hears of every request
     * @param largeBodyBytes what all large request bodies may take together
     */
    public Gateway(
            PlanTable plans,
            FunctionCalls functions,
            Backends backends,
            RequestListener requests,
            long largeBodyBytes,
            Clock clock) {
        this.plans = plans;
        this.bodies = new RequestBodies(largeBodyBytes);
        this.requests = requests;
        this.clock = clock;
        this.responses = new Responses(clock);
        this.failures = new Failures(clock);
        this.rest =
                new RestPipeline(
                        new RestLambdaProxy(functions), new RestHttpProxy(backends), failures);
        this.http =
                new HttpPipeline(
                        new HttpLambdaProxy(functions), new HttpHttpProxy(backends), failures);
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
            case Destination.Api api -> call -> handle(api, call);
            case Destination.NoApi none ->
                    call -> responses.send(call, GatewayResponses.plain(Rejection.forbidden()));
            case Destination.FunctionUrl url -> call -> responses.send(call, noSuchUrl());
        };
    }

    private void handle(Destination.Api api, HttpServerRequest request) {
        RequestRecord record = record(request);
        record.addressed(api.plan().address().apiId());
        if (RequestHeaders.tooLarge(request, api.plan())) {
            leave(
                    request,
                    record,
                    Response.json(431, "{\"message\":\"Request Header Fields Too Large\"}"));
            return;
        }
        bodies.read(request)
                .onComplete(body -> respond(api, request, record, body.result(), body.cause()));
    }

    private RequestRecord record(HttpServerRequest request) {
        String path = request.path();
        return new RequestRecord(
                clock,
                request.method().name(),
                path == null ? "" : path,
                request.remoteAddress().hostAddress());
    }

    private void leave(HttpServerRequest request, RequestRecord record, Response response) {
        responses.sendAndLeave(request, response);
        done(record, response);
    }

    private void done(RequestRecord record, Response response) {
        record.done(response.status(), response.body().length());
        requests.done(record);
    }

    private void respond(
            Destination.Api api,
            HttpServerRequest request,
            RequestRecord record,
            @Nullable Buffer body,
            @Nullable Throwable failure) {
        if (body != null) {
            record.read(body.length());
            dispatch(api, request, record, body)
                    .onComplete(
                            done -> {
                                bodies.release(request, body);
                                finish(request, record, done.result(), done.cause());
                            });
        } else if (failure instanceof RequestBodies.RejectedBodyException rejected) {
            leave(request, record, rejected.tooLarge() ? tooLarge(api.plan()) : busy());
        } else {
            // Most have left in the middle of their body and read nothing any more.
            leave(request, record, Response.json(400, "{\"message\":\"Bad Request\"}"));
        }
    }

    /** Nobody may be left without a response, not even where what made or carries it fails. */
    private void finish(
            HttpServerRequest request,
            RequestRecord record,
            @Nullable Response response,
            @Nullable Throwable failure) {
        Throwable fault = failure;
        try {
            if (response != null) {
                responses.send(request, response);
                done(record, response);
                return;
            }
        } catch (RuntimeException unfit) {
            fault = unfit;
        }
        if (fault != null) {
            record.failed(fault);
            failures.log(request.method() + " " + request.path(), fault);
        }
        Response broken = broken();
        responses.sendFault(request, broken);
        done(record, broken);
    }

    private static Response broken() {
        return Response.json(500, "{\"message\":\"Internal Server Error\"}");
    }

    private Future<Response> dispatch(
            Destination.Api api, HttpServerRequest request, RequestRecord record, Buffer body) {
        try {
            ClientRequest whole = RequestReader.read(request, api, body, clock.millis());
            return switch (api.plan()) {
                case RestPlan plan -> rest.handle(whole, plan, record);
                case HttpPlan plan -> http.handle(whole, plan, record);
            };
        } catch (Throwable fault) {
            return Future.failedFuture(fault);
        }
    }

    /**
     * Recorded from AWS, which answers alike whether a URL never was or is closed to the caller.
     */
    private static Response noSuchUrl() {
        Response response = Response.json(403, "{\"Message\":null}");
        response.headers().set("x-amzn-RequestId", RequestId.next().value());
        response.headers().set("x-amzn-ErrorType", "AccessDeniedException");
        return response;
    }

    private static Response busy() {
        return Response.json(503, "{\"message\":\"Service Unavailable\"}");
    }

    private static Response tooLarge(ApiPlan plan) {
        return switch (plan) {
            case RestPlan api ->
                    // Captured from AWS, type and all.
                    Response.of(
                            413,
                            "text; charset=utf-8",
                            "HTTP content length exceeded " + RequestBodies.MAX_BYTES + " bytes.");
            case HttpPlan api -> Response.json(413, "{\"message\":\"Request Entity Too Large\"}");
        };
    }
}
