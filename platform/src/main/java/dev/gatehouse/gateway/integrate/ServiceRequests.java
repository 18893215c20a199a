package dev.gatehouse.gateway.integrate;

import dev.gatehouse.function.ServiceCalls.ServiceRequest;
import dev.gatehouse.gateway.call.Rejection;
import dev.gatehouse.gateway.plan.integration.ServiceUri;
import dev.gatehouse.gateway.transform.BackendInput;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes requests to services of AWS of what is mapped for them. */
public final class ServiceRequests {
    private static final Set<String> WITHOUT_BODY = Set.of("GET", "HEAD", "OPTIONS");

    /** Whoever maps one of these makes a request that AWS fails. */
    private static final Set<String> UNMAPPABLE =
            Set.of("authorization", "connection", "content-length", "expect", "transfer-encoding");

    private ServiceRequests() {}

    /**
     * What is called.
     *
     * @param method the method to call a path with
     */
    public record Target(ServiceUri uri, String method, Map<String, String> stageVariables) {}

    /**
     * The request that a mapped one becomes.
     *
     * @param contentType the client's; null for JSON
     * @throws Rejection when it cannot be one
     */
    public static ServiceRequest of(
            Target integration, BackendInput input, @Nullable String contentType, String trace) {
        ServiceUri uri = integration.uri();
        String target =
                BackendUri.fill(uri.target().resolve(integration.stageVariables()), input.path());
        String method = integration.method();
        for (String name : input.headers().names()) {
            if (UNMAPPABLE.contains(name.toLowerCase(Locale.ROOT))) {
                throw Rejection.misconfigured();
            }
        }
        String whole = uri.isAction() ? target.replaceFirst("&", "?") : path(uri, target);
        for (Map.Entry<String, String> parameter : input.query()) {
            whole = BackendUri.withParameter(whole, parameter.getKey(), parameter.getValue());
        }
        int query = whole.indexOf('?');
        String resource = checked(query < 0 ? whole : whole.substring(0, query));
        return new ServiceRequest(
                uri.service(),
                uri.isAction() ? resource : null,
                method,
                uri.isAction() ? "/" : resource,
                query < 0 ? "" : checked(whole.substring(query + 1)),
                headers(uri, input, contentType, trace),
                WITHOUT_BODY.contains(method) && !uri.isAction() ? Buffer.buffer() : input.body());
    }

    /** A bucket may stand in front of S3's name; other services are not told apart so. */
    private static String path(ServiceUri uri, String target) {
        String bucket = uri.subdomain().isEmpty() ? "" : uri.subdomain();
        String front = bucket.isEmpty() ? "" : '/' + bucket.substring(0, bucket.length() - 1);
        return front + (target.startsWith("/") ? target : '/' + target);
    }

    private static String checked(String part) {
        try {
            return BackendUri.checked(part);
        } catch (IllegalArgumentException unfit) {
            throw Rejection.misconfigured();
        }
    }

    private static MultiMap headers(
            ServiceUri uri, BackendInput input, @Nullable String type, String trace) {
        MultiMap headers = input.headers();
        if (!headers.contains("Accept")) {
            headers.set("Accept", "application/json");
        }
        // An action has the type of its protocol.
        if (!uri.isAction() && !headers.contains("Content-Type")) {
            headers.set("Content-Type", type == null ? "application/json" : type);
        }
        headers.set("X-Amzn-Trace-Id", trace);
        return headers;
    }
}
