import dev.gatehouse.function.FunctionInvoker;
import dev.gatehouse.function.Invocation;
import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.function.InvocationStream;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.authorize.Authorizers;
import dev.gatehouse.gateway.authorize.token.TokenVerifier;
import dev.gatehouse.gateway.authorize.token.Tokens;
import dev.gatehouse.gateway.authorize.token.UserPools;
import dev.gatehouse.gateway.integrate.Backends;
import dev.gatehouse.gateway.integrate.FunctionCalls;
import dev.gatehouse.gateway.integrate.IntegrationRoles;
import dev.gatehouse.gateway.integrate.IntegrationTargets;
import dev.gatehouse.gateway.integrate.link.Links;
import dev.gatehouse.gateway.map.MappingTemplate;
import dev.gatehouse.gateway.map.StageText;
import dev.gatehouse.gateway.plan.ApiAddress;
import dev.gatehouse.gateway.plan.BinaryMediaTypes;
import dev.gatehouse.gateway.plan.HttpDeployment;
import dev.gatehouse.gateway.plan.HttpPlan;
import dev.gatehouse.gateway.plan.HttpRoute;
import dev.gatehouse.gateway.plan.HttpStage;
import dev.gatehouse.gateway.plan.RestDeployment;
import dev.gatehouse.gateway.plan.RestMethod;
import dev.gatehouse.gateway.plan.RestPlan;
import dev.gatehouse.gateway.plan.RestResource;
import dev.gatehouse.gateway.plan.RestStage;
import dev.gatehouse.gateway.plan.authorize.Authorization;
import dev.gatehouse.gateway.plan.cache.CacheKey;
import dev.gatehouse.gateway.plan.host.PlanTable;
import dev.gatehouse.gateway.plan.integration.HttpIntegration;
import dev.gatehouse.gateway.plan.integration.IntegrationResponse;
import dev.gatehouse.gateway.plan.integration.Mapping;
import dev.gatehouse.gateway.plan.integration.ParameterMapping;
import dev.gatehouse.gateway.plan.integration.PassthroughBehavior;
import dev.gatehouse.gateway.plan.integration.RestIntegration;
import dev.gatehouse.gateway.plan.schema.RequestRules;
import dev.gatehouse.gateway.plan.usage.ApiKeySource;
import dev.gatehouse.gateway.plan.usage.RateLimit;
import dev.gatehouse.gateway.plan.usage.StageRoutes;
import dev.gatehouse.gateway.plan.usage.StageSettings;
import dev.gatehouse.gateway.throttle.Throttles;
import dev.gatehouse.gateway.websocket.ConnectionLimits;
import dev.gatehouse.http.outbound.AllowedTargets;
import dev.gatehouse.http.outbound.Targets;
import dev.gatehouse.identity.policy.Permissions;
import dev.gatehouse.identity.sigv4.SigningKeys;
import dev.gatehouse.identity.sigv4.verify.Verifier;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.observe.Metrics;
import dev.gatehouse.observe.RequestListener;
import dev.gatehouse.proxy.exchange.PayloadLimits;
import dev.gatehouse.proxy.signed.Callers;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Servers to be loaded by {@code run}, side by side in one process: a bare Vert.x handler and a
 * bare Vert.x reverse proxy on ports of their own, and the gateway with mocks, a function in this
 * process, a backend, one route and ten thousand; and once more with its requests counted.
 */
public final class GatewayLoad {
    private static final long LARGE_BODIES = 256L * 1024 * 1024;
    private static final int GATEWAY = 9300;
    private static final int BACKEND = 9301;
    private static final int BARE = 9302;
    private static final int BARE_PROXY = 9303;
    private static final int COUNTED = 9304;
    private static final String BODY = "{\"hello\":\"world\"}";
    private static final Buffer FROM_FUNCTION =
            Buffer.buffer(
                    "{\"statusCode\":200,\"headers\":{\"content-type\":\"application/json\"},"
                            + "\"body\":\"{\\\"hello\\\":\\\"world\\\"}\"}");
    private static final StageText FUNCTION =
            new StageText("arn:aws:lambda:us-east-1:000000000000:function:hello");

