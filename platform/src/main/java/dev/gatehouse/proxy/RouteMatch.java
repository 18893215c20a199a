package dev.gatehouse.proxy;

import java.util.Map;

/**
 * The route of an HTTP API, or of a function URL, that a request found, as its event names it.
 *
 * @param routeKey such as {@code GET /pets/{id}} or {@code $default}
 * @param path the path the function gets, stage included where the client named it
 * @param pathParameters none is an empty map
 */
public record RouteMatch(
        ApiStage stage, String routeKey, String path, Map<String, String> pathParameters) {

    /** The path of the route key; the whole key when it has none. */
    String resource() {
        return routeKey.substring(routeKey.indexOf(' ') + 1);
    }
}
