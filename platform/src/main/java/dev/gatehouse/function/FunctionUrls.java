package dev.gatehouse.function;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;

/** Function URLs, for edges that find by a request's host that it is for one. */
@FunctionalInterface
public interface FunctionUrls {

    /**
     * What serves a URL, known or not; to be called on the request's event loop.
     *
     * @param host the host of the request, without port
     * @param urlId its first label
     * @param bySandbox whether a function sent the request
     */
    Handler<HttpServerRequest> at(String host, String urlId, boolean bySandbox);

    /** Whether there is a URL of this id. */
    default boolean knows(String urlId) {
        return false;
    }
}
