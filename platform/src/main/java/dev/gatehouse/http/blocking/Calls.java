package dev.gatehouse.http.blocking;

import dev.gatehouse.http.Body;
import dev.gatehouse.http.BodyWriter;
import dev.gatehouse.http.HttpDate;
import dev.gatehouse.kernel.Clock;
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

    static HttpCall of(HttpServerRequest request, IncomingBody body) {
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

    /** Writes a response unless the client has left; one that HTTP cannot carry becomes a 500. */
    static void write(HttpServerResponse response, HttpResponse made) {
        if (response.closed() || response.ended()) {
            drop(made.body());
            return;
        }
        try {
            response.setStatusCode(made.status()).putHeader(HttpHeaders.DATE, DATE.now());
            for (Map.Entry<String, String> header : made.headers()) {
                response.headers().add(header.getKey(), header.getValue());
            }
        } catch (IllegalArgumentException unfit) {
            LOG.error("a response with status {} cannot be sent", made.status(), unfit);
            drop(made.body());
            response.headers().clear();
            response.setStatusCode(FAULT).end();
            return;
        }
        BodyWriter.end(response, made.body());
    }

    private static void drop(Body body) {
        switch (body) {
            case Body.None _, Body.Bytes _ -> {}
            case Body.FilePart file -> file.close();
            case Body.Stream stream -> stream.source().handler(null).resume();
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
