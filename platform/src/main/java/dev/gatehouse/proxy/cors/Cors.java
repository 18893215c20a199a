package dev.gatehouse.proxy.cors;

import dev.gatehouse.http.Body;
import dev.gatehouse.proxy.ClientRequest;
import dev.gatehouse.proxy.Response;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Cross-origin responses of an HTTP API: the gateway responds to preflight requests itself and
 * replaces whatever a backend says about CORS.
 */
public final class Cors {
    private static final int NO_CONTENT = 204;
    private static final String ANY = "*";

    private Cors() {}

    /** Whether a request is a browser's question before a cross-origin request. */
    public static boolean preflight(ClientRequest request) {
        return request.method().equals("OPTIONS")
                && request.header("Origin") != null
                && request.header("Access-Control-Request-Method") != null;
    }

    /**
     * The response to a preflight: permission, or nothing at all for an origin that is not allowed.
     */
    public static Response preflightResponse(CorsRules rules, ClientRequest request) {
        MultiMap headers = HttpHeaders.headers();
        if (allow(rules, request.header("Origin"), headers)) {
            set(headers, "access-control-allow-methods", rules.allowMethods());
            set(headers, "access-control-allow-headers", rules.allowHeaders());
            if (rules.maxAgeSeconds() != null) {
                headers.set("access-control-max-age", rules.maxAgeSeconds().toString());
            }
        }
        return new Response(NO_CONTENT, headers, Body.NONE);
    }

    /** Puts the API's CORS headers in place of the backend's. Changes and returns the response. */
    public static Response apply(CorsRules rules, ClientRequest request, Response response) {
        MultiMap headers = response.headers();
        for (String name : List.copyOf(headers.names())) {
            if (name.toLowerCase(Locale.ROOT).startsWith("access-control-")) {
                headers.remove(name);
            }
        }
        if (allow(rules, request.header("Origin"), headers)) {
            set(headers, "access-control-expose-headers", rules.exposeHeaders());
        }
        return response;
    }

    private static boolean allow(CorsRules rules, @Nullable String origin, MultiMap headers) {
        if (origin == null || !allowed(rules.allowOrigins(), origin)) {
            return false;
        }
        headers.set(
                "access-control-allow-origin", rules.allowOrigins().contains(ANY) ? ANY : origin);
        if (rules.allowCredentials()) {
            headers.set("access-control-allow-credentials", "true");
        }
        return true;
    }

    private static boolean allowed(List<String> allowed, String origin) {
        for (String one : allowed) {
            boolean prefix =
                    one.endsWith(ANY) && origin.startsWith(one.substring(0, one.length() - 1));
            if (prefix || one.equalsIgnoreCase(origin)) {
                return true;
            }
        }
        return false;
    }

    private static void set(MultiMap headers, String name, List<String> values) {
        if (!values.isEmpty()) {
            headers.set(name, String.join(",", values));
        }
    }
}
