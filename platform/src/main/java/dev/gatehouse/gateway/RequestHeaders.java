package dev.gatehouse.gateway;

import dev.gatehouse.gateway.plan.ApiPlan;
import dev.gatehouse.gateway.plan.HttpPlan;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;

/** API Gateway's limit on the headers of a request. */
final class RequestHeaders {
    /** All names and values together, of an HTTP API the request line too. */
    static final int MAX_BYTES = 10_240;

    private static final String LINE_END = " HTTP/1.1";

    private RequestHeaders() {}

    static boolean tooLarge(HttpServerRequest request, ApiPlan plan) {
        int bytes = plan instanceof HttpPlan ? requestLine(request) : 0;
        for (Map.Entry<String, String> header : request.headers()) {
            bytes += header.getKey().length() + header.getValue().length();
        }
        return bytes > MAX_BYTES;
    }

    private static int requestLine(HttpServerRequest request) {
        return request.method().name().length() + 1 + request.uri().length() + LINE_END.length();
    }
}
