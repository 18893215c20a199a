package dev.gatehouse.proxy.response;

import dev.gatehouse.http.Body;
import dev.gatehouse.proxy.HeaderNames;
import dev.gatehouse.proxy.Response;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;

/**
 * Reads function responses of REST APIs and of HTTP APIs in format 1.0 ("Set up Lambda proxy
 * integrations", "Create AWS Lambda proxy integrations for HTTP APIs").
 */
public final class ResponseV1 {
    private static final int OK = 200;

    private ResponseV1() {}

    /**
     * A response to a REST API.
     *
     * @param decodes whether a Base64 body is decoded for this client
     * @throws MalformedResponseException when it breaks the format
     */
    public static Response rest(Buffer payload, boolean decodes) {
        ProxyResponse read = ProxyResponseReader.read(payload);
        if (read.members == 0 || read.unknownMember || !read.cookies.isEmpty()) {
            throw new MalformedResponseException("not a member of the format");
        }
        MultiMap headers = RemappedHeaders.rest(read.mergedHeaders());
        if (!headers.contains(HttpHeaders.CONTENT_TYPE)) {
            headers.set(HeaderNames.CONTENT_TYPE, "application/json");
        }
        int status = read.status == 0 ? OK : read.status;
        return new Response(status, headers, Body.of(read.bytes(decodes && read.base64)));
    }

    /**
     * A response to an HTTP API.
     *
     * @throws MalformedResponseException when it breaks the format
     */
    public static Response http(Buffer payload) {
        ProxyResponse read = ProxyResponseReader.read(payload);
        if (read.status == 0) {
            throw new MalformedResponseException("no statusCode");
        }
        return read.http(read.mergedHeaders());
    }
}
