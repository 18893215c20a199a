package dev.gatehouse.gateway;

import dev.gatehouse.function.FunctionInvoker;
import dev.gatehouse.gateway.apigateway.RestService;
import dev.gatehouse.gateway.apigateway.repository.RestLimits;
import dev.gatehouse.gateway.apigatewayv2.HttpService;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpLimits;
import dev.gatehouse.gateway.call.TestCalls;
import dev.gatehouse.gateway.integrate.Backends;
import dev.gatehouse.gateway.integrate.link.OwnHosts;
import dev.gatehouse.gateway.plan.host.PlanTable;
import dev.gatehouse.gateway.plan.usage.RateLimit;
import dev.gatehouse.gateway.throttle.Throttles;
import dev.gatehouse.gateway.websocket.ConnectionLimits;
import dev.gatehouse.http.HttpEdge;
import dev.gatehouse.http.LoopbackEdge;
import dev.gatehouse.http.blocking.BlockingHandler;
import dev.gatehouse.http.blocking.BlockingLimits;
import dev.gatehouse.http.outbound.AllowedTargets;
import dev.gatehouse.http.outbound.PrivateTargets;
import dev.gatehouse.http.outbound.Targets;
import dev.gatehouse.identity.RootCredentials;
import dev.gatehouse.identity.secret.TestSecrets;
import dev.gatehouse.identity.sigv4.SigningKeys;
import dev.gatehouse.identity.sigv4.verify.Verifier;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.observe.RequestRecord;
import dev.gatehouse.observe.SocketMetrics;
import dev.gatehouse.proxy.exchange.PayloadLimits;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.sql.SqlStore;
import dev.gatehouse.wire.Authenticator;
import dev.gatehouse.wire.Beside;
import dev.gatehouse.wire.ControlPlane;
import dev.gatehouse.wire.ControlPlaneEdge;
import dev.gatehouse.wire.SameAccount;
import dev.gatehouse.wire.ServiceDirectory;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.CreateIntegrationRequest;
import software.amazon.awssdk.services.apigatewayv2.model.IntegrationType;
import software.amazon.awssdk.services.apigatewayv2.model.ProtocolType;

/** Both control planes of API Gateway and its data plane on one port, over a real store. */
final class ApiGatewayNode implements AutoCloseable {
    private static final StaticCredentialsProvider ROOT =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Store store;
    private final HttpEdge edge;
    private final Gateway gateway;

    /** What is written to logs: the group's name, and the line. */
    final List<String> logs = new CopyOnWriteArrayList<>();

    final SocketMetrics metrics = new SocketMetrics(Clock.SYSTEM);

    /** What was told of the requests that were served. */
    final List<RequestRecord> records = new CopyOnWriteArrayList<>();

    final ApiGatewayClient rest;
    final ApiGatewayV2Client http;

    ApiGatewayNode(Path folder, FunctionInvoker functions) throws Exception {
        this(folder, functions, ConnectionLimits.AWS);
    }

    /** A node with other limits on the connections of WebSocket APIs. */
    ApiGatewayNode(Path folder, FunctionInvoker functions, ConnectionLimits connections)
            throws Exception {
        this(folder, functions, connections, PrivateTargets.NONE);
    }

    /** A node that knows where what VPC links lead to is. */
    ApiGatewayNode(Path folder, FunctionInvoker functions, PrivateTargets targets)
            throws Exception {
        this(folder, functions, ConnectionLimits.AWS, targets);
    }

