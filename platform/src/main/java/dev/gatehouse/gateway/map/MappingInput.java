package dev.gatehouse.gateway.map;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Map;

/**
 * What templates and mapped parameters can read of one call.
 *
 * @param headers the client's
 * @param query decoded
 * @param path the path parameters; in HTTP APIs also, as {@link #WHOLE_PATH}, the path itself
 * @param body the body a template sees as {@code $input}
 * @param responseHeaders the backend's; none before it responded
 */
public record MappingInput(
        MultiMap headers,
        Map<String, List<String>> query,
        Map<String, String> path,
        JsonBody body,
        ContextVariables context,
        Map<String, String> stageVariables,
        MultiMap responseHeaders) {

    /** Stands for a request's path among its parameters, which all have names. */
    public static final String WHOLE_PATH = "";

    /** Of a request that no backend has responded to. */
    public MappingInput(
            MultiMap headers,
            Map<String, List<String>> query,
            Map<String, String> path,
            JsonBody body,
            ContextVariables context,
            Map<String, String> stageVariables) {
        this(headers, query, path, body, context, stageVariables, HttpHeaders.headers());
    }

    /** The same call with another body. */
    public MappingInput with(JsonBody other) {
        return responded(responseHeaders, other);
    }

    /** The same call after its backend responded. */
    public MappingInput responded(MultiMap backend, JsonBody output) {
        return new MappingInput(headers, query, path, output, context, stageVariables, backend);
    }
}
