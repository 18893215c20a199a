package dev.gatehouse.gateway;

import dev.gatehouse.gateway.plan.ApiPlan;
import dev.gatehouse.gateway.plan.HttpPlan;
import dev.gatehouse.gateway.route.StagePath;
import dev.gatehouse.proxy.Arrival;
import dev.gatehouse.proxy.ClientRequest;
import dev.gatehouse.proxy.RequestIds;
import dev.gatehouse.proxy.RequestLine;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/** Makes the gateway's view of a request from the server's. */
final class RequestReader {
    private RequestReader() {}

    static ClientRequest read(
            HttpServerRequest request,
            Addressed addressed,
            ApiPlan plan,
            Buffer body,
            long millis) {
        return new ClientRequest(
                new RequestLine(
                        request.method().name(),
                        path(addressed, plan),
                        request.query(),
                        protocol(request)),
                request.headers(),
                body,
                new Arrival(
                        request.remoteAddress().hostAddress(),
                        request.isSSL(),
                        request.localAddress().port(),
                        domainName(addressed, plan),
                        millis),
                RequestIds.next(request.getHeader("X-Amzn-Trace-Id"), millis));
    }

    /**
     * In a path, unlike under a host of its own, an HTTP API's default stage may be named like any
     * other.
     */
    private static String path(Addressed addressed, ApiPlan plan) {
        String path = addressed.location().path();
        if (addressed.location().byHost() || !(plan instanceof HttpPlan)) {
            return path;
        }
        StagePath staged = StagePath.of(path);
        if (!staged.stage().equals(HttpPlan.DEFAULT_STAGE)) {
            return path;
        }
        return staged.rest().isEmpty() ? "/" : staged.rest();
    }

    /** Addressed by path, an API still has the name AWS would give it. */
    private static String domainName(Addressed addressed, ApiPlan plan) {
        return addressed.location().byHost()
                ? addressed.host()
                : plan.address().apiId()
                        + ".execute-api."
                        + plan.address().region().name()
                        + ".amazonaws.com";
    }

    private static String protocol(HttpServerRequest request) {
        return switch (request.version()) {
            case HTTP_1_0 -> "HTTP/1.0";
            case HTTP_1_1 -> "HTTP/1.1";
            case HTTP_2 -> "HTTP/2.0";
            default -> HttpVersion.HTTP_1_1.alpnName();
        };
    }
}
