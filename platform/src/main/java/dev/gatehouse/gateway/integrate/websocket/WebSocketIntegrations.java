package dev.gatehouse.gateway.integrate.websocket;

import dev.gatehouse.function.ServiceCalls;
import dev.gatehouse.gateway.call.Rejection;
import dev.gatehouse.gateway.call.WebSocketCall;
import dev.gatehouse.gateway.integrate.EndpointLog;
import dev.gatehouse.gateway.integrate.IntegrationRoles;
import dev.gatehouse.gateway.integrate.IntegrationTargets;
import dev.gatehouse.gateway.integrate.MockStatus;
import dev.gatehouse.gateway.integrate.ServiceRequests;
import dev.gatehouse.gateway.map.TemplateException;
import dev.gatehouse.gateway.plan.websocket.WebSocketIntegration;
import dev.gatehouse.gateway.transform.BackendOutput;
import dev.gatehouse.http.Body;
import dev.gatehouse.kernel.ServiceException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What serves the routes of WebSocket APIs: the list of all integrations. */
public final class WebSocketIntegrations {
    private static final Outcome NOTHING = Outcome.ok(Buffer.buffer());

    private final Functions functions;
    private final HttpEndpoints backends;
    private final ServiceCalls services;
    private final IntegrationRoles roles;

    public WebSocketIntegrations(IntegrationTargets targets) {
        this.functions = new Functions(targets.functions());
        this.backends = new HttpEndpoints(targets.backends(), targets.links());
        this.services = targets.services();
        this.roles = targets.roles();
    }

    /** Tells the route's integration. Fails with a {@link Rejection}. */
    public Future<Outcome> call(WebSocketCall call) {
        try {
            return dispatch(call, call.route().integration())
                    .recover(cause -> Future.failedFuture(rejection(cause)));
        } catch (TemplateException | Rejection faulty) {
            return Future.failedFuture(rejection(faulty));
        }
    }

    private Future<Outcome> dispatch(
            WebSocketCall call, @Nullable WebSocketIntegration integration) {
        return switch (integration) {
            case null -> Future.succeededFuture(NOTHING);
            case WebSocketIntegration.LambdaProxy lambda -> functions.call(call, lambda);
            case WebSocketIntegration.LambdaCustom lambda -> functions.call(call, lambda);
            case WebSocketIntegration.HttpProxy proxied -> backends.call(call, proxied);
            case WebSocketIntegration.Http mapped -> backends.call(call, mapped);
            case WebSocketIntegration.Service service -> call(call, service);
            case WebSocketIntegration.Mock mock -> call(call, mock);
        };
    }

    private static Future<Outcome> call(WebSocketCall call, WebSocketIntegration.Mock mock) {
        MessageScope scope = new MessageScope(call);
        int status = MockStatus.read(scope.body(mock.mapping()).toString());
        BackendOutput output =
                new BackendOutput(Integer.toString(status), HttpHeaders.headers(), Buffer.buffer());
        Buffer body =
                call.route().responds() ? scope.response(mock.mapping(), output) : output.body();
        return Future.succeededFuture(new Outcome(status, status, null, body));
    }

    private Future<Outcome> call(WebSocketCall call, WebSocketIntegration.Service integration) {
        MessageScope scope = new MessageScope(call);
        ServiceCalls.ServiceRequest request =
                ServiceRequests.of(
                        new ServiceRequests.Target(
                                integration.uri(),
                                integration.httpMethod().equals("ANY")
                                        ? "POST"
                                        : integration.httpMethod(),
                                call.stage().variables()),
                        scope.request(integration.mapping()),
                        null,
                        call.named().ids().trace());
        String role = integration.credentials().resolve(call.stage().variables());
        return roles.session(role, call.address(), call.authorized().actor())
                .compose(
                        actor ->
                                services.send(
                                        new ServiceCalls.Sender(
                                                actor.principal(), IntegrationRoles.via(role)),
                                        integration.uri().region(),
                                        request))
                .timeout(integration.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .map(
                        response -> {
                            call.integrated(response.status());
                            EndpointLog.received(
                                    call.log(),
                                    response.status(),
                                    response.headers(),
                                    Body.of(response.body()));
                            return Mapped.outcome(
                                    call,
                                    scope,
                                    integration.mapping(),
                                    response.status(),
                                    new BackendOutput(
                                            Integer.toString(response.status()),
                                            response.headers(),
                                            response.body()));
                        });
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
                : cause instanceof TemplateException || cause instanceof ServiceException
                        ? Rejection.misconfigured()
                        : cause;
    }
}
