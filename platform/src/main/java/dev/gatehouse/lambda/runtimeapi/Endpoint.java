package dev.gatehouse.lambda.runtimeapi;

import dev.gatehouse.lambda.extension.ExtensionsApi;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;

/** What a request to the Runtime API asks for. */
sealed interface Endpoint {

    /** GET …/runtime/invocation/next: the runtime waits for an event. */
    record Next() implements Endpoint {}

    /** POST …/runtime/invocation/{id}/response: the handler's result. */
    record Response(String requestId) implements Endpoint {}

    /** POST …/runtime/invocation/{id}/error: the handler's error. */
    record Failure(String requestId) implements Endpoint {}

    /** POST …/runtime/init/error: the runtime cannot start. */
    record InitFailure() implements Endpoint {}

    /**
     * GET {@value #SPECIALISATION_PATH}: our bootstrap, ahead of any function, waits to be told
     * one.
     */
    record Specialisation() implements Endpoint {}

    /**
     * A call of the Extensions API, the Telemetry API or the Logs API.
     *
     * @param operation the method, and the rest of the path or the path
     */
    record OfExtension(String operation) implements Endpoint {}

    /** GET …/runtime/restore/next: the runtime has started, and would be restored now. */
    record Restore() implements Endpoint {}

    /** POST …/runtime/restore/error: the runtime cannot go on after it was restored. */
    record RestoreFailure() implements Endpoint {}

    /** Nothing that AWS has. */
    record Unknown() implements Endpoint {}

    /** The path every Runtime API call starts with. */
    String PREFIX = "/2018-06-01/runtime/";

    /** What AWS does not have: how a warm runtime learns its function. */
    String SPECIALISATION_PATH = "/gatehouse/specialisation";

    /** Finds out what a request asks for. */
    static Endpoint of(HttpRequest request) {
        int query = request.uri().indexOf('?');
        String path = query < 0 ? request.uri() : request.uri().substring(0, query);
        return of(request.method(), path);
    }

    /** The same by its parts. */
    static Endpoint of(HttpMethod method, String path) {
        if (!path.startsWith(PREFIX)) {
            return elsewhere(method, path);
        }
        String rest = path.substring(PREFIX.length());
        if (method.equals(HttpMethod.GET)) {
            return switch (rest) {
                case "invocation/next" -> new Next();
                case "restore/next" -> new Restore();
                default -> new Unknown();
            };
        }
        return method.equals(HttpMethod.POST) ? post(rest) : new Unknown();
    }

    private static Endpoint post(String rest) {
        if (rest.startsWith("invocation/")) {
            int end = rest.indexOf('/', "invocation/".length());
            String id = end < 0 ? "" : rest.substring("invocation/".length(), end);
            return switch (end < 0 ? "" : rest.substring(end + 1)) {
                case "response" -> new Response(id);
                case "error" -> new Failure(id);
                default -> new Unknown();
            };
        }
        return switch (rest) {
            case "init/error" -> new InitFailure();
            case "restore/error" -> new RestoreFailure();
            default -> new Unknown();
        };
    }

    private static Endpoint elsewhere(HttpMethod method, String path) {
        if (path.startsWith(ExtensionsApi.PREFIX)) {
            String operation = path.substring(ExtensionsApi.PREFIX.length());
            return new OfExtension(method.name() + ' ' + operation);
        }
        if (path.startsWith(ExtensionsApi.TELEMETRY) || path.startsWith(ExtensionsApi.LOGS)) {
            String whole = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
            return new OfExtension(method.name() + ' ' + whole);
        }
        return path.equals(SPECIALISATION_PATH) ? new Specialisation() : new Unknown();
    }
}
