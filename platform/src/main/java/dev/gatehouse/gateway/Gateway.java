package dev.gatehouse.gateway;

import dev.gatehouse.function.FunctionUrls;
import dev.gatehouse.function.LogSink;
import dev.gatehouse.function.RecordSink;
import dev.gatehouse.gateway.authorize.Authorizers;
import dev.gatehouse.gateway.cache.StageCaches;
import dev.gatehouse.gateway.call.Rejection;
import dev.gatehouse.gateway.call.RestApiCall;
import dev.gatehouse.gateway.call.TestCalls;
import dev.gatehouse.gateway.integrate.HttpIntegrations;
import dev.gatehouse.gateway.integrate.IntegrationTargets;
import dev.gatehouse.gateway.integrate.RestIntegrations;
import dev.gatehouse.gateway.integrate.websocket.WebSocketIntegrations;
import dev.gatehouse.gateway.log.AccessLogs;
import dev.gatehouse.gateway.log.RestLogs;
import dev.gatehouse.gateway.log.WebSocketLogs;
import dev.gatehouse.gateway.plan.HttpPlan;
import dev.gatehouse.gateway.plan.RestPlan;
import dev.gatehouse.gateway.plan.StreamBounds;
import dev.gatehouse.gateway.plan.WebSocketPlan;
import dev.gatehouse.gateway.plan.host.Destination;
import dev.gatehouse.gateway.plan.host.PlanTable;
import dev.gatehouse.gateway.respond.GatewayResponses;
import dev.gatehouse.gateway.throttle.Throttles;
import dev.gatehouse.gateway.usage.Admission;
import dev.gatehouse.gateway.websocket.Chronicle;
import dev.gatehouse.gateway.websocket.ConnectionLimits;
import dev.gatehouse.gateway.websocket.WebSocketEdge;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.observe.RequestListener;
import dev.gatehouse.observe.RequestRecord;
import dev.gatehouse.proxy.ClientRequest;
import dev.gatehouse.proxy.Response;
import dev.gatehouse.proxy.exchange.Endpoint;
import dev.gatehouse.proxy.exchange.Exchanges;
import dev.gatehouse.proxy.exchange.Failures;
import dev.gatehouse.proxy.exchange.PayloadLimits;
import dev.gatehouse.proxy.exchange.RequestBodies;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * API Gateway's data plane: finds the API a request is for and runs it through that API's pipeline.
 * Everything happens on the event loop of the request's connection.
 */
public final class Gateway {
    private final PlanTable plans;
    private final FunctionUrls urls;
    private final PayloadLimits limits;
    private final Exchanges exchanges;
    private final RestPipeline rest;
    private final HttpPipeline http;
    private final Authorizers authorizers;
    private final Clock clock;
    private final WebSocketEdge sockets;

    /** Where the logs of stages go. */
    public record Outlets(LogSink logs, RecordSink records) {}

    /**
     * What a node takes.
     *
     * @param bodies how long bodies may be
     * @param requests how many requests may come
     * @param cacheBytes what stages may keep of responses together
     * @param connections what connections of WebSocket APIs may take
     * @param streams how fast responses of REST APIs stream
     */
    public record Bounds(
            PayloadLimits bodies,
            Throttles requests,
            long cacheBytes,
            ConnectionLimits connections,
            StreamBounds streams) {
        /** With AWS's for streams. */
        public Bounds(
                PayloadLimits bodies,
                Throttles requests,
                long cacheBytes,
                ConnectionLimits connections) {
            this(bodies, requests, cacheBytes, connections, StreamBounds.AWS);
        }
    }

    /**
     * @param authorizers who may call what
     * @param targets where integrations go
     * @param urls what serves function URLs
     * @param requests hears of every request
     * @param outlets where stages' logs go
     * @param bounds how long bodies may be, and how many requests may come
     */
    public Gateway(
            PlanTable plans,
            Authorizers authorizers,
            IntegrationTargets targets,
            FunctionUrls urls,
            RequestListener requests,
            Outlets outlets,
            Bounds bounds,
            Clock clock) {
        this.authorizers = authorizers;
        this.clock = clock;
        PayloadLimits limits = bounds.bodies();
        LogSink logs = outlets.logs();
        AccessLogs accessLogs = new AccessLogs(logs, outlets.records(), clock);
        RequestBodies bodies = new RequestBodies(limits);
        long longest = limits.payloadBytes();
        this.plans = plans;
        this.urls = urls;
        this.limits = limits;
        Failures failures = new Failures(clock);
        this.exchanges = new Exchanges(requests, failures, clock);
        Admission admission = new Admission(plans.usage(), bounds.requests(), clock);
        this.rest =
                new RestPipeline(
                        authorizers,
                        new RestIntegrations(targets, longest, bounds.streams(), clock),
                        bodies,
                        new RestLogs(accessLogs, logs, clock),
                        failures,
                        admission,
                        new StageCaches(bounds.cacheBytes(), authorizers::mayInvalidate, clock));
        this.http =
                new HttpPipeline(
                        authorizers,
                        new HttpIntegrations(targets, longest),
                        bodies,
                        accessLogs,
                        failures,
                        admission);
        this.sockets =
                new WebSocketEdge(
                        plans,
                        new WebSocketEdge.Steps(
                                authorizers,
                                admission,
                                bounds.requests(),
                                new WebSocketIntegrations(targets)),
                        exchanges,
                        new Chronicle(
                                requests,
                                new WebSocketLogs(accessLogs, logs, clock),
                                failures,
                                clock),
                        bounds.connections(),
                        clock);
    }

