package dev.gatehouse.gateway.integrate;

import dev.gatehouse.gateway.call.CallContext;
import dev.gatehouse.gateway.call.Rejection;
import dev.gatehouse.gateway.call.RestApiCall;
import dev.gatehouse.gateway.integrate.link.Links;
import dev.gatehouse.gateway.integrate.link.Via;
import dev.gatehouse.gateway.map.MappedHeaders;
import dev.gatehouse.gateway.map.MappingInput;
import dev.gatehouse.gateway.plan.integration.RequestParameter;
import dev.gatehouse.gateway.plan.integration.RestIntegration;
import dev.gatehouse.gateway.transform.RequestMapper;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.BodyRejectedException;
import dev.gatehouse.proxy.Response;
import dev.gatehouse.proxy.response.MalformedResponseException;
import dev.gatehouse.proxy.response.RemappedHeaders;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** {@code HTTP_PROXY} of REST APIs. */
final class RestHttpProxy {
    private final HttpBackend backend;
    private final HttpBackend streaming;
    private final Links links;

    /**
     * @param maxResponseBytes how long the body of a backend's response may be that AWS holds until
     *     it is whole; one that streams has no bound ("Stream the integration response for your
     *     proxy integrations")
     */
    RestHttpProxy(Backends backends, Links links, long maxResponseBytes) {
        this.backend = new HttpBackend(backends, maxResponseBytes);
        this.streaming = new HttpBackend(backends, Long.MAX_VALUE);
        this.links = links;
    }

    /**
     * Calls the backend. Fails with a {@link Rejection}, or a {@link BodyRejectedException} of the
     * client's body.
     *
     * @throws Rejection there is nothing to connect to
     */
    Future<Response> call(RestApiCall call, RestIntegration.HttpProxy integration) {
        HttpBackend.BackendRequest request =
                request(call, integration, RestHttp.via(links, call, integration.connection()));
        EndpointLog.sent(call.log(), request.uri(), request.headers(), request.body());
        return (integration.streams() ? streaming : backend)
                .send(request)
                .onSuccess(response -> responded(call, response))
                .transform(
                        result ->
                                result.succeeded()
                                        ? Future.succeededFuture(
                                                result.result().passedOn(RemappedHeaders::rest))
                                        : Future.failedFuture(rejection(result.cause())));
    }

    private static void responded(RestApiCall call, HttpBackend.BackendResponse response) {
        call.integrated(response.status(), response.headers());
        EndpointLog.received(call.log(), response.status(), response.headers(), response.body());
    }

    private static HttpBackend.BackendRequest request(
            RestApiCall call, RestIntegration.HttpProxy integration, Via via) {
        MultiMap headers = ForwardedHeaders.rest(call.request());
        headers.set("x-amzn-apigateway-api-id", call.plan().address().apiId());
        Map<String, String> path = new HashMap<>();
        String query = call.request().line().query();
        MappingInput input = integration.parameters().isEmpty() ? null : CallContext.of(call);
        for (RequestParameter parameter : integration.parameters()) {
            String value = input == null ? null : parameter.value().valueFrom(input);
            if (value == null) {
                continue;
            }
            switch (parameter.location()) {
                case PATH -> path.put(parameter.name(), value);
                case HEADER -> mapped(headers, parameter.name(), value);
                case QUERYSTRING -> query = appended(query, parameter.name(), value);
            }
        }
        String uri = BackendUri.fill(integration.uri().resolve(call.stage().variables()), path);
        String method =
                integration.httpMethod().equals("ANY")
                        ? call.request().method()
                        : integration.httpMethod();
        return new HttpBackend.BackendRequest(
                method,
                BackendUri.withQuery(uri, query),
                headers,
                integration.contentHandling() == null
                        ? call.request().body()
                        : Body.of(RequestMapper.payload(call, integration.contentHandling())),
                call.request().disconnection(),
                integration.timeout(),
                via);
    }

    /** Some names are dropped even when mapped, and two cannot be ("important notes"). */
    private static void mapped(MultiMap headers, String name, String value) {
        switch (name.toLowerCase(Locale.ROOT)) {
            case "expect", "te", "proxy-authenticate" -> {}
            case "content-length", "transfer-encoding" -> throw Rejection.misconfigured();
            default -> MappedHeaders.set(headers, name, value);
        }
    }

    /**
     * The client's query with a mapped parameter; the client's own of the same name stays as it is.
     */
    private static String appended(@Nullable String query, String name, String value) {
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8) + '=';
        String pair = encoded + URLEncoder.encode(value, StandardCharsets.UTF_8);
        if (query == null || query.isEmpty()) {
            return pair;
        }
        return ('&' + query).contains('&' + encoded) ? query : query + '&' + pair;
    }

    private static Throwable rejection(Throwable cause) {
        if (cause instanceof BodyRejectedException) {
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
