package dev.gatehouse.gateway.integrate;

import dev.gatehouse.proxy.ClientRequest;
import dev.gatehouse.proxy.HeaderNames;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The headers a proxied request takes along: the client's without those of its connection, and whom
 * it came from.
 */
final class ForwardedHeaders {
    private static final Set<String> OF_CONNECTION =
            Set.of(
                    "connection",
                    "keep-alive",
                    "proxy-authenticate",
                    "proxy-authorization",
                    "proxy-connection",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade",
                    "expect",
                    "host",
                    "content-length");

    private static final CharSequence FORWARDED_FOR =
            HttpHeaders.createOptimized("X-Forwarded-For");
    private static final CharSequence FORWARDED_PORT =
            HttpHeaders.createOptimized("X-Forwarded-Port");
    private static final CharSequence FORWARDED_PROTO =
            HttpHeaders.createOptimized("X-Forwarded-Proto");

    /** What a REST API keeps to itself besides ("Amazon API Gateway important notes"). */
    private static final List<String> KEPT_BY_REST =
            List.of(
                    "Content-Encoding",
                    "Content-MD5",
                    "Max-Forwards",
                    "Server",
                    "WWW-Authenticate");

    private ForwardedHeaders() {}

    /** As a REST API hands them on, unless they are mapped. A new map to add to. */
    static MultiMap rest(ClientRequest request) {
        MultiMap headers = http(request);
        KEPT_BY_REST.forEach(headers::remove);
        return headers;
    }

    /** As an HTTP API hands them on. A new map to add to. */
    static MultiMap http(ClientRequest request) {
        Set<String> dropped = named(request.headers().getAll(HttpHeaders.CONNECTION));
        MultiMap headers = HttpHeaders.headers();
        for (Map.Entry<String, String> header : request.headers()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!OF_CONNECTION.contains(name) && !dropped.contains(name)) {
                headers.add(header.getKey(), header.getValue());
            }
        }
        headers.set(FORWARDED_FOR, request.forwardedFor());
        headers.set(FORWARDED_PORT, Integer.toString(request.arrival().port()));
        headers.set(FORWARDED_PROTO, request.arrival().scheme());
        headers.set(HeaderNames.TRACE_ID, request.ids().trace());
        return headers;
    }

    /** The headers that Connection headers declare to be of this connection only. */
    private static Set<String> named(List<String> connections) {
        if (connections.isEmpty()) {
            return Set.of();
        }
        Set<String> names = new HashSet<>();
        for (String connection : connections) {
            for (String name : connection.split(",")) {
                names.add(name.strip().toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }
}