    private ApiGatewayNode(
            Path folder,
            FunctionInvoker functions,
            ConnectionLimits connections,
            PrivateTargets privateTargets)
            throws Exception {
        store = SqlStore.open("sqlite:" + folder.resolve("node.db"));
        PlanTable plans = new PlanTable(privateTargets);
        ServiceDirectory services =
                new ServiceDirectory(
                        List.of(
                                RestService.open(
                                        store,
                                        plans,
                                        RestLimits.AWS,
                                        _ -> false,
                                        ApiGatewayNode::tests,
                                        TestSecrets.of(store),
                                        Clock.SYSTEM),
                                HttpService.open(
                                        store, plans, HttpLimits.AWS, _ -> false, Clock.SYSTEM)));
        Verifier verifier =
                new Verifier(
                        RootCredentials.of(AccountId.DEFAULT, "test", "test"),
                        Clock.SYSTEM,
                        new SigningKeys(),
                        (_, _, _) -> {});
        ControlPlane control =
                new ControlPlane(
                        services,
                        new Authenticator(verifier, AccountId.DEFAULT, Region.DEFAULT),
                        SameAccount.AUTHORIZER,
                        Beside.NOTHING);
        BlockingHandler api =
                new BlockingHandler(vertx, new ControlPlaneEdge(control), BlockingLimits.DEFAULT);
        Targets targets = new Targets(vertx, AllowedTargets.parse("127.0.0.1:*"), Clock.SYSTEM);
        Backends backends =
                new Backends(
                        vertx::createHttpClient,
                        targets,
                        new OwnHosts(
                                vertx,
                                plans,
                                (_, _, _) -> call -> call.response().setStatusCode(403).end(),
                                this::claim));
        gateway =
                new Gateway(
                        plans,
                        GatewayServer.authorizers(
                                verifier, GatewayServer.calls(functions), backends),
                        GatewayServer.targets(functions, backends, plans),
                        (_, _, _) -> call -> call.response().setStatusCode(403).end(),
                        record -> {
                            records.add(record);
                            metrics.done(record);
                        },
                        new Gateway.Outlets(
                                (account, region, group, stream, events) ->
                                        events.forEach(
                                                event -> logs.add(group + ' ' + event.message())),
                                (account, region, stream, record) -> {}),
                        new Gateway.Bounds(
                                new PayloadLimits(
                                        PayloadLimits.AWS_BYTES, GatewayServer.LARGE_BODY_BYTES),
                                new Throttles(RateLimit.NONE, Clock.SYSTEM),
                                1 << 20,
                                connections),
                        Clock.SYSTEM);
        gateway.watch(vertx);
        edge =
                HttpEdge.listen(
                                vertx,
                                LoopbackEdge.anyPort(),
                                request ->
                                        Objects.requireNonNullElse(
                                                gateway.claim(request, false), api))
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(120, TimeUnit.SECONDS);
        rest =
                ApiGatewayClient.builder()
                        .endpointOverride(endpoint())
                        .region(software.amazon.awssdk.regions.Region.US_EAST_1)
                        .credentialsProvider(ROOT)
                        .build();
        http =
                ApiGatewayV2Client.builder()
                        .endpointOverride(endpoint())
                        .region(software.amazon.awssdk.regions.Region.US_EAST_1)
                        .credentialsProvider(ROOT)
                        .build();
    }

    private Handler<HttpServerRequest> claim(HttpServerRequest request, boolean bySandbox) {
        return gateway.claim(request, bySandbox);
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + edge.port());
    }

    /**
     * Makes a WebSocket API whose routes a function serves and responds to, and deploys it.
     *
     * @return the path of its stage
     */
    String webSocketApi(String name, List<String> routes) {
        return webSocketApi(
                name,
                routes,
                of ->
                        of.integrationType(IntegrationType.AWS_PROXY)
                                .integrationUri(
                                        "arn:aws:lambda:us-east-1:000000000000:function:f"));
    }

    /** The same with another integration. */
    String webSocketApi(
            String name,
            List<String> routes,
            Consumer<CreateIntegrationRequest.Builder> integrated) {
        String api =
                http.createApi(
                                r ->
                                        r.name(name)
                                                .protocolType(ProtocolType.WEBSOCKET)
                                                .routeSelectionExpression("$request.body.action"))
                        .apiId();
        String integration =
                http.createIntegration(
                                of -> {
                                    of.apiId(api);
                                    integrated.accept(of);
                                })
                        .integrationId();
        for (String key : routes) {
            String route =
                    http.createRoute(
                                    r ->
                                            r.apiId(api)
                                                    .routeKey(key)
                                                    .target("integrations/" + integration)
                                                    .routeResponseSelectionExpression("$default"))
                            .routeId();
            http.createRouteResponse(r -> r.apiId(api).routeId(route).routeResponseKey("$default"));
        }
        http.createStage(r -> r.apiId(api).stageName("v1").autoDeploy(true));
        return "/_aws/execute-api/" + api + "/v1";
    }

    /** Calls an API by path: {@code apiId/stage/…}. */
    HttpResponse<String> call(String verb, String apiAndPath, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(endpoint().resolve("/_aws/execute-api/" + apiAndPath))
                        .method(verb, HttpRequest.BodyPublishers.noBody());
        return client.send(
                (headers.length == 0 ? request : request.headers(headers)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Ends all connections of WebSocket APIs, as a node that stops. */
    void disconnectAll() throws Exception {
        gateway.close(vertx).toCompletionStage().toCompletableFuture().get(120, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws Exception {
        rest.close();
        http.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(120, TimeUnit.SECONDS);
        store.close();
    }

    private static TestCalls tests() {
        throw new IllegalStateException("test invocations need a whole node");
    }
}
