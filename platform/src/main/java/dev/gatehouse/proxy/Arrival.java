package dev.gatehouse.proxy;

/**
 * How a request came in.
 *
 * @param sourceIp the client's address, without port
 * @param secure whether it came over TLS
 * @param port the port it came in on
 * @param domainName the host the client addressed the API by, without port
 * @param millis when, in milliseconds since 1970
 */
public record Arrival(String sourceIp, boolean secure, int port, String domainName, long millis) {

    /** {@code http} or {@code https}. */
    public String scheme() {
        return secure ? "https" : "http";
    }

    /** The first label of the domain name. */
    public String domainPrefix() {
        int dot = domainName.indexOf('.');
        return dot < 0 ? domainName : domainName.substring(0, dot);
    }
}
