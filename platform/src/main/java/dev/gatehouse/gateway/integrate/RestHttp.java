package dev.gatehouse.gateway.integrate;

import dev.gatehouse.gateway.call.Rejection;
import dev.gatehouse.gateway.call.RestApiCall;
import dev.gatehouse.gateway.integrate.link.Links;
import dev.gatehouse.gateway.integrate.link.UnlinkedException;
import dev.gatehouse.gateway.integrate.link.Via;
import dev.gatehouse.gateway.map.TemplateException;
import dev.gatehouse.gateway.plan.integration.Connection;
import dev.gatehouse.gateway.plan.integration.RestIntegration;
import dev.gatehouse.gateway.transform.BackendInput;
import dev.gatehouse.gateway.transform.BackendOutput;
import dev.gatehouse.gateway.transform.RequestMapper;
import dev.gatehouse.gateway.transform.ResponseMapper;
import dev.gatehouse.gateway.transform.TemplateScope;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.BodyRejectedException;
import dev.gatehouse.proxy.Response;
import dev.gatehouse.proxy.response.MalformedResponseException;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** {@code HTTP} of REST APIs: a backend gets the mapped request, the client its mapped response. */
final class RestHttp {
    /** What a template can make of a response has to be whole. */
    private static final int MAX_RESPONSE_BYTES = 10 * 1024 * 1024;

    private static final Set<String> WITHOUT_BODY = Set.of("GET", "HEAD", "OPTIONS");

    private final HttpBackend backend;
    private final Links links;

    RestHttp(Backends backends, Links links) {
        this.backend = new HttpBackend(backends, MAX_RESPONSE_BYTES);
        this.links = links;
    }

    /** Calls the backend. Fails with a {@link Rejection}, or once the client has gone. */
    Future<Response> call(RestApiCall call, RestIntegration.Http integration) {
        TemplateScope scope = new TemplateScope(call);
        Via via = via(links, call, integration.connection());
        try {
            BackendInput input = RequestMapper.map(integration.mapping(), scope);
            return backend.send(told(call, request(call, integration, input, via)))
                    .compose(response -> whole(call, response))
                    .map(output -> ResponseMapper.map(integration.mapping(), output, scope))
                    .recover(cause -> Future.failedFuture(rejection(cause)));
        } catch (TemplateException faulty) {
            return Future.failedFuture(Rejection.misconfigured());
        }
    }

    private static HttpBackend.BackendRequest told(
            RestApiCall call, HttpBackend.BackendRequest request) {
        EndpointLog.sent(call.log(), request.uri(), request.headers(), request.body());
        return request;
    }

    private static Future<BackendOutput> whole(
            RestApiCall call, HttpBackend.BackendResponse response) {
        call.integrated(response.status(), response.headers());
        return response.body()
                .buffered(MAX_RESPONSE_BYTES)
                .onSuccess(
                        body ->
                                EndpointLog.received(
                                        call.log(),
                                        response.status(),
                                        response.headers(),
                                        Body.of(body)))
                .map(
                        body ->
                                new BackendOutput(
                                        Integer.toString(response.status()),
                                        response.headers(),
                                        body));
    }

    /**
     * How a call connects to its backend.
     *
     * @throws Rejection it cannot
     */
    static Via via(Links links, RestApiCall call, Connection connection) {
        try {
            return links.of(
                    connection,
                    call.plan().address(),
                    call.stage().variables(),
                    call.stage().clientCertificate());
        } catch (UnlinkedException unlinked) {
            call.failed("Execution failed due to configuration error: " + unlinked.getMessage());
            throw Rejection.misconfigured();
        }
    }

    private static HttpBackend.BackendRequest request(
            RestApiCall call, RestIntegration.Http integration, BackendInput input, Via via) {
        String method =
                integration.httpMethod().equals("ANY")
                        ? call.request().method()
                        : integration.httpMethod();
        String uri =
                BackendUri.fill(integration.uri().resolve(call.stage().variables()), input.path());
        for (Map.Entry<String, String> parameter : input.query()) {
            uri = BackendUri.withParameter(uri, parameter.getKey(), parameter.getValue());
        }
        boolean sendsBody = !WITHOUT_BODY.contains(method);
        MultiMap headers = headers(call, input);
        if (sendsBody && !headers.contains("Content-Type")) {
            String type = call.request().header("Content-Type");
            headers.set("Content-Type", type == null ? "application/json" : type);
        }
        return new HttpBackend.BackendRequest(
                method,
                uri,
                headers,
                sendsBody ? Body.of(input.body()) : Body.NONE,
                call.request().disconnection(),
                integration.timeout(),
                via);
    }

    /** The mapped headers, and those that API Gateway adds itself. */
    private static MultiMap headers(RestApiCall call, BackendInput input) {
        MultiMap headers = input.headers();
        for (String name : headers.names()) {
            switch (name.toLowerCase(Locale.ROOT)) {
                case "content-length", "transfer-encoding" -> throw Rejection.misconfigured();
                case "expect", "te", "proxy-authenticate", "connection" -> headers.remove(name);
                default -> {}
            }
        }
        String apiId = call.plan().address().apiId();
        headers.set("x-amzn-apigateway-api-id", apiId);
        headers.set("X-Amzn-Trace-Id", call.request().ids().trace());
        if (!headers.contains("Accept")) {
            headers.set("Accept", "application/json");
        }
        if (!headers.contains("User-Agent")) {
            headers.set("User-Agent", "AmazonAPIGateway_" + apiId);
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
        if (cause instanceof BodyRejectedException rejected
                && rejected.reason() == BodyRejectedException.Reason.BROKEN_OFF) {
            return cause;
        }
        return cause instanceof MalformedResponseException
                        || cause instanceof TemplateException
                        || cause instanceof BodyRejectedException
                ? Rejection.misconfigured()
                : Rejection.integrationFailure();
    }
}
