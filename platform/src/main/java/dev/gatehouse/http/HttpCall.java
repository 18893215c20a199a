package dev.gatehouse.http;

import java.util.List;
import java.util.Map;

/**
 * A whole request, for code that may block.
 *
 * @param method the HTTP method
 * @param path the path as sent
 * @param query the query as sent, without its {@code ?}; empty for none
 * @param headers names and values as sent, in order; HTTP/2's authority stands as {@code host}
 * @param body the body; empty when it was not read
 * @param sourceIp the client's address
 * @param authority the host and port the client addressed
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record HttpCall(
        String method,
        String path,
        String query,
        List<Map.Entry<String, String>> headers,
        byte[] body,
        String sourceIp,
        String authority) {}
