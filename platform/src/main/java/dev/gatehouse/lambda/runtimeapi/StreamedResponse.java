package dev.gatehouse.lambda.runtimeapi;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.buffer.Buffer;

/** A response that a runtime streams, as its connection hands it on. */
final class StreamedResponse {
    /** AWS's limit of a streamed response ("Response streaming for Lambda functions"). */
    static final long MAX_BYTES = 200L << 20;

    private final ResponseStream stream;
    private final Channel from;
    private long bytes;

    StreamedResponse(ResponseStream stream, Channel from) {
        this.stream = stream;
        this.from = from;
    }

    /** Hands a part on; beyond the limit it is dropped. */
    void add(ByteBuf part) {
        int length = part.readableBytes();
        bytes += length;
        if (length > 0 && bytes <= MAX_BYTES) {
            byte[] chunk = new byte[length];
            part.readBytes(chunk);
            stream.write(from, Buffer.buffer(chunk));
        }
    }

    boolean isTooLong() {
        return bytes > MAX_BYTES;
    }

    /** What came of it. */
    RuntimeResponse end(LastHttpContent end) {
        RuntimeResponse.Failure failure =
                isTooLong() ? RuntimeResponse.Failure.tooLong(MAX_BYTES) : Trailers.failure(end);
        return new RuntimeResponse.Streamed(Math.min(bytes, MAX_BYTES), failure);
    }
}
