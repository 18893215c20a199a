package dev.gatehouse.gateway.transform;

import dev.gatehouse.gateway.call.HttpApiCall;
import dev.gatehouse.gateway.call.HttpCallContext;
import dev.gatehouse.gateway.map.JsonBody;
import dev.gatehouse.gateway.map.MappedHeaders;
import dev.gatehouse.gateway.map.MappingInput;
import dev.gatehouse.gateway.plan.integration.ParameterChange;
import dev.gatehouse.gateway.plan.integration.ParameterMapping;
import dev.gatehouse.http.Body;
import dev.gatehouse.proxy.ClientRequest;
import dev.gatehouse.proxy.Response;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What integrations of HTTP APIs change of requests and responses ("Transform API requests and
 * responses for HTTP APIs"). All values are those of before the first change.
 */
public final class HttpParameters {
    /** What an expression can look into has to be whole. */
    private static final int MAX_RESPONSE_BYTES = 10 * 1024 * 1024;

    private static final String HOST = "Host";

    private HttpParameters() {}

    /**
     * A call as its integration gets it.
     *
     * @param path the path in place of the integration's own; null for that
     * @param host the host in place of the integration's own; null for that
     */
    public record Changed(HttpApiCall call, @Nullable String path, @Nullable String host) {}

    /** The call with what its route's integration changes of requests. */
    public static Changed request(HttpApiCall call) {
        List<ParameterChange> changes = call.route().mapping().request();
        if (changes.isEmpty()) {
            return new Changed(call, null, null);
        }
        MappingInput input = HttpCallContext.input(call);
        ClientRequest request = call.request();
        MultiMap headers = HttpHeaders.headers().addAll(request.headers());
        QueryText query = new QueryText(request.line().query());
        String path = null;
        String host = null;
        for (ParameterChange change : changes) {
            String value = change.value() == null ? null : change.value().valueFrom(input);
            switch (change.location()) {
                case HEADER -> {
                    change(headers, change, value);
                    host = change.name().equalsIgnoreCase(HOST) ? headers.get(HOST) : host;
                }
                case QUERYSTRING -> change(query, change, value);
                case PATH -> path = value == null || value.startsWith("/") ? value : '/' + value;
                case STATUSCODE -> throw new IllegalStateException("not of a request");
            }
        }
        return new Changed(call.changed(headers, query.text(), path), path, host);
    }

    private static void change(MultiMap headers, ParameterChange change, @Nullable String value) {
        if (change.action() == ParameterChange.Action.REMOVE) {
            headers.remove(change.name());
        } else if (value != null && change.action() == ParameterChange.Action.APPEND) {
            MappedHeaders.add(headers, change.name(), value);
        } else if (value != null) {
            MappedHeaders.set(headers, change.name(), value);
        }
    }

    private static void change(QueryText query, ParameterChange change, @Nullable String value) {
        if (change.action() == ParameterChange.Action.REMOVE) {
            query.remove(change.name());
        } else if (value != null) {
            if (change.action() == ParameterChange.Action.OVERWRITE) {
                query.remove(change.name());
            }
            query.add(change.name(), value);
        }
    }

    /** The response with what the integration changes of those with its status. */
    public static Future<Response> response(HttpApiCall call, Response response) {
        ParameterMapping mapping = call.route().mapping();
        List<ParameterChange> changes = mapping.ofStatus(response.status());
        if (changes.isEmpty()) {
            return Future.succeededFuture(response);
        }
        if (!mapping.readsResponseBody(response.status())) {
            return Future.succeededFuture(changed(call, changes, response, ""));
        }
        return response.body()
                .buffered(MAX_RESPONSE_BYTES)
                .map(body -> changed(call, changes, with(response, body), body.toString()));
    }

    private static Response with(Response response, Buffer body) {
        return new Response(response.status(), response.headers(), Body.of(body));
    }

    private static Response changed(
            HttpApiCall call, List<ParameterChange> changes, Response response, String body) {
        MultiMap before = HttpHeaders.headers().addAll(response.headers());
        MappingInput input = HttpCallContext.input(call).responded(before, new JsonBody(body));
        int status = response.status();
        for (ParameterChange change : changes) {
            String value = change.value() == null ? null : change.value().valueFrom(input);
            if (change.location() == ParameterChange.Location.STATUSCODE) {
                status = value != null && value.matches("[2-5]\\d\\d") ? number(value) : status;
            } else {
                change(response.headers(), change, value);
            }
        }
        return new Response(status, response.headers(), response.body());
    }

    private static int number(String status) {
        return Integer.parseInt(status);
    }
}
