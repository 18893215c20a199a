package dev.gatehouse.gateway.integrate;

import dev.gatehouse.gateway.call.RestApiCall;
import dev.gatehouse.gateway.plan.StreamBounds;
import dev.gatehouse.gateway.plan.integration.RestIntegration;
import dev.gatehouse.http.Body;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.proxy.Response;
import dev.gatehouse.proxy.response.PacedBody;
import dev.gatehouse.proxy.response.StreamLimits;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/** What serves the methods of REST APIs: the list of all integrations. */
public final class RestIntegrations {
    private final RestLambdaProxy lambdaProxy;
    private final RestLambdaCustom lambdaCustom;
    private final RestHttpProxy httpProxy;
    private final RestHttp http;
    private final RestService services;
    private final StreamBounds streams;
    private final Clock clock;

    /**
     * @param streams how fast responses stream
     * @param maxResponseBytes how long the body of a proxied backend's response may be
     */
    public RestIntegrations(
            IntegrationTargets targets, long maxResponseBytes, StreamBounds streams, Clock clock) {
        this.streams = streams;
        this.clock = clock;
        this.lambdaProxy = new RestLambdaProxy(targets.functions());
        this.lambdaCustom = new RestLambdaCustom(targets.functions());
        this.httpProxy = new RestHttpProxy(targets.backends(), targets.links(), maxResponseBytes);
        this.http = new RestHttp(targets.backends(), targets.links());
        this.services = new RestService(targets.services(), targets.roles());
    }

    /** Whether the method's integration takes a request's body as it comes. */
    public boolean takeStreams(RestApiCall call) {
        return switch (call.method().integration()) {
            case RestIntegration.HttpProxy proxied -> proxied.contentHandling() == null;
            case RestIntegration.LambdaProxy _,
                    RestIntegration.LambdaCustom _,
                    RestIntegration.Service _,
                    RestIntegration.Http _,
                    RestIntegration.Mock _ ->
                    false;
        };
    }

    /**
     * Maps the request, calls the method's integration, maps its response. Fails with a {@link
     * dev.gatehouse.gateway.call.Rejection}, or a {@link dev.gatehouse.http.BodyRejectedException}
     * of the client's body.
     *
     * @param contentBegins runs when the first of a body comes that streams
     */
    public Future<Response> call(RestApiCall call, Runnable contentBegins) {
        return switch (call.method().integration()) {
            case RestIntegration.LambdaProxy lambda ->
                    lambda.streams()
                            ? paced(call, lambdaProxy.call(call, lambda), contentBegins)
                            : buffered(call, lambdaProxy.call(call, lambda));
            case RestIntegration.LambdaCustom lambda -> lambdaCustom.call(call, lambda);
            case RestIntegration.Service service -> services.call(call, service);
            case RestIntegration.HttpProxy proxied ->
                    proxied.streams()
                            ? paced(call, httpProxy.call(call, proxied), contentBegins)
                            : buffered(call, httpProxy.call(call, proxied));
            case RestIntegration.Http mapped -> http.call(call, mapped);
            case RestIntegration.Mock mock ->
                    Future.succeededFuture(MockIntegration.call(call, mock));
        };
    }

    private static Future<Response> buffered(RestApiCall call, Future<Response> response) {
        call.tell("integration.responseTransferMode", "BUFFERED");
        return response;
    }

    private Future<Response> paced(
            RestApiCall call, Future<Response> response, Runnable contentBegins) {
        call.tell("integration.responseTransferMode", "STREAMED");
        return response.map(each -> paced(call, each, contentBegins));
    }

    private Response paced(RestApiCall call, Response response, Runnable contentBegins) {
        StreamLimits limits = streams.of(call.plan().endpoint());
        return response.body() instanceof Body.Stream(ReadStream<Buffer> source, long length)
                ? new Response(
                        response.status(),
                        response.headers(),
                        new Body.Stream(PacedBody.of(source, limits, contentBegins, clock), length))
                : response;
    }
}
