package dev.gatehouse.gateway.integrate;

import dev.gatehouse.function.ServiceCalls;
import dev.gatehouse.function.ServiceCalls.ServiceRequest;
import dev.gatehouse.function.ServiceCalls.ServiceResponse;
import dev.gatehouse.gateway.call.HttpApiCall;
import dev.gatehouse.gateway.call.HttpCallContext;
import dev.gatehouse.gateway.call.HttpRejection;
import dev.gatehouse.gateway.map.MappingInput;
import dev.gatehouse.gateway.map.SelectionExpression;
import dev.gatehouse.gateway.plan.integration.HttpIntegration;
import dev.gatehouse.gateway.plan.integration.ServiceSubtype;
import dev.gatehouse.http.Body;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.proxy.HeaderNames;
import dev.gatehouse.proxy.Response;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * {@code AWS_PROXY} of HTTP APIs with an operation of a service by name: its parameters are taken
 * from the request, and what the service responds goes to the client.
 */
final class HttpServiceCall {
    private final ServiceCalls services;
    private final IntegrationRoles roles;

    HttpServiceCall(ServiceCalls services, IntegrationRoles roles) {
        this.services = services;
        this.roles = roles;
    }

    /** Calls the service. Fails with a {@link HttpRejection}. */
    Future<Response> call(HttpApiCall call, HttpIntegration.Service integration) {
        MappingInput input = HttpCallContext.input(call);
        Map<String, String> values = new LinkedHashMap<>();
        for (Map.Entry<String, SelectionExpression> parameter :
                new TreeMap<>(integration.parameters()).entrySet()) {
            String value = parameter.getValue().valueFrom(input);
            if (value == null) {
                return Future.succeededFuture(unresolved(parameter.getKey(), integration));
            }
            values.put(parameter.getKey(), value);
        }
        String named = values.remove(ServiceSubtype.REGION);
        try {
            Region region = named == null ? call.plan().address().region() : new Region(named);
            ServiceRequest request =
                    ServiceParameters.request(
                            integration.subtype(), values, call.request().ids().trace());
            return send(call, integration, region, request);
        } catch (ServiceParameters.UnfitException unfit) {
            String parameter = String.valueOf(unfit.getMessage());
            return Future.succeededFuture(unresolved(parameter, integration));
        } catch (IllegalArgumentException noRegion) {
            return Future.succeededFuture(unresolved(ServiceSubtype.REGION, integration));
        }
    }

    private Future<Response> send(
            HttpApiCall call,
            HttpIntegration.Service integration,
            Region region,
            ServiceRequest request) {
        String role = integration.credentials().resolve(call.stage().variables());
        return roles.session(role, call.plan().address(), call.authorized().actor())
                .compose(
                        actor ->
                                services.send(
                                        new ServiceCalls.Sender(
                                                actor.principal(), IntegrationRoles.via(role)),
                                        region,
                                        request))
                .timeout(integration.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .map(response -> response(call, response))
                .recover(cause -> Future.failedFuture(rejection(cause)));
    }

    private static Response response(HttpApiCall call, ServiceResponse response) {
        call.integrated(response.status(), response.headers());
        MultiMap headers = HttpHeaders.headers();
        String type = response.headers().get(HttpHeaders.CONTENT_TYPE);
        headers.set(HeaderNames.CONTENT_TYPE, type == null ? "application/json" : type);
        return new Response(response.status(), headers, Body.of(response.body()));
    }

    /** In AWS's words. */
    private static Response unresolved(String parameter, HttpIntegration.Service integration) {
        String source = String.valueOf(integration.parameters().get(parameter));
        return Response.json(
                400,
                "{\"message\":\"Unable to resolve property %s from source %s. Please make sure that the request to API Gateway contains all the necessary fields specified in request parameters.\"}"
                        .formatted(parameter, source.replace("\\", "\\\\").replace("\"", "\\\"")));
    }

    private static HttpRejection rejection(Throwable cause) {
        boolean away =
                cause instanceof TimeoutException
                        || cause instanceof ServiceException unreachable
                                && unreachable.status() >= 500;
        return away ? HttpRejection.UNAVAILABLE : HttpRejection.INTERNAL;
    }
}
