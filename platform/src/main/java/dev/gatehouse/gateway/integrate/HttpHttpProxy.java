package dev.gatehouse.gateway.integrate;

import dev.gatehouse.gateway.call.Answer;
import dev.gatehouse.gateway.call.HttpCall;
import dev.gatehouse.gateway.call.HttpRefusal;
import dev.gatehouse.gateway.plan.HttpIntegration;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/**
 * {@code HTTP_PROXY} of HTTP APIs: the request goes to a backend and its answer comes back, both
 * nearly untouched.
 */
public final class HttpHttpProxy {
    private final HttpBackend backend;

    public HttpHttpProxy(Backends backends) {
        this.backend = new HttpBackend(backends);
    }

    /** Calls the backend. Fails with a {@link HttpRefusal}. */
    public Future<Answer> answer(HttpCall call, HttpIntegration.HttpProxy integration) {
        MultiMap headers = ForwardedHeaders.of(call.request());
        headers.add("Forwarded", forwarded(call));
        String method =
                integration.httpMethod().equals("ANY")
                        ? call.request().method()
                        : integration.httpMethod();
        return backend.send(
                        new HttpBackend.BackendRequest(
                                method,
                                uri(call, integration),
                                headers,
                                call.request().body(),
                                integration.timeout()))
                .transform(
                        result ->
                                result.succeeded()
                                        ? Future.succeededFuture(passedOn(result.result()))
                                        : Future.failedFuture(refusal(result.cause())));
    }

    /** The path parameters were decoded for routing, so they are escaped again. */
    private static String uri(HttpCall call, HttpIntegration.HttpProxy integration) {
        Map<String, String> variables = new LinkedHashMap<>();
        call.pathParameters()
                .forEach((name, value) -> variables.put(name, BackendUri.escapePath(value)));
        String filled =
                BackendUri.fill(integration.uri().resolve(call.stage().variables()), variables);
        return BackendUri.withQuery(filled, call.request().line().query());
    }

    private static String forwarded(HttpCall call) {
        return "for="
                + call.request().arrival().sourceIp()
                + ";host="
                + call.request().arrival().domainName()
                + ";proto="
                + call.request().arrival().scheme();
    }

    private static Answer passedOn(HttpBackend.BackendAnswer answer) {
        return new Answer(answer.status(), RemappedHeaders.http(answer.headers()), answer.body());
    }

    private static HttpRefusal refusal(Throwable cause) {
        return cause instanceof TimeoutException ? HttpRefusal.UNAVAILABLE : HttpRefusal.INTERNAL;
    }
}
