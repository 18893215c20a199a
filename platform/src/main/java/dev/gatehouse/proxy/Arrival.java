package dev.gatehouse.proxy;

import io.vertx.core.net.HostAndPort;
import org.jspecify.annotations.Nullable;

/**
 * How a request came in.
 *
 * @param sourceIp the client's address, without port
 * @param tls how it was encrypted; null where it came in plain
 * @param port the port it came in on
 * @param domainName the host the client addressed the API by, without port
 * @param millis when, in milliseconds since 1970
 * @param sent how it stood on its connection
 */
public record Arrival(
        String sourceIp, @Nullable Tls tls, int port, String domainName, long millis, Sent sent) {

    /**
     * What client and node agreed on, by IANA's names.
     *
     * @param version such as {@code TLSv1.3}; null where it is not told
     * @param cipherSuite null likewise
     */
    public record Tls(@Nullable String version, @Nullable String cipherSuite) {
        /** It is encrypted, and nothing else is told. */
        public static final Tls UNTOLD = new Tls(null, null);
    }

    /**
     * What signatures cover of a request, and whose they may be.
     *
     * @param path the path as the client sent it, also where it led to the API
     * @param host the host and port the client addressed; null where it named none
     * @param bySandbox whether a function sent it, to the endpoint of its sandbox
     */
    public record Sent(String path, @Nullable HostAndPort host, boolean bySandbox) {

        /** The host and port the client addressed; empty where it named none. */
        public String authority() {
            return host == null ? "" : host.toString();
        }
    }

    /** {@code http} or {@code https}. */
    public String scheme() {
        return tls == null ? "http" : "https";
    }

    /** The first label of the domain name. */
    public String domainPrefix() {
        int dot = domainName.indexOf('.');
        return dot < 0 ? domainName : domainName.substring(0, dot);
    }
}
