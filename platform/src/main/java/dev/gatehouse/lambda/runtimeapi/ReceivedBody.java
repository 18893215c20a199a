package dev.gatehouse.lambda.runtimeapi;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import org.jspecify.annotations.Nullable;

/**
 * The body of one connection's request at a time: whole and bounded, or a response that goes on as
 * it comes.
 */
final class ReceivedBody {
    static final String JSON = "application/json";
    private static final String ERROR_TYPE = "Lambda-Runtime-Function-Error-Type";

    /** What is read on, and dropped, of a body over the limit; more is not waited for. */
    private static final long MAX_DROPPED_BYTES = 64L << 20;

    private final int maxBytes;
    private ByteBuf whole = Unpooled.EMPTY_BUFFER;
    private @Nullable StreamedResponse streamed;
    private boolean tooLarge;

    ReceivedBody(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Another request begins.
     *
     * @param response what takes it as it comes; null where it is taken whole
     */
    void begin(HttpRequest head, @Nullable StreamedResponse response) {
        whole = Unpooled.EMPTY_BUFFER;
        streamed = response;
        tooLarge = response == null && announcesTooMuch(head);
    }

    private static boolean announcesTooMuch(HttpRequest head) {
        return head.decoderResult().isSuccess()
                && HttpUtil.getContentLength(head, 0L) > MAX_DROPPED_BYTES;
    }

    void collect(ByteBuf part) {
        StreamedResponse response = streamed;
        if (response != null) {
            response.add(part);
            return;
        }
        if (!part.isReadable() || tooLarge) {
            return;
        }
        if (whole.readableBytes() + part.readableBytes() > maxBytes) {
            tooLarge = true;
            whole = Unpooled.EMPTY_BUFFER;
            return;
        }
        if (whole == Unpooled.EMPTY_BUFFER) {
            whole = Unpooled.buffer(part.readableBytes());
        }
        whole.writeBytes(part);
    }

    boolean isTooLarge() {
        return tooLarge;
    }

    /** What it is rejected with when it is. */
    String limit() {
        return "Exceeded maximum allowed payload size (" + maxBytes + " bytes).";
    }

    /** The connection is gone; true where a response streamed. */
    boolean breaksOff() {
        boolean streaming = streamed != null;
        streamed = null;
        return streaming;
    }

    RuntimeResponse success(HttpHeaders headers, LastHttpContent end) {
        StreamedResponse response = streamed;
        if (response != null) {
            streamed = null;
            tooLarge = response.isTooLong();
            return response.end(end);
        }
        if (tooLarge) {
            return RuntimeResponse.Failure.tooLong(maxBytes);
        }
        RuntimeResponse.Failure failure = Trailers.failure(end);
        return failure != null
                ? failure
                : new RuntimeResponse.Success(
                        taken(), headers.get(HttpHeaderNames.CONTENT_TYPE, JSON));
    }

    RuntimeResponse.Failure failure(HttpHeaders headers) {
        return new RuntimeResponse.Failure(headers.get(ERROR_TYPE, "Runtime.Unknown"), taken());
    }

    Buffer taken() {
        return BufferInternal.buffer(whole);
    }
}
