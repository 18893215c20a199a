package dev.gatehouse.gateway.integrate.link;

import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * How one request connects to its backend.
 *
 * @param target where to connect to whatever the request's URI says; null for its host
 * @param tls what TLS does otherwise than usual; null for nothing
 * @param serverName whom the backend's certificate must be for; null for the request's host
 */
public record Via(
        @Nullable URI target, @Nullable ClientSSLOptions tls, @Nullable String serverName) {
    /** Straight to the URI. */
    public static final Via INTERNET = new Via(null, null, null);

    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /** Whether the request has a Host header of its own, since its host is another. */
    public boolean renamesHost() {
        return serverName != null;
    }

    /** Makes a request connect so. */
    public void apply(RequestOptions options) {
        if (target != null) {
            options.setSsl(isTls(target));
        }
        if (tls != null) {
            options.setSslOptions(tls);
        }
        if (serverName != null) {
            options.setHost(serverName);
        }
    }

    /** The address of what an operator named, which needs nobody's leave. */
    public static SocketAddress address(URI target) {
        int usual = isTls(target) ? HTTPS : HTTP;
        return SocketAddress.inetSocketAddress(
                target.getPort() < 0 ? usual : target.getPort(), target.getHost());
    }

    private static boolean isTls(URI target) {
        return "https".equals(target.getScheme());
    }
}
