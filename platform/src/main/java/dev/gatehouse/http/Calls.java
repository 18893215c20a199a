package dev.gatehouse.http;

import dev.gatehouse.kernel.Clock;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.HostAndPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Between Vert.x's requests and responses and the whole ones of blocking code. */
final class Calls {
    private static final Logger LOG = LoggerFactory.getLogger(Calls.class);
    private static final int FAULT = 500;
    private static final HttpDate DATE = new HttpDate(Clock.SYSTEM);

    private Calls() {}

    static HttpCall of(HttpServerRequest request, byte[] body) {
        List<Map.Entry<String, String>> headers = new ArrayList<>(request.headers().size() + 1);
        request.headers().forEach((name, value) -> headers.add(Map.entry(name, value)));
        String authority = authority(request);
        if (request.headers().get("host") == null) {
            headers.add(Map.entry("host", authority));
        }
        String query = request.query();
        String path = request.path();
        return new HttpCall(
                request.method().name(),
                path == null || path.isEmpty() ? "/" : path,
                query == null ? "" : query,
                headers,
                body,
                request.remoteAddress().hostAddress(),
                authority);
    }

    /** Writes an answer unless the client has left; one that HTTP cannot carry becomes a 500. */
    static void write(HttpServerResponse response, HttpAnswer answer) {
        if (response.closed() || response.ended()) {
            return;
        }
        try {
            response.setStatusCode(answer.status()).putHeader(HttpHeaders.DATE, DATE.now());
            for (Map.Entry<String, String> header : answer.headers()) {
                response.headers().add(header.getKey(), header.getValue());
            }
            response.end(Buffer.buffer(answer.body()));
        } catch (IllegalArgumentException unfit) {
            LOG.error("an answer with status {} cannot be sent", answer.status(), unfit);
            response.headers().clear();
            response.setStatusCode(FAULT).end();
        }
    }

    private static String authority(HttpServerRequest request) {
        String host = request.getHeader("host");
        if (host != null) {
            return host;
        }
        HostAndPort authority = request.authority();
        return authority == null ? request.localAddress().toString() : authority.toString();
    }
}
