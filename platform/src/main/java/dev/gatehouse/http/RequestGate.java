package dev.gatehouse.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What every well-formed request passes before its handler: counted, checked, routed. */
final class RequestGate {
    private static final Logger LOG = LoggerFactory.getLogger(RequestGate.class);

    private final EdgeRoute route;
    private final ConnectionWatch watch;

    RequestGate(EdgeRoute route, ConnectionWatch watch) {
        this.route = route;
        this.watch = watch;
    }

    void accept(HttpServerRequest request) {
        watch.began(request);
        if (!isWellFormed(request)) {
            MalformedRequest.reject(request, 400);
            return;
        }
        try {
            Handler<HttpServerRequest> handler = route.of(request);
            handler.handle(request);
        } catch (RuntimeException fault) {
            LOG.error("{} {} got no response", request.method(), request.path(), fault);
            if (!request.response().headWritten()) {
                MalformedRequest.reject(request, 500);
            } else {
                request.connection().close();
            }
        }
    }

    /**
     * The parser lets through in the target control characters and what is neither a path, a URL
     * nor an asterisk, requests without a host or with several (RFC 9112, 3.2), and headers without
     * a name.
     */
    private static boolean isWellFormed(HttpServerRequest request) {
        if (request.headers().contains("")
                || request.headers().getAll(HttpHeaders.HOST).size() > 1) {
            return false;
        }
        String target = request.uri();
        String path = request.path();
        if (path == null || !path.startsWith("/") && !target.equals("*")) {
            return false;
        }
        for (int i = 0; i < target.length(); i++) {
            if (target.charAt(i) <= ' ' || target.charAt(i) == 0x7f) {
                return false;
            }
        }
        return request.authority() != null || request.version() == HttpVersion.HTTP_1_0;
    }

    /** Tells a client that waits for it to send its body; only who wants the body does. */
    static void invite(HttpServerRequest request) {
        String expect = request.getHeader(HttpHeaders.EXPECT);
        if (expect != null && expect.equalsIgnoreCase("100-continue")) {
            request.response().writeContinue();
        }
    }
}
