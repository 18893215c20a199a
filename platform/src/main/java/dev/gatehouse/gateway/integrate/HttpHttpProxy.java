package dev.gatehouse.gateway.integrate;

import dev.gatehouse.gateway.call.HttpApiCall;
import dev.gatehouse.gateway.call.HttpRejection;
import dev.gatehouse.gateway.integrate.link.Links;
import dev.gatehouse.gateway.integrate.link.UnlinkedException;
import dev.gatehouse.gateway.integrate.link.Via;
import dev.gatehouse.gateway.plan.integration.HttpIntegration;
import dev.gatehouse.gateway.transform.HttpParameters;
import dev.gatehouse.http.BodyRejectedException;
import dev.gatehouse.proxy.Response;
import dev.gatehouse.proxy.response.RemappedHeaders;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/**
 * {@code HTTP_PROXY} of HTTP APIs: the request goes to a backend and its response comes back, both
 * nearly untouched.
 */
final class HttpHttpProxy {
    private final HttpBackend backend;
    private final Links links;

    /**
     * @param maxResponseBytes how long the body of a backend's response may be
     */
    HttpHttpProxy(Backends backends, Links links, long maxResponseBytes) {
        this.backend = new HttpBackend(backends, maxResponseBytes);
        this.links = links;
    }

    /**
     * Calls the backend. Fails with a {@link HttpRejection}, or a {@link BodyRejectedException} of
     * the client's body.
     *
     * @throws HttpRejection there is nothing to connect to
     */
    Future<Response> call(HttpParameters.Changed changed, HttpIntegration.HttpProxy integration) {
        HttpApiCall call = changed.call();
        Via via = via(call, integration);
        MultiMap headers = ForwardedHeaders.http(call.request());
        headers.add("Forwarded", forwarded(call));
        if (changed.host() != null) {
            headers.set(HttpHeaders.HOST, changed.host());
        } else if (integration.connection().isPrivate()) {
            headers.set(HttpHeaders.HOST, call.request().arrival().sent().authority());
        }
        String method =
                integration.httpMethod().equals("ANY")
                        ? call.request().method()
                        : integration.httpMethod();
        return backend.send(
                        new HttpBackend.BackendRequest(
                                method,
                                uri(changed, integration, via),
                                headers,
                                call.request().body(),
                                call.request().disconnection(),
                                integration.timeout(),
                                via))
                .transform(
                        result ->
                                result.succeeded()
                                        ? Future.succeededFuture(passedOn(call, result.result()))
                                        : Future.failedFuture(failed(call, result.cause())));
    }

    private static Response passedOn(HttpApiCall call, HttpBackend.BackendResponse response) {
        call.integrated(response.status(), response.headers());
        return response.passedOn(RemappedHeaders::http);
    }

    private static Throwable failed(HttpApiCall call, Throwable cause) {
        call.integrationFailed(FunctionCalls.failure(cause));
        return rejection(cause);
    }

    private Via via(HttpApiCall call, HttpIntegration.HttpProxy integration) {
        try {
            return links.of(
                    integration.connection(),
                    call.plan().address(),
                    call.stage().variables(),
                    null);
        } catch (UnlinkedException unlinked) {
            throw HttpRejection.UNAVAILABLE;
        }
    }

    /**
     * The path parameters were decoded for routing, so they are escaped again. What is private gets
     * the path of the request, its stage included.
     */
    private static String uri(
            HttpParameters.Changed changed, HttpIntegration.HttpProxy integration, Via via) {
        HttpApiCall call = changed.call();
        if (via.target() != null) {
            String path =
                    changed.path() == null
                            ? call.request().line().path()
                            : BackendUri.escapePath(changed.path());
            return BackendUri.withQuery(
                    via.target().resolve("/") + path.replaceFirst("^/", ""),
                    call.request().line().query());
        }
        Map<String, String> variables = new LinkedHashMap<>();
        call.pathParameters()
                .forEach((name, value) -> variables.put(name, BackendUri.escapePath(value)));
        String filled =
                BackendUri.fill(integration.uri().resolve(call.stage().variables()), variables);
        String whole =
                changed.path() == null
                        ? filled
                        : BackendUri.withPath(filled, BackendUri.escapePath(changed.path()));
        return BackendUri.withQuery(whole, call.request().line().query());
    }

    private static String forwarded(HttpApiCall call) {
        return "for="
                + call.request().arrival().sourceIp()
                + ";host="
                + call.request().arrival().domainName()
                + ";proto="
                + call.request().arrival().scheme();
    }

    private static Throwable rejection(Throwable cause) {
        if (cause instanceof BodyRejectedException) {
            return cause;
        }
        return cause instanceof TimeoutException
                        || cause instanceof HttpBackend.UnreachableException
                ? HttpRejection.UNAVAILABLE
                : HttpRejection.INTERNAL;
    }
}
