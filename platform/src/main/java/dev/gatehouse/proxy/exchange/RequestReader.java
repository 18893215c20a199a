package dev.gatehouse.proxy.exchange;

import dev.gatehouse.http.Body;
import dev.gatehouse.observe.RequestRecord;
import dev.gatehouse.proxy.Arrival;
import dev.gatehouse.proxy.ClientRequest;
import dev.gatehouse.proxy.Disconnection;
import dev.gatehouse.proxy.RequestIds;
import dev.gatehouse.proxy.RequestLine;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Objects;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Makes an endpoint's view of a request from the server's. */
final class RequestReader {
    private RequestReader() {}

    static ClientRequest read(
            HttpServerRequest request,
            Endpoint endpoint,
            Body body,
            RequestRecord record,
            @Nullable String trace,
            long millis) {
        return new ClientRequest(
                new RequestLine(
                        request.method().name(),
                        endpoint.path(),
                        request.query(),
                        protocol(request)),
                request.headers(),
                body,
                new Arrival(
                        record.sourceIp(),
                        tls(request),
                        request.localAddress().port(),
                        endpoint.domainName(),
                        millis,
                        sent(request, endpoint)),
                RequestIds.next(trace, millis),
                Disconnection.of(request));
    }

    private static Arrival.@Nullable Tls tls(HttpServerRequest request) {
        if (!request.isSSL()) {
            return null;
        }
        SSLSession session = request.sslSession();
        return session == null
                ? Arrival.Tls.UNTOLD
                : new Arrival.Tls(session.getProtocol(), session.getCipherSuite());
    }

    private static Arrival.Sent sent(HttpServerRequest request, Endpoint endpoint) {
        return new Arrival.Sent(
                Objects.requireNonNullElse(request.path(), ""),
                request.authority(),
                endpoint.bySandbox());
    }

    private static String protocol(HttpServerRequest request) {
        return switch (request.version()) {
            case HTTP_1_0 -> "HTTP/1.0";
            case HTTP_1_1 -> "HTTP/1.1";
            case HTTP_2 -> "HTTP/2.0";
            default -> HttpVersion.HTTP_1_1.alpnName();
        };
    }
}
