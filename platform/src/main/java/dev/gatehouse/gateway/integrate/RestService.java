package dev.gatehouse.gateway.integrate;

import dev.gatehouse.function.ServiceCalls;
import dev.gatehouse.function.ServiceCalls.ServiceRequest;
import dev.gatehouse.function.ServiceCalls.ServiceResponse;
import dev.gatehouse.gateway.call.Rejection;
import dev.gatehouse.gateway.call.RestApiCall;
import dev.gatehouse.gateway.map.TemplateException;
import dev.gatehouse.gateway.plan.integration.RestIntegration;
import dev.gatehouse.gateway.plan.integration.ServiceUri;
import dev.gatehouse.gateway.transform.BackendInput;
import dev.gatehouse.gateway.transform.BackendOutput;
import dev.gatehouse.gateway.transform.RequestMapper;
import dev.gatehouse.gateway.transform.ResponseMapper;
import dev.gatehouse.gateway.transform.TemplateScope;
import dev.gatehouse.http.Body;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.proxy.Response;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * {@code AWS} with services other than Lambda: the mapped request goes there in the name of the
 * integration's role.
 */
final class RestService {
    private static final Set<String> WITHOUT_BODY = Set.of("GET", "HEAD", "OPTIONS");

    /** Whoever maps one of these makes a request that AWS fails. */
    private static final Set<String> UNMAPPABLE =
            Set.of("authorization", "connection", "content-length", "expect", "transfer-encoding");

    private final ServiceCalls services;
    private final IntegrationRoles roles;

    RestService(ServiceCalls services, IntegrationRoles roles) {
        this.services = services;
        this.roles = roles;
    }

    /** Calls the service. Fails with a {@link Rejection}. */
    Future<Response> call(RestApiCall call, RestIntegration.Service integration) {
        TemplateScope scope = new TemplateScope(call);
        try {
            ServiceRequest request =
                    request(call, integration, RequestMapper.map(integration.mapping(), scope));
            String role = integration.credentials().resolve(call.stage().variables());
            EndpointLog.sent(
                    call.log(),
                    endpoint(integration, request),
                    request.headers(),
                    Body.of(request.body()));
            return roles.session(role, call.plan().address().account(), call.authorized().actor())
                    .compose(
                            actor ->
                                    services.send(
                                            actor.principal(), integration.uri().region(), request))
                    .timeout(integration.timeout().toMillis(), TimeUnit.MILLISECONDS)
                    .onFailure(cause -> failed(call, role, cause))
                    .map(
                            response ->
                                    ResponseMapper.map(
                                            integration.mapping(), output(call, response), scope))
                    .recover(cause -> Future.failedFuture(rejection(cause)));
        } catch (TemplateException faulty) {
            return Future.failedFuture(Rejection.misconfigured());
        }
    }

    private static String endpoint(RestIntegration.Service integration, ServiceRequest request) {
        return "https://%s.%s.amazonaws.com%s%s"
                .formatted(
                        request.service(),
                        integration.uri().region().name(),
                        request.path(),
                        request.query().isEmpty() ? "" : '?' + request.query());
    }

    private static ServiceRequest request(
            RestApiCall call, RestIntegration.Service integration, BackendInput input) {
        ServiceUri uri = integration.uri();
        String target =
                BackendUri.fill(uri.target().resolve(call.stage().variables()), input.path());
        String method =
                integration.httpMethod().equals("ANY")
                        ? call.request().method()
                        : integration.httpMethod();
        for (String name : input.headers().names()) {
            if (UNMAPPABLE.contains(name.toLowerCase(Locale.ROOT))) {
                throw Rejection.misconfigured();
            }
        }
        String whole = uri.isAction() ? target.replaceFirst("&", "?") : path(uri, target);
        for (Map.Entry<String, String> parameter : input.query()) {
            whole = BackendUri.withParameter(whole, parameter.getKey(), parameter.getValue());
        }
        int query = whole.indexOf('?');
        String resource = checked(query < 0 ? whole : whole.substring(0, query));
        return new ServiceRequest(
                uri.service(),
                uri.isAction() ? resource : null,
                method,
                uri.isAction() ? "/" : resource,
                query < 0 ? "" : checked(whole.substring(query + 1)),
                headers(call, uri, input),
                WITHOUT_BODY.contains(method) && !uri.isAction() ? Buffer.buffer() : input.body());
    }

    /** A bucket may stand in front of S3's name; other services are not told apart so. */
    private static String path(ServiceUri uri, String target) {
        String bucket = uri.subdomain().isEmpty() ? "" : uri.subdomain();
        String front = bucket.isEmpty() ? "" : '/' + bucket.substring(0, bucket.length() - 1);
        return front + (target.startsWith("/") ? target : '/' + target);
    }

    private static String checked(String part) {
        try {
            return BackendUri.checked(part);
        } catch (IllegalArgumentException unfit) {
            throw Rejection.misconfigured();
        }
    }

    private static MultiMap headers(RestApiCall call, ServiceUri uri, BackendInput input) {
        MultiMap headers = input.headers();
        if (!headers.contains("Accept")) {
            headers.set("Accept", "application/json");
        }
        String type = call.request().header("Content-Type");
        // An action has the type of its protocol.
        if (!uri.isAction() && !headers.contains("Content-Type")) {
            headers.set("Content-Type", type == null ? "application/json" : type);
        }
        headers.set("X-Amzn-Trace-Id", call.request().ids().trace());
        return headers;
    }

    private static void failed(RestApiCall call, String role, Throwable cause) {
        if (cause instanceof ServiceException denied
                && denied.code().equals(IntegrationRoles.DENIED)) {
            call.failed(EndpointLog.notAssumed(role));
        }
    }

    private static BackendOutput output(RestApiCall call, ServiceResponse response) {
        call.integrated(response.status());
        EndpointLog.received(
                call.log(), response.status(), response.headers(), Body.of(response.body()));
        return new BackendOutput(
                Integer.toString(response.status()), response.headers(), response.body());
    }

    private static Throwable rejection(Throwable cause) {
        if (cause instanceof Rejection) {
            return cause;
        }
        if (cause instanceof TimeoutException) {
            return Rejection.integrationTimeout();
        }
        return cause instanceof ServiceException unreachable && unreachable.status() >= 500
                ? Rejection.integrationFailure()
                : Rejection.misconfigured();
    }
}
