package dev.gatehouse.gateway.integrate;

import dev.gatehouse.gateway.call.HttpApiCall;
import dev.gatehouse.gateway.call.HttpRejection;
import dev.gatehouse.gateway.plan.integration.HttpIntegration;
import dev.gatehouse.gateway.transform.HttpParameters;
import dev.gatehouse.http.BodyRejectedException;
import dev.gatehouse.proxy.Response;
import io.vertx.core.Future;

/** What serves the routes of HTTP APIs: the list of all integrations. */
public final class HttpIntegrations {
    private final HttpLambdaProxy functions;
    private final HttpHttpProxy backends;
    private final HttpServiceCall services;

    /**
     * @param maxResponseBytes how long the body of a backend's response may be
     */
    public HttpIntegrations(IntegrationTargets targets, long maxResponseBytes) {
        this.functions = new HttpLambdaProxy(targets.functions());
        this.backends = new HttpHttpProxy(targets.backends(), targets.links(), maxResponseBytes);
        this.services = new HttpServiceCall(targets.services(), targets.roles());
    }

    /** Whether the route's integration takes a request's body as it comes. */
    public boolean takeStreams(HttpApiCall call) {
        return call.route().integration() instanceof HttpIntegration.HttpProxy
                && !call.route().mapping().readsRequestBody();
    }

    /**
     * Changes the request, calls the route's integration, changes its response. Fails with a {@link
     * HttpRejection}, or a {@link BodyRejectedException} of the client's body.
     */
    public Future<Response> call(HttpApiCall call) {
        HttpParameters.Changed changed = HttpParameters.request(call);
        Future<Response> response =
                switch (call.route().integration()) {
                    case HttpIntegration.LambdaProxy lambda ->
                            functions.call(changed.call(), lambda);
                    case HttpIntegration.HttpProxy http -> backends.call(changed, http);
                    case HttpIntegration.Service service -> services.call(call, service);
                };
        return call.route().mapping().responses().isEmpty()
                ? response
                : response.compose(given -> mapped(call, given));
    }

    private static Future<Response> mapped(HttpApiCall call, Response response) {
        return HttpParameters.response(call, response)
                .recover(
                        failure ->
                                Future.failedFuture(
                                        failure instanceof BodyRejectedException
                                                ? HttpRejection.INTERNAL
                                                : failure));
    }
}
