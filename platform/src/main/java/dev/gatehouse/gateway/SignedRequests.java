package dev.gatehouse.gateway;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** Tells requests that carry a signature of AWS's kind from those of browsers and apps. */
final class SignedRequests {
    private SignedRequests() {}

    /** Whether there is a signature; nobody has looked whether it is right. */
    static boolean include(HttpServerRequest request) {
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (authorization != null && authorization.startsWith("AWS4-")) {
            return true;
        }
        String query = request.query();
        return query != null && query.contains("X-Amz-Signature=");
    }
}
