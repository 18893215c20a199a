package dev.gatehouse.gateway.compress;

import dev.gatehouse.gateway.call.RestApiCall;
import dev.gatehouse.gateway.plan.Compression;
import dev.gatehouse.gateway.plan.integration.RestIntegration;
import dev.gatehouse.http.Body;
import dev.gatehouse.proxy.Response;
import dev.gatehouse.proxy.exchange.ContentCoding;
import dev.gatehouse.proxy.exchange.PayloadLimits;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.internal.ContextInternal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * Compresses responses of integrations, as "Receive an API response with a compressed payload" has
 * it: where the API asks for it, the client names the coding, and the response has none yet. What
 * streams stays as it is.
 */
final class ResponseCompression {
    /** Up to here an event loop compresses itself; anything longer would keep others waiting. */
    private static final int BRIEF_BYTES = 16 * 1024;

    private ResponseCompression() {}

    /** The response as the client gets it. */
    static Future<Response> of(RestApiCall call, Response response) {
        Compression compression = call.stage().deployment().compression();
        ContentCoding coding = ContentCoding.preferred(call.request().header("Accept-Encoding"));
        if (coding == ContentCoding.IDENTITY
                || response.headers().contains(HttpHeaders.CONTENT_ENCODING)) {
            return Future.succeededFuture(response);
        }
        return switch (response.body()) {
            case Body.None _, Body.FilePart _ -> Future.succeededFuture(response);
            case Body.Bytes(Buffer bytes) -> coded(response, bytes, compression, coding);
            case Body.Stream stream when streams(call) || outside(stream, compression) ->
                    Future.succeededFuture(response);
            case Body.Stream stream ->
                    stream.buffered(PayloadLimits.AWS_BYTES)
                            .compose(bytes -> coded(response, bytes, compression, coding));
        };
    }

    private static boolean streams(RestApiCall call) {
        return switch (call.method().integration()) {
            case RestIntegration.LambdaProxy lambda -> lambda.streams();
            case RestIntegration.HttpProxy proxied -> proxied.streams();
            case RestIntegration.LambdaCustom _,
                    RestIntegration.Service _,
                    RestIntegration.Http _,
                    RestIntegration.Mock _ ->
                    false;
        };
    }

    /** What is longer than AWS lets a response be goes on as it comes. */
    private static boolean outside(Body.Stream stream, Compression compression) {
        return stream.length() != Body.UNKNOWN
                && (stream.length() < compression.minimumBytes()
                        || stream.length() > PayloadLimits.AWS_BYTES);
    }

    private static Future<Response> coded(
            Response response, Buffer bytes, Compression compression, ContentCoding coding) {
        if (bytes.length() == 0 || bytes.length() < compression.minimumBytes()) {
            return Future.succeededFuture(
                    new Response(response.status(), response.headers(), Body.of(bytes)));
        }
        ContextInternal context = ContextInternal.current();
        return bytes.length() <= BRIEF_BYTES || context == null
                ? Future.succeededFuture(with(response, compressed(bytes, coding), coding))
                : context.<byte[]>executeBlocking(() -> compressed(bytes, coding), false)
                        .map(body -> with(response, body, coding));
    }

    private static Response with(Response response, byte[] body, ContentCoding coding) {
        MultiMap headers = response.headers();
        headers.remove(HttpHeaders.CONTENT_LENGTH);
        headers.set(HttpHeaders.CONTENT_ENCODING, coding.header());
        return new Response(response.status(), headers, Body.of(body));
    }

    private static byte[] compressed(Buffer bytes, ContentCoding coding) {
        ByteArrayOutputStream to = new ByteArrayOutputStream(bytes.length() / 2 + 64);
        try (OutputStream out = coding.encoding(to)) {
            out.write(bytes.getBytes());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return to.toByteArray();
    }
}
