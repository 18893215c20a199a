package dev.gatehouse.gateway;

import dev.gatehouse.gateway.call.Rejection;
import dev.gatehouse.gateway.integrate.Backends;
import dev.gatehouse.gateway.integrate.FunctionCalls;
import dev.gatehouse.gateway.integrate.HttpHttpProxy;
import dev.gatehouse.gateway.integrate.HttpLambdaProxy;
import dev.gatehouse.gateway.integrate.RestHttpProxy;
import dev.gatehouse.gateway.integrate.RestLambdaProxy;
import dev.gatehouse.gateway.plan.ApiPlan;
import dev.gatehouse.gateway.plan.GatewayResponseType;
import dev.gatehouse.gateway.plan.HttpPlan;
import dev.gatehouse.gateway.plan.PlanTable;
import dev.gatehouse.gateway.plan.RestPlan;
import dev.gatehouse.gateway.respond.GatewayResponses;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.proxy.ClientRequest;
import dev.gatehouse.proxy.Response;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * API Gateway's data plane: finds the API a request is for and runs it through that API's pipeline.
 * Everything happens on the event loop of the request's connection.
 */
public final class Gateway {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    private final PlanTable plans;
    private final Clock clock;
    private final Responses responses;
    private final RestPipeline rest;
    private final HttpPipeline http;

    /**
     * @param functions where Lambda integrations go
     * @param backends where HTTP integrations go
     */
    public Gateway(PlanTable plans, FunctionCalls functions, Backends backends, Clock clock) {
        this.plans = plans;
        this.clock = clock;
        this.responses = new Responses(clock);
        this.rest = new RestPipeline(new RestLambdaProxy(functions), new RestHttpProxy(backends));
        this.http = new HttpPipeline(new HttpLambdaProxy(functions), new HttpHttpProxy(backends));
    }

    /**
     * Whether a request is for an API, known or not, and not for an AWS service.
     *
     * @param host the Host header without port
     * @param path the raw path
     */
    public static boolean claims(String host, String path) {
        return ApiLocation.of(host, path) != null;
    }

    /** Answers a request that {@link #claims} says is ours. Call it on the request's event loop. */
    public void handle(HttpServerRequest request) {
        String path = request.path();
        HostAndPort authority = request.authority();
        String host = authority == null ? "" : authority.host();
        ApiLocation location = path == null ? null : ApiLocation.of(host, path);
        ApiPlan plan = location == null ? null : plan(location);
        if (location == null || plan == null) {
            responses.send(request, GatewayResponses.plain(forbidden()));
            return;
        }
        if (RequestHeaders.tooLarge(request)) {
            responses.sendAndLeave(
                    request,
                    Response.json(431, "{\"message\":\"Request Header Fields Too Large\"}"));
            return;
        }
        RequestBody.read(request)
                .onComplete(
                        body ->
                                answer(
                                        new Addressed(location, host),
                                        plan,
                                        request,
                                        body.result(),
                                        body.cause()));
    }

    private void answer(
            Addressed addressed,
            ApiPlan plan,
            HttpServerRequest request,
            @Nullable Buffer body,
            @Nullable Throwable failure) {
        if (body != null) {
            dispatch(addressed, plan, request, body)
                    .onComplete(done -> finish(request, done.result(), done.cause()));
        } else if (failure instanceof RequestBody.TooLargeException) {
            responses.sendAndLeave(request, tooLarge(plan));
        } else {
            // Most have left in the middle of their body and read nothing any more.
            responses.sendAndLeave(request, Response.json(400, "{\"message\":\"Bad Request\"}"));
        }
    }

    /** Nobody may be left without an answer, not even where what made or carries it fails. */
    private void finish(
            HttpServerRequest request, @Nullable Response answer, @Nullable Throwable failure) {
        Throwable fault = failure;
        try {
            if (answer != null) {
                responses.send(request, answer);
                return;
            }
        } catch (RuntimeException unfit) {
            fault = unfit;
        }
        LOG.error("{} {} was not answered", request.method(), request.path(), fault);
        responses.sendFault(request, broken());
    }

    private static Response broken() {
        return Response.json(500, "{\"message\":\"Internal Server Error\"}");
    }

    private Future<Response> dispatch(
            Addressed addressed, ApiPlan plan, HttpServerRequest request, Buffer body) {
        try {
            ClientRequest whole =
                    RequestReader.read(request, addressed, plan, body, clock.millis());
            return switch (plan) {
                case RestPlan api -> rest.handle(whole, api);
                case HttpPlan api -> http.handle(whole, api);
            };
        } catch (Throwable fault) {
            return Future.failedFuture(fault);
        }
    }

    /** The plan of an API that may be reached this way. */
    private @Nullable ApiPlan plan(ApiLocation location) {
        ApiPlan plan = plans.find(location.apiId());
        if (plan == null || plan.executeApiEndpointDisabled()) {
            return null;
        }
        String region = location.region();
        boolean elsewhere =
                region != null
                        && Regions.named(region)
                        && !region.equals(plan.address().region().name());
        return elsewhere ? null : plan;
    }

    private static Response tooLarge(ApiPlan plan) {
        return switch (plan) {
            case RestPlan api ->
                    GatewayResponses.plain(
                            new Rejection(
                                    GatewayResponseType.REQUEST_TOO_LARGE, "Request Too Long"));
            case HttpPlan api -> Response.json(413, "{\"message\":\"Request Entity Too Large\"}");
        };
    }

    static Rejection forbidden() {
        return new Rejection(GatewayResponseType.WAF_FILTERED, "Forbidden");
    }
}
