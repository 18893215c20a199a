package dev.gatehouse.proxy;

import org.jspecify.annotations.Nullable;

/**
 * What the client asked for.
 *
 * @param method the HTTP method in upper case
 * @param path the path as it stands in the request, stage included, beginning with a slash
 * @param query the query as it stands in the request, without its question mark; null when there is
 *     none
 * @param protocol such as {@code HTTP/1.1}
 */
public record RequestLine(String method, String path, @Nullable String query, String protocol) {}
