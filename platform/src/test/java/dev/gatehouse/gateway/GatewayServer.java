package dev.gatehouse.gateway;

import dev.gatehouse.function.FunctionInvoker;
import dev.gatehouse.gateway.authorize.Authorizers;
import dev.gatehouse.gateway.authorize.token.TokenVerifier;
import dev.gatehouse.gateway.authorize.token.Tokens;
import dev.gatehouse.gateway.authorize.token.UserPools;
import dev.gatehouse.gateway.integrate.Backends;
import dev.gatehouse.gateway.integrate.FunctionCalls;
import dev.gatehouse.gateway.integrate.IntegrationRoles;
import dev.gatehouse.gateway.integrate.IntegrationTargets;
import dev.gatehouse.gateway.integrate.link.Links;
import dev.gatehouse.gateway.plan.ApiPlan;
import dev.gatehouse.gateway.plan.host.PlanTable;
import dev.gatehouse.gateway.plan.usage.RateLimit;
import dev.gatehouse.gateway.throttle.Throttles;
import dev.gatehouse.gateway.websocket.ConnectionLimits;
import dev.gatehouse.http.outbound.AllowedTargets;
import dev.gatehouse.http.outbound.Targets;
import dev.gatehouse.identity.policy.Permissions;
import dev.gatehouse.identity.sigv4.SigningKeys;
import dev.gatehouse.identity.sigv4.verify.Verifier;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.proxy.exchange.PayloadLimits;
import dev.gatehouse.proxy.signed.Callers;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** A gateway on a port of its own, with a clock that stands still. */
final class GatewayServer implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-21T13:02:50.123Z");

    private static final Clock STILL =
            new Clock() {
                @Override
                public Instant now() {
                    return NOW;
                }

                @Override
                public long nanoTime() {
                    return System.nanoTime();
                }
            };

    /** Authorizers where nobody has a key. */
    static Authorizers authorizers(FunctionCalls functions, Backends backends) {
        return authorizers(
                new Verifier(
                        _ -> Optional.empty(), Clock.SYSTEM, new SigningKeys(), (_, _, _) -> {}),
                functions,
                backends);
    }

    /** Authorizers where a verifier knows who has a key. */
    static Authorizers authorizers(Verifier verifier, FunctionCalls functions, Backends backends) {
        Callers callers = new Callers(verifier, verifier, _ -> Permissions.NONE, (_, _, _) -> {});
        Tokens tokens =
                new Tokens(
                        new TokenVerifier(backends, new UserPools(backends, null), Clock.SYSTEM));
        return new Authorizers(callers, functions, tokens, Clock.SYSTEM);
    }

    /** What large request bodies may take together here. */
    static final int LARGE_BODY_BYTES = 64 * 1024 * 1024;

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    final PlanTable plans = new PlanTable();

    /** A gateway that reaches backends on this machine. */
    GatewayServer(FunctionInvoker functions, ApiPlan... plans) {
        this(functions, AllowedTargets.parse("127.0.0.1:*"), plans);
    }

    GatewayServer(FunctionInvoker functions, AllowedTargets allowed, ApiPlan... plans) {
        this(functions, allowed, PayloadLimits.AWS_BYTES, plans);
    }

    GatewayServer(
            FunctionInvoker functions,
            AllowedTargets allowed,
            long payloadBytes,
            ApiPlan... plans) {
        for (ApiPlan plan : plans) {
            this.plans.publish(plan);
        }
        Backends backends =
                new Backends(
                        () -> vertx.createHttpClient(new HttpClientOptions()),
                        new Targets(vertx, allowed, Clock.SYSTEM));
        Gateway gateway =
                new Gateway(
                        this.plans,
                        authorizers(calls(functions), backends),
                        targets(functions, backends, this.plans),
                        (_, _, _) -> call -> call.response().setStatusCode(403).end(),
                        _ -> {},
                        new Gateway.Outlets(
                                (account, region, group, stream, events) -> {},
                                (account, region, stream, record) -> {}),
                        new Gateway.Bounds(
                                new PayloadLimits(payloadBytes, LARGE_BODY_BYTES),
                                new Throttles(RateLimit.NONE, Clock.SYSTEM),
                                1 << 20,
                                ConnectionLimits.AWS),
                        STILL);
        server =
                vertx.createHttpServer(new HttpServerOptions().setMaxHeaderSize(64 * 1024))
                        .requestHandler(request -> serve(gateway, request))
                        .listen(0, "127.0.0.1")
                        .await();
    }

    /** Targets where no role is there to be assumed, and no service to be called. */
    static IntegrationTargets targets(
            FunctionInvoker functions, Backends backends, PlanTable plans) {
        return new IntegrationTargets(
                calls(functions),
                backends,
                new Links(plans, Clock.SYSTEM),
                (caller, region, request) -> Future.failedFuture("there is no service"),
                noRoles());
    }

    /** Calls of functions where no role is there to be assumed. */
    static FunctionCalls calls(FunctionInvoker functions) {
        return new FunctionCalls(functions, noRoles(), Clock.SYSTEM);
    }

    private static IntegrationRoles noRoles() {
        return new IntegrationRoles(
                (_, _, _, _) -> Optional.empty(), _ -> Permissions.NONE, Clock.SYSTEM);
    }

    private static void serve(Gateway gateway, HttpServerRequest request) {
        Handler<HttpServerRequest> handler = gateway.claim(request, false);
        if (handler == null) {
            request.response().setStatusCode(404).end("not for the gateway");
        } else {
            handler.handle(request);
        }
    }

    int port() {
        return server.actualPort();
    }

    /** Calls an API by path: {@code /_aws/execute-api} is put in front. */
    HttpResponse<String> get(String apiAndPath, String... headers) {
        return send(request(apiAndPath, headers).GET());
    }

    HttpRequest.Builder request(String apiAndPath, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                        URI.create(
                                "http://127.0.0.1:" + port() + "/_aws/execute-api/" + apiAndPath));
        return headers.length == 0 ? request : request.headers(headers);
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    /**
     * Sends bytes as they are and returns everything until the server closes: say {@code
     * Connection: close}.
     */
    String raw(String request) {
        try (Socket socket = new Socket("127.0.0.1", port())) {
            socket.setSoTimeout(120_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    /** Sends one request without a body under an API's own host. */
    String rawGet(String host, String target, String... headerLines) {
        StringBuilder request =
                new StringBuilder("GET " + target + " HTTP/1.1\nHost: " + host + '\n');
        for (String line : headerLines) {
            request.append(line).append('\n');
        }
        return raw(request.append("Connection: close\n\n").toString());
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
