package dev.gatehouse.client.http;

import dev.gatehouse.wire.message.Headers;

/**
 * A request to a service, before its signature.
 *
 * @param method the HTTP method, in capitals
 * @param path the path, percent-encoded
 * @param query the query string, percent-encoded, without its question mark; empty for none
 * @param headers the headers, without those of the transport such as Host and Content-Length
 * @param body the whole body; never written to
 */
public record AwsRequest(String method, String path, String query, Headers headers, byte[] body) {

    /** The same request with one more header, unless it already has that one. */
    public AwsRequest withDefault(String name, String value) {
        return headers.has(name)
                ? this
                : new AwsRequest(
                        method, path, query, headers.toBuilder().set(name, value).build(), body);
    }
}
