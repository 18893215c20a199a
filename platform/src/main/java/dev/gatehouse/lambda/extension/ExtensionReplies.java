package dev.gatehouse.lambda.extension;

import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.kernel.ServiceException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;

/** The messages an extension gets. */
final class ExtensionReplies {
    private static final String TRACE = "X-Amzn-Trace-Id";

    private ExtensionReplies() {}

    /** The document of an INVOKE event. */
    static ByteBuf invoke(InvokeEvent event) {
        return document(
                new JsonObject()
                        .put("eventType", Extension.INVOKE)
                        .put("deadlineMs", event.deadlineMillis())
                        .put("requestId", event.requestId())
                        .put("invokedFunctionArn", event.invokedFunctionArn())
                        .put(
                                "tracing",
                                new JsonObject().put("type", TRACE).put("value", event.traceId())));
    }

    /** The document of a SHUTDOWN event. */
    static ByteBuf shutdown(ShutdownReason reason, long deadlineMillis) {
        return document(
                new JsonObject()
                        .put("eventType", Extension.SHUTDOWN)
                        .put("deadlineMs", deadlineMillis)
                        .put("shutdownReason", reason.label()));
    }

    private static ByteBuf document(JsonObject json) {
        // One document goes to several extensions, whose responses must not release it.
        return Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(json.toBuffer().getBytes()));
    }

    /** The response to a request for the next event. */
    static FullHttpResponse event(ByteBuf document) {
        FullHttpResponse response = json(HttpResponseStatus.OK, document);
        response.headers().set("Lambda-Extension-Event-Identifier", RequestId.next().value());
        return response;
    }

    static FullHttpResponse registered(String id, JsonObject function) {
        FullHttpResponse response =
                json(HttpResponseStatus.OK, Unpooled.wrappedBuffer(function.toBuffer().getBytes()));
        response.headers().set(ExtensionsApi.IDENTIFIER, id);
        return response;
    }

    static FullHttpResponse accepted() {
        JsonObject status = new JsonObject().put("status", "OK");
        return json(
                HttpResponseStatus.ACCEPTED, Unpooled.wrappedBuffer(status.toBuffer().getBytes()));
    }

    static FullHttpResponse subscribed() {
        return json(
                HttpResponseStatus.OK, Unpooled.copiedBuffer("\"OK\"", StandardCharsets.US_ASCII));
    }

    static FullHttpResponse rejection(ServiceException rejection) {
        JsonObject error =
                new JsonObject()
                        .put("errorMessage", rejection.text())
                        .put("errorType", rejection.code());
        return json(
                HttpResponseStatus.valueOf(rejection.status()),
                Unpooled.wrappedBuffer(error.toBuffer().getBytes()));
    }

    private static FullHttpResponse json(HttpResponseStatus status, ByteBuf body) {
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .setInt(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        return response;
    }
}
