package dev.gatehouse.app;

import dev.gatehouse.app.engine.PoolEndpoint;
import dev.gatehouse.function.FunctionInvoker;
import dev.gatehouse.function.FunctionUrls;
import dev.gatehouse.function.ServiceCalls;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.authorize.Authorizers;
import dev.gatehouse.gateway.authorize.token.TokenVerifier;
import dev.gatehouse.gateway.authorize.token.Tokens;
import dev.gatehouse.gateway.authorize.token.UserPools;
import dev.gatehouse.gateway.call.RestApiCall;
import dev.gatehouse.gateway.call.TestCalls;
import dev.gatehouse.gateway.integrate.Backends;
import dev.gatehouse.gateway.integrate.FunctionCalls;
import dev.gatehouse.gateway.integrate.IntegrationRoles;
import dev.gatehouse.gateway.integrate.IntegrationTargets;
import dev.gatehouse.gateway.integrate.link.Links;
import dev.gatehouse.gateway.integrate.link.OwnHosts;
import dev.gatehouse.gateway.plan.host.PlanTable;
import dev.gatehouse.gateway.throttle.Throttles;
import dev.gatehouse.http.outbound.AllowedTargets;
import dev.gatehouse.http.outbound.Targets;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.proxy.Response;
import dev.gatehouse.proxy.exchange.PayloadLimits;
import dev.gatehouse.proxy.signed.Callers;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import java.net.URI;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** API Gateway's data plane with its bounded pool of connections to backends. */
final class GatewayEdge implements TestCalls {
    /** For each event loop. */
    private static final int CONNECTIONS_PER_BACKEND = 250;

    /** For each event loop. */
    private static final int WAITING_REQUESTS = 2_500;

    /** Of the heap, for request bodies that are large. */
    private static final int LARGE_BODIES_SHARE = 4;

    /** Of the heap, for what stages keep of responses. */
    private static final int CACHES_SHARE = 8;

    /** Where the development engine serves. */
    private static final AllowedTargets LOOPBACK = AllowedTargets.parse("127.0.0.1:*");

    private final Gateway gateway;
    private final Vertx vertx;

    GatewayEdge(
            PlanTable plans,
            FunctionInvoker functions,
            Outward outward,
            Callers callers,
            FunctionUrls urls,
            Gateway.Outlets outlets,
            Foundation base) {
        this.vertx = base.loops().vertx();
        Targets targets =
                new Targets(vertx, base.config().apis().networks().allowed(), base.clock());
        OwnHosts own = new OwnHosts(vertx, plans, urls, this::claim);
        Backends backends = backends(targets, own);
        FunctionCalls calls = new FunctionCalls(functions, outward.roles(), base.clock());
        Tokens tokens =
                new Tokens(
                        new TokenVerifier(
                                backends,
                                userPools(outward.pools(), backends, base.clock()),
                                base.clock()));
        Authorizers authorizers =
                new Authorizers(
                        callers,
                        calls,
                        tokens,
                        base.config().apis().networks().endpoint(),
                        base.clock());
        PayloadLimits limits =
                new PayloadLimits(
                        (long) base.config().apis().payloadMb() << 20,
                        Runtime.getRuntime().maxMemory() / LARGE_BODIES_SHARE);
        Throttles throttles = new Throttles(base.config().apis().accountLimit(), base.clock());
        this.gateway =
                new Gateway(
                        plans,
                        authorizers,
                        new IntegrationTargets(
                                calls,
                                backends,
                                new Links(plans, base.clock()),
                                outward.services(),
                                outward.roles()),
                        urls,
                        base.observation().requests(),
                        outlets,
                        new Gateway.Bounds(
                                limits,
                                throttles,
                                Runtime.getRuntime().maxMemory() / CACHES_SHARE,
                                base.config().apis().connections(),
                                base.config().apis().streams()),
                        base.clock());
        gateway.watch(vertx);
    }

    /**
     * What integrations and authorizers call beside functions and backends.
     *
     * @param pools where user pools are, when not at AWS
     */
    record Outward(IntegrationRoles roles, ServiceCalls services, PoolEndpoint pools) {}

    private Backends backends(Targets targets, @Nullable OwnHosts own) {
        HttpClientOptions options =
                new HttpClientOptions().setDecompressionSupported(false).setKeepAlive(true);
        PoolOptions pool =
                new PoolOptions()
                        .setHttp1MaxSize(CONNECTIONS_PER_BACKEND)
                        .setMaxWaitQueueSize(WAITING_REQUESTS);
        return new Backends(() -> vertx.createHttpClient(options, pool), targets, own);
    }

    private UserPools userPools(PoolEndpoint pools, Backends backends, Clock clock) {
        if (!pools.isThere()) {
            return new UserPools(backends, null);
        }
        URI named = pools.named();
        AllowedTargets allowed = named == null ? LOOPBACK : AllowedTargets.of(named);
        return new UserPools(
                backends(new Targets(vertx, allowed, clock), null),
                new UserPools.Place(named, pools::find));
    }

    /**
     * Ends the connections of WebSocket APIs; complete when those who are to know were told of it.
     */
    Future<Void> close() {
        return gateway.close(vertx);
    }

    @Override
    public Future<Response> execute(RestApiCall call) {
        return onLoop(() -> gateway.tests().execute(call));
    }

    @Override
    public Future<Said> authorize(RestApiCall call, Map<String, String> context) {
        return onLoop(() -> gateway.tests().authorize(call, context));
    }

    private <T> Future<T> onLoop(Supplier<Future<T>> work) {
        Promise<T> promise = Promise.promise();
        vertx.getOrCreateContext()
                .runOnContext(
                        _ -> {
                            try {
                                work.get().onComplete(promise);
                            } catch (RuntimeException fault) {
                                promise.fail(fault);
                            }
                        });
        return promise.future();
    }

    /**
     * The handler of a request that is for an API or a function URL; null when it is not.
     *
     * @param bySandbox whether a function sent it
     */
    @Nullable Handler<HttpServerRequest> claim(HttpServerRequest request, boolean bySandbox) {
        return gateway.claim(request, bySandbox);
    }
}
