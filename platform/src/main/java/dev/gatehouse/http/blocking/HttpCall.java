package dev.gatehouse.http.blocking;

import java.util.List;
import java.util.Map;

/**
 * A request, for code that may block.
 *
 * @param method the HTTP method
 * @param path the path as sent
 * @param query the query as sent, without its {@code ?}; empty for none
 * @param headers names and values as sent, in order; HTTP/2's authority stands as {@code host}
 * @param body the body, of which nothing has been asked yet
 * @param sourceIp the client's address
 * @param authority the host and port the client addressed
 */
public record HttpCall(
        String method,
        String path,
        String query,
        List<Map.Entry<String, String>> headers,
        IncomingBody body,
        String sourceIp,
        String authority) {}