    /** Looks after the connections of WebSocket APIs from now on. */
    public void watch(Vertx vertx) {
        sockets.watch(vertx);
    }

    /**
     * Ends the connections of WebSocket APIs; complete when those who are to know were told of it.
     */
    public Future<Void> close(Vertx vertx) {
        return sockets.close(vertx);
    }

    /**
     * The handler of a request that is for an API or a function URL, known or not; null when it is
     * for an AWS service. The handler is to be called on the request's event loop.
     *
     * @param bySandbox whether a function sent it, to the endpoint of its sandbox
     */
    public @Nullable Handler<HttpServerRequest> claim(
            HttpServerRequest request, boolean bySandbox) {
        String path = request.path();
        HostAndPort authority = request.authority();
        String host = authority == null ? "" : authority.host();
        Destination destination =
                plans.hosts()
                        .find(
                                host,
                                path == null ? "" : path,
                                () -> SignedRequests.include(request));
        return switch (destination) {
            case null -> null;
            case Destination.Api api when api.plan() instanceof WebSocketPlan plan ->
                    call -> sockets.serve(call, api, plan, bySandbox);
            case Destination.Api api ->
                    call -> exchanges.serve(call, new AddressedApi(api, bySandbox));
            case Destination.NoApi none ->
                    call -> exchanges.respond(call, GatewayResponses.plain(Rejection.forbidden()));
            case Destination.FunctionUrl url -> urls.at(host, url.urlId(), bySandbox);
        };
    }

    /** Runs calls that no client sent; to be used on an event loop. */
    public TestCalls tests() {
        return new TestCalls() {
            @Override
            public Future<Response> execute(RestApiCall call) {
                ClientRequest request = call.request();
                return rest.test(
                                call,
                                new RequestRecord(
                                        clock,
                                        request.method(),
                                        request.line().path(),
                                        request.arrival().sourceIp()))
                        .compose(response -> response.whole(PayloadLimits.AWS_BYTES));
            }

            @Override
            public Future<Said> authorize(RestApiCall call, Map<String, String> context) {
                return authorizers.test(call, context);
            }
        };
    }

    /** An API as it was addressed. */
    private final class AddressedApi implements Endpoint {
        private final Destination.Api api;
        private final boolean bySandbox;

        AddressedApi(Destination.Api api, boolean bySandbox) {
            this.api = api;
            this.bySandbox = bySandbox;
        }

        @Override
        public String id() {
            return api.plan().address().apiId();
        }

        @Override
        public String domainName() {
            return api.domainName();
        }

        @Override
        public String path() {
            return api.placement().path();
        }

        @Override
        public boolean bySandbox() {
            return bySandbox;
        }

        @Override
        public long payloadBytes() {
            return limits.payloadBytes();
        }

        @Override
        public @Nullable Response rejection(HttpServerRequest request) {
            return RequestHeaders.tooLarge(request, api.plan())
                    ? Response.json(431, "{\"message\":\"Request Header Fields Too Large\"}")
                    : null;
        }

        @Override
        public Future<Response> serve(ClientRequest request, RequestRecord record) {
            return switch (api.plan()) {
                case RestPlan plan -> rest.handle(request, plan, api.placement(), record);
                case HttpPlan plan -> http.handle(request, plan, api.placement(), record);
                case WebSocketPlan _ -> throw new IllegalStateException("has an edge of its own");
            };
        }

        @Override
        public Response tooLarge() {
            return switch (api.plan()) {
                case RestPlan plan ->
                        // Captured from AWS, type and all.
                        Response.of(
                                413,
                                "text; charset=utf-8",
                                "HTTP content length exceeded "
                                        + limits.payloadBytes()
                                        + " bytes.");
                case HttpPlan _, WebSocketPlan _ ->
                        Response.json(413, "{\"message\":\"Request Entity Too Large\"}");
            };
        }
    }
}
