package dev.gatehouse.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;

/**
 * The decision a listener makes of each request: which handler takes it, by Host and path. Called
 * on the event loop, so it only looks and never waits.
 */
@FunctionalInterface
public interface EdgeRoute {
    Handler<HttpServerRequest> of(HttpServerRequest request);
}
