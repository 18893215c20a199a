package dev.gatehouse.gateway.integrate.websocket;

import dev.gatehouse.gateway.call.ExecutionLog;
import dev.gatehouse.gateway.call.Rejection;
import dev.gatehouse.gateway.call.WebSocketCall;
import dev.gatehouse.gateway.integrate.BackendUri;
import dev.gatehouse.gateway.integrate.Backends;
import dev.gatehouse.gateway.integrate.EndpointLog;
import dev.gatehouse.gateway.integrate.HttpBackend;
import dev.gatehouse.gateway.integrate.link.Links;
import dev.gatehouse.gateway.integrate.link.UnlinkedException;
import dev.gatehouse.gateway.integrate.link.Via;
import dev.gatehouse.gateway.map.StageText;
import dev.gatehouse.gateway.plan.integration.Connection;
import dev.gatehouse.gateway.plan.websocket.WebSocketIntegration;
import dev.gatehouse.gateway.transform.BackendInput;
import dev.gatehouse.gateway.transform.BackendOutput;
import dev.gatehouse.http.Body;
import dev.gatehouse.proxy.response.MalformedResponseException;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** Calls HTTP backends for the routes of WebSocket APIs. */
final class HttpEndpoints {
    /** Far more than a message may have; templates may make less of it. */
    private static final int MAX_RESPONSE_BYTES = 1024 * 1024;

    private static final Set<String> WITHOUT_BODY = Set.of("GET", "HEAD", "OPTIONS");

    private final HttpBackend backend;
    private final Links links;

    HttpEndpoints(Backends backends, Links links) {
        this.backend = new HttpBackend(backends, MAX_RESPONSE_BYTES);
        this.links = links;
    }

    /** {@code HTTP_PROXY}. Fails with a {@link Rejection}. */
    Future<Outcome> call(WebSocketCall call, WebSocketIntegration.HttpProxy integration) {
        BackendInput input =
                new MessageScope(call).parameters(integration.parameters(), call.payload());
        return send(
                        call,
                        new Endpoint(
                                integration.httpMethod(),
                                integration.uri(),
                                integration.timeout(),
                                integration.connection()),
                        input)
                .map(
                        output ->
                                new Outcome(
                                        Integer.parseInt(output.selector()),
                                        Integer.parseInt(output.selector()),
                                        output.headers().get("Sec-WebSocket-Protocol"),
                                        output.body()));
    }

    /** {@code HTTP}. Fails with a {@link Rejection}, or another exception of its templates. */
    Future<Outcome> call(WebSocketCall call, WebSocketIntegration.Http integration) {
        MessageScope scope = new MessageScope(call);
        return send(
                        call,
                        new Endpoint(
                                integration.httpMethod(),
                                integration.uri(),
                                integration.timeout(),
                                integration.connection()),
                        scope.request(integration.mapping()))
                .map(
                        output ->
                                Mapped.outcome(
                                        call,
                                        scope,
                                        integration.mapping(),
                                        Integer.parseInt(output.selector()),
                                        output));
    }

    /** What both kinds of integrations say of their backend. */
    private record Endpoint(
            String httpMethod, StageText uri, Duration timeout, Connection connection) {}

    private Future<BackendOutput> send(WebSocketCall call, Endpoint endpoint, BackendInput input) {
        // Nothing that happens on a connection has a method to keep.
        String method = endpoint.httpMethod().equals("ANY") ? "POST" : endpoint.httpMethod();
        String target =
                BackendUri.fill(endpoint.uri().resolve(call.stage().variables()), input.path());
        for (Map.Entry<String, String> parameter : input.query()) {
            target = BackendUri.withParameter(target, parameter.getKey(), parameter.getValue());
        }
        HttpBackend.BackendRequest request =
                new HttpBackend.BackendRequest(
                        method,
                        target,
                        headers(call, input),
                        WITHOUT_BODY.contains(method) ? Body.NONE : Body.of(input.body()),
                        _ -> {},
                        endpoint.timeout(),
                        via(call, endpoint.connection()));
        EndpointLog.sent(call.log(), target, request.headers(), request.body());
        return backend.send(request)
                .compose(response -> whole(call, response))
                .recover(cause -> Future.failedFuture(rejection(cause)));
    }

    /**
     * How the backend is connected to.
     *
     * @throws Rejection it cannot be
     */
    private Via via(WebSocketCall call, Connection connection) {
        try {
            return links.of(
                    connection,
                    call.address(),
                    call.stage().variables(),
                    call.stage().clientCertificate());
        } catch (UnlinkedException unlinked) {
            ExecutionLog log = call.log();
            if (log != null) {
                log.failed("Execution failed due to configuration error: " + unlinked.getMessage());
            }
            throw Rejection.misconfigured();
        }
    }

    private static Future<BackendOutput> whole(
            WebSocketCall call, HttpBackend.BackendResponse response) {
        call.integrated(response.status());
        return response.body()
                .buffered(MAX_RESPONSE_BYTES)
                .map(
                        body -> {
                            EndpointLog.received(
                                    call.log(),
                                    response.status(),
                                    response.headers(),
                                    Body.of(body));
                            return new BackendOutput(
                                    Integer.toString(response.status()), response.headers(), body);
                        });
    }

    /** The mapped headers, and those that API Gateway adds itself. */
    private static MultiMap headers(WebSocketCall call, BackendInput input) {
        MultiMap headers = input.headers();
        for (String name : Set.copyOf(headers.names())) {
            switch (name.toLowerCase(Locale.ROOT)) {
                case "content-length", "transfer-encoding", "connection", "expect", "te" ->
                        headers.remove(name);
                default -> {}
            }
        }
        String apiId = call.address().apiId();
        headers.set("x-amzn-apigateway-api-id", apiId);
        headers.set("X-Amzn-Trace-Id", call.named().ids().trace());
        if (!headers.contains("User-Agent")) {
            headers.set("User-Agent", "AmazonAPIGateway_" + apiId);
        }
        if (!headers.contains("Content-Type")) {
            headers.set("Content-Type", "application/json");
        }
        return headers;
    }

    private static Throwable rejection(Throwable cause) {
        if (cause instanceof Rejection) {
            return cause;
        }
        if (cause instanceof TimeoutException) {
            return Rejection.integrationTimeout();
        }
        return cause instanceof MalformedResponseException
                ? Rejection.misconfigured()
                : Rejection.integrationFailure();
    }
}
