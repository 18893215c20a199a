package dev.gatehouse.gateway.integrate;

import dev.gatehouse.function.ServiceCalls;
import dev.gatehouse.function.ServiceCalls.ServiceRequest;
import dev.gatehouse.function.ServiceCalls.ServiceResponse;
import dev.gatehouse.gateway.call.Rejection;
import dev.gatehouse.gateway.call.RestApiCall;
import dev.gatehouse.gateway.map.TemplateException;
import dev.gatehouse.gateway.plan.integration.RestIntegration;
import dev.gatehouse.gateway.transform.BackendOutput;
import dev.gatehouse.gateway.transform.RequestMapper;
import dev.gatehouse.gateway.transform.ResponseMapper;
import dev.gatehouse.gateway.transform.TemplateScope;
import dev.gatehouse.http.Body;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.proxy.Response;
import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * {@code AWS} with services other than Lambda: the mapped request goes there in the name of the
 * integration's role.
 */
final class RestService {
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
                    ServiceRequests.of(
                            new ServiceRequests.Target(
                                    integration.uri(),
                                    integration.httpMethod().equals("ANY")
                                            ? call.request().method()
                                            : integration.httpMethod(),
                                    call.stage().variables()),
                            RequestMapper.map(integration.mapping(), scope),
                            call.request().header("Content-Type"),
                            call.request().ids().trace());
            String role = integration.credentials().resolve(call.stage().variables());
            EndpointLog.sent(
                    call.log(),
                    endpoint(integration, request),
                    request.headers(),
                    Body.of(request.body()));
            return roles.session(role, call.plan().address(), call.authorized().actor())
                    .compose(
                            actor ->
                                    services.send(
                                            new ServiceCalls.Sender(
                                                    actor.principal(), IntegrationRoles.via(role)),
                                            integration.uri().region(),
                                            request))
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

    private static void failed(RestApiCall call, String role, Throwable cause) {
        if (cause instanceof ServiceException denied
                && denied.code().equals(IntegrationRoles.DENIED)) {
            call.failed(EndpointLog.notAssumed(role));
        }
    }

    private static BackendOutput output(RestApiCall call, ServiceResponse response) {
        call.integrated(response.status(), response.headers());
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
