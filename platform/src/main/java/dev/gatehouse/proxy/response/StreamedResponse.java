package dev.gatehouse.proxy.response;

import dev.gatehouse.function.InvocationStream;
import dev.gatehouse.http.Body;
import dev.gatehouse.proxy.Disconnection;
import dev.gatehouse.proxy.HeaderNames;
import dev.gatehouse.proxy.Response;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A function's response that streams to an HTTP client, once its head is known: a JSON prelude with
 * status, headers and cookies, where the content type announces one, and a body that follows
 * ("Response streaming for Lambda functions"; the delimiter is eight NUL bytes).
 */
public final class StreamedResponse {
    /** What a runtime says of a response that begins with a prelude. */
    static final String WITH_PRELUDE = "application/vnd.awslambda.http-integration-response";

    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private final @Nullable ProxyResponse head;
    private final String contentType;
    private final StreamedBody body;

    private StreamedResponse(@Nullable ProxyResponse head, String contentType, StreamedBody body) {
        this.head = head;
        this.contentType = contentType;
        this.body = body;
    }

    /**
     * Reads the head of a response; on the event loop that its body is read on. What a client
     * leaves unread is dropped, so that its function is not kept waiting.
     *
     * @return fails with {@link MalformedResponseException} when the prelude is none, or the
     *     function failed before its first byte
     */
    public static Future<StreamedResponse> of(InvocationStream response, Disconnection client) {
        StreamedBody body = new StreamedBody(response);
        boolean prelude = response.contentType().startsWith(WITH_PRELUDE);
        Future<StreamedResponse> read =
                prelude
                        ? body.prelude().map(bytes -> withPrelude(bytes, response, body))
                        : body.begun()
                                .map(_ -> new StreamedResponse(null, response.contentType(), body));
        client.then(body::discard);
        return read.onFailure(_ -> body.discard());
    }

    private static StreamedResponse withPrelude(
            Buffer prelude, InvocationStream response, StreamedBody body) {
        ProxyResponse head = ProxyResponseReader.read(prelude);
        return new StreamedResponse(head, response.contentType(), body);
    }

    /**
     * As a REST API sends it on.
     *
     * @throws MalformedResponseException when it has no prelude
     */
    public Response rest() {
        if (head == null) {
            body.discard();
            throw new MalformedResponseException("a response without a prelude");
        }
        return withHead(head, head.streamed(), "application/json");
    }

    /** As a function URL sends it on. */
    public Response url() {
        if (head == null) {
            MultiMap headers = HttpHeaders.headers();
            headers.set(HeaderNames.CONTENT_TYPE, contentType);
            return new Response(OK, headers, stream());
        }
        return withHead(head, head.withCookies(), "application/octet-stream");
    }

    private Response withHead(ProxyResponse prelude, MultiMap own, String usualType) {
        MultiMap headers = RemappedHeaders.rest(own);
        if (!headers.contains(HttpHeaders.CONTENT_TYPE)) {
            headers.set(HeaderNames.CONTENT_TYPE, usualType);
        }
        int status = prelude.status == 0 ? OK : prelude.status;
        return new Response(status, headers, isBodiless(status) ? dropped() : stream());
    }

    private static boolean isBodiless(int status) {
        return status == NO_CONTENT || status == NOT_MODIFIED;
    }

    private Body stream() {
        return new Body.Stream(body, Body.UNKNOWN);
    }

    private Body dropped() {
        body.discard();
        return Body.NONE;
    }
}
