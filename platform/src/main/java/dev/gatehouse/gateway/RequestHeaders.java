package dev.gatehouse.gateway;

import io.vertx.core.http.HttpServerRequest;
import java.util.Map;

/** API Gateway's limit on the headers of a request. */
final class RequestHeaders {
    /** All names and values together. */
    static final int MAX_BYTES = 10_240;

    private RequestHeaders() {}

    static boolean tooLarge(HttpServerRequest request) {
        int bytes = 0;
        for (Map.Entry<String, String> header : request.headers()) {
            bytes += header.getKey().length() + header.getValue().length();
        }
        return bytes > MAX_BYTES;
    }
}
