package dev.gatehouse.lambda.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.function.InvocationEnd;
import dev.gatehouse.function.InvocationStream;
import dev.gatehouse.wire.format.EventMessages;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A function's response as InvokeWithResponseStream's events: a PayloadChunk for every chunk, then
 * InvokeComplete with what went wrong, and the log's tail where it was asked for.
 */
final class ResponseEvents implements ReadStream<Buffer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final InvocationStream response;
    private @Nullable Handler<Buffer> frames;

    ResponseEvents(InvocationStream response) {
        this.response = response;
    }

    @Override
    public ResponseEvents handler(@Nullable Handler<Buffer> handler) {
        frames = handler;
        response.payload()
                .handler(handler == null ? null : chunk -> handler.handle(payloadChunk(chunk)));
        return this;
    }

    @Override
    public ResponseEvents endHandler(@Nullable Handler<Void> handler) {
        response.payload().endHandler(handler == null ? null : _ -> complete(handler));
        return this;
    }

    @Override
    public ResponseEvents exceptionHandler(@Nullable Handler<Throwable> handler) {
        response.payload().exceptionHandler(handler);
        return this;
    }

    @Override
    public ResponseEvents pause() {
        response.payload().pause();
        return this;
    }

    @Override
    public ResponseEvents resume() {
        response.payload().resume();
        return this;
    }

    @Override
    public ResponseEvents fetch(long amount) {
        response.payload().fetch(amount);
        return this;
    }

    private static Buffer payloadChunk(Buffer chunk) {
        return EventMessages.event("PayloadChunk", "application/octet-stream", chunk.getBytes());
    }

    private void complete(Handler<Void> ended) {
        InvocationEnd end = response.end().result();
        ObjectNode event = JSON.createObjectNode();
        if (end == null) {
            event.put("ErrorCode", "ServiceException");
            event.put("ErrorDetails", String.valueOf(response.end().cause().getMessage()));
        } else {
            describe(event, end);
        }
        Handler<Buffer> handler = frames;
        if (handler != null) {
            byte[] json = event.toString().getBytes(StandardCharsets.UTF_8);
            handler.handle(EventMessages.event("InvokeComplete", "application/json", json));
        }
        ended.handle(null);
    }

    private static void describe(ObjectNode event, InvocationEnd end) {
        if (end.functionError() != null) {
            event.put("ErrorCode", end.functionError());
            event.put("ErrorDetails", end.error().toString());
        }
        Buffer tail = end.logTail();
        if (tail != null) {
            event.put("LogResult", Base64.getEncoder().encodeToString(tail.getBytes()));
        }
    }
}