    public static void main(String[] args) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
        PlanTable plans = new PlanTable();
        plans.publishAll(List.of(rest("rest", 1), rest("many", 10_000), http()));
        serve(vertx, BACKEND, GatewayLoad::hello);
        serve(vertx, BARE, GatewayLoad::hello);
        serve(vertx, BARE_PROXY, proxy(vertx));
        Targets targets = new Targets(vertx, AllowedTargets.parse("127.0.0.1:*"), Clock.SYSTEM);
        Backends backends = new Backends(() -> client(vertx), targets);
        Metrics metrics = new Metrics(Clock.SYSTEM);
        metrics.load();
        Gateway gateway = gateway(plans, backends, _ -> {});
        Gateway counted = gateway(plans, backends, metrics);
        serve(vertx, GATEWAY, request -> gateway.claim(request, false).handle(request));
        serve(vertx, COUNTED, request -> counted.claim(request, false).handle(request));
        System.out.println("ready");
    }

    /** A gateway where nobody has a key, and no limit holds. */
    private static Gateway gateway(PlanTable plans, Backends backends, RequestListener listener) {
        IntegrationRoles roles =
                new IntegrationRoles(
                        (role, service, name, source) -> Optional.empty(),
                        _ -> Permissions.NONE,
                        Clock.SYSTEM);
        FunctionCalls calls = new FunctionCalls(new Function(), roles, Clock.SYSTEM);
        Verifier verifier =
                new Verifier(
                        _ -> Optional.empty(),
                        Clock.SYSTEM,
                        new SigningKeys(),
                        (key, service, region) -> {});
        Tokens tokens =
                new Tokens(
                        new TokenVerifier(backends, new UserPools(backends, null), Clock.SYSTEM));
        return new Gateway(
                plans,
                new Authorizers(
                        new Callers(
                                verifier,
                                verifier,
                                _ -> Permissions.NONE,
                                (request, caller, what) -> {}),
                        calls,
                        tokens,
                        Clock.SYSTEM),
                new IntegrationTargets(
                        calls,
                        backends,
                        new Links(plans, Clock.SYSTEM),
                        (caller, region, request) -> Future.failedFuture("there is no service"),
                        roles),
                (_, _, _) -> call -> call.response().setStatusCode(403).end(),
                listener,
                new Gateway.Outlets(
                        (account, region, group, stream, events) -> {},
                        (account, region, stream, record) -> {}),
                new Gateway.Bounds(
                        new PayloadLimits(PayloadLimits.AWS_BYTES, LARGE_BODIES),
                        new Throttles(RateLimit.NONE, Clock.SYSTEM),
                        1 << 20,
                        ConnectionLimits.AWS),
                Clock.SYSTEM);
    }

    /** A function in this process. */
    private static final class Function implements FunctionInvoker {
        @Override
        public Future<InvocationResult> invoke(Invocation invocation) {
            return Future.succeededFuture(
                    new InvocationResult(200, FROM_FUNCTION, null, "$LATEST", null));
        }

        @Override
        public Future<InvocationStream> stream(Invocation invocation) {
            return Future.failedFuture("nothing streams here");
        }
    }

    private static RestPlan rest(String apiId, int routes) {
        List<RestResource> resources =
                IntStream.range(0, routes)
                        .mapToObj(i -> resource("/r" + i % 100 + "/{id}/s" + i / 100, mock(BODY)))
                        .collect(java.util.stream.Collectors.toList());
        resources.add(resource("/vtl", mock("{\"hello\":\"$input.params('who')\"}")));
        resources.add(
                resource(
                        "/fn",
                        new RestIntegration.LambdaProxy(
                                FUNCTION, "POST", null, Duration.ofSeconds(29), false, Map.of())));
        RestDeployment deployment =
                RestDeployment.of("d", resources, BinaryMediaTypes.NONE, Map.of(), null);
        return new RestPlan(
                address(apiId),
                false,
                Map.of(
                        "prod",
                        new RestStage(
                                "prod", Map.of(), null, "", deployment, StageSettings.NONE, null)));
    }

    private static HttpPlan http() {
        Duration timeout = Duration.ofSeconds(30);
        HttpDeployment deployment =
                HttpDeployment.of(
                        "d",
                        List.of(
                                new HttpRoute(
                                        "GET /fn",
                                        Authorization.OPEN,
                                        new HttpIntegration.LambdaProxy(
                                                FUNCTION,
                                                HttpIntegration.PayloadFormat.V2,
                                                null,
                                                timeout),
                                        ParameterMapping.NONE),
                                new HttpRoute(
                                        "GET /proxy",
                                        Authorization.OPEN,
                                        new HttpIntegration.HttpProxy(
                                                "GET",
                                                new StageText("http://127.0.0.1:" + BACKEND + "/"),
                                                timeout),
                                        ParameterMapping.NONE)),
                        null);
        return new HttpPlan(
                address("http"),
                false,
                Map.of(
                        "$default",
                        new HttpStage(
                                "$default", Map.of(), null, "", deployment, StageRoutes.NONE)));
    }

    private static RestResource resource(String path, RestIntegration integration) {
        return new RestResource(
                path,
                path,
                Map.of(
                        "GET",
                        new RestMethod(
                                path + "/GET",
                                Authorization.OPEN,
                                ApiKeySource.NONE,
                                RequestRules.NONE,
                                CacheKey.NONE,
                                integration)));
    }

    private static RestIntegration mock(String template) {
        return new RestIntegration.Mock(
                new Mapping(
                        Map.of(
                                "application/json",
                                MappingTemplate.compile("{\"statusCode\": 200}")),
                        PassthroughBehavior.WHEN_NO_MATCH,
                        List.of(),
                        null,
                        List.of(
                                new IntegrationResponse(
                                        200,
                                        null,
                                        List.of(),
                                        Map.of(
                                                "application/json",
                                                MappingTemplate.compile(template)),
                                        null))));
    }

    private static ApiAddress address(String apiId) {
        return new ApiAddress(AccountId.DEFAULT, Region.DEFAULT, apiId);
    }

    private static io.vertx.core.http.HttpClient client(Vertx vertx) {
        return vertx.createHttpClient(
                new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(256));
    }

    private static Handler<HttpServerRequest> proxy(Vertx vertx) {
        io.vertx.core.http.HttpClient client = client(vertx);
        return request ->
                client.request(HttpMethod.GET, BACKEND, "127.0.0.1", "/")
                        .compose(outgoing -> outgoing.send())
                        .compose(response -> response.body())
                        .onSuccess(body -> request.response().end(body));
    }

    private static void hello(HttpServerRequest request) {
        request.response().putHeader("content-type", "application/json").end(BODY);
    }

    private static void serve(Vertx vertx, int port, Handler<HttpServerRequest> handler) {
        vertx.deployVerticle(
                        () ->
                                new VerticleBase() {
                                    @Override
                                    public Future<?> start() {
                                        return vertx.createHttpServer()
                                                .requestHandler(handler)
                                                .listen(port, "127.0.0.1");
                                    }
                                },
                        new DeploymentOptions().setInstances(2))
                .await();
    }
}
