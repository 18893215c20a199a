package dev.gatehouse.gateway;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;

/** An HTTP server behind the gateway, answering as a test says. */
final class Backend implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;

    Backend(Handler<HttpServerRequest> handler) {
        server = vertx.createHttpServer().requestHandler(handler).listen(0, "127.0.0.1").await();
    }

    String uri(String path) {
        return "http://127.0.0.1:" + server.actualPort() + path;
    }

    int port() {
        return server.actualPort();
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
