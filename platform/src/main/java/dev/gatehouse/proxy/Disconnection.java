package dev.gatehouse.proxy;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** How to hear of a client that goes away before it has the whole of its response. */
@FunctionalInterface
public interface Disconnection {
    /**
     * Runs something when the client goes; at once where it has gone. Only what was asked for last
     * is run, perhaps more than once. On the request's event loop.
     */
    void then(Runnable action);

    /** Of the client of a request. */
    static Disconnection of(HttpServerRequest request) {
        return action -> hear(request.response(), action);
    }

    private static void hear(HttpServerResponse response, Runnable action) {
        if (response.closed()) {
            action.run();
        } else if (!response.ended()) {
            response.closeHandler(_ -> action.run());
            response.exceptionHandler(_ -> action.run());
        }
    }
}
