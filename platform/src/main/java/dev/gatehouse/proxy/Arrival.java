package dev.gatehouse.proxy;

/**
 * How a request came in.
 *
 * @param sourceIp the client's address, without port
 * @param secure whether it came over TLS
 * @param port the port it came in on
 * @param domainName the host the client addressed the API by, without port
 * @param millis when, in milliseconds since 1970
 * @param sent how it stood on its connection
 */
public record Arrival(
        String sourceIp, boolean secure, int port, String domainName, long millis, Sent sent) {

    /**
     * What signatures cover of a request, and whose they may be.
     *
     * @param path the path as the client sent it, also where it led to the API
     * @param authority the host and port the client addressed
     * @param bySandbox whether a function sent it, to the endpoint of its sandbox
     */
    public record Sent(String path, String authority, boolean bySandbox) {}

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
