package dev.gatehouse.lambda.runtimeapi;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.charset.StandardCharsets;

/** The messages a runtime gets. */
final class Replies {
    private static final AsciiString JSON = AsciiString.cached("application/json");
    private static final AsciiString REQUEST_ID =
            AsciiString.cached("Lambda-Runtime-Aws-Request-Id");
    private static final AsciiString DEADLINE = AsciiString.cached("Lambda-Runtime-Deadline-Ms");
    private static final AsciiString FUNCTION_ARN =
            AsciiString.cached("Lambda-Runtime-Invoked-Function-Arn");
    private static final AsciiString TRACE_ID = AsciiString.cached("Lambda-Runtime-Trace-Id");
    private static final AsciiString CLIENT_CONTEXT =
            AsciiString.cached("Lambda-Runtime-Client-Context");
    private static final AsciiString COGNITO_IDENTITY =
            AsciiString.cached("Lambda-Runtime-Cognito-Identity");
    private static final AsciiString TENANT_ID = AsciiString.cached("Lambda-Runtime-Aws-Tenant-Id");
    private static final ByteBuf OK =
            Unpooled.unreleasableBuffer(
                    Unpooled.copiedBuffer("{\"status\":\"OK\"}\n", StandardCharsets.US_ASCII));

    private Replies() {}

    /** The response to {@code next}. */
    static FullHttpResponse event(RuntimeEvent event) {
        // The caller may need its buffer again: writing must not release it.
        ByteBuf payload =
                Unpooled.unreleasableBuffer(((BufferInternal) event.payload()).getByteBuf());
        FullHttpResponse reply = reply(HttpResponseStatus.OK, payload);
        HttpHeaders headers = reply.headers();
        headers.set(REQUEST_ID, event.requestId());
        headers.set(DEADLINE, Long.toString(event.deadlineMillis()));
        headers.set(FUNCTION_ARN, event.invokedFunctionArn());
        headers.set(TRACE_ID, oneLine(event.traceId()));
        if (event.clientContext() != null) {
            headers.set(CLIENT_CONTEXT, oneLine(event.clientContext()));
        }
        if (event.cognitoIdentity() != null) {
            headers.set(COGNITO_IDENTITY, oneLine(event.cognitoIdentity()));
        }
        if (event.tenantId() != null) {
            headers.set(TENANT_ID, oneLine(event.tenantId()));
        }
        return reply;
    }

    /** A function's environment variables, for a runtime that has waited for them. */
    static FullHttpResponse specialisation(Specialisation function) {
        return reply(HttpResponseStatus.OK, Unpooled.wrappedBuffer(function.text()));
    }

    /** That the runtime has been restored. */
    static FullHttpResponse restored() {
        return reply(HttpResponseStatus.OK, OK.duplicate());
    }

    /** The response to every report that was understood. */
    static FullHttpResponse accepted() {
        return reply(HttpResponseStatus.ACCEPTED, OK.duplicate());
    }

    /** That the body may come. */
    static FullHttpResponse goOn() {
        return new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER);
    }

    /** A rejection in the form AWS gives it. */
    static FullHttpResponse rejection(HttpResponseStatus status, String errorType, String message) {
        String body =
                "{\"errorMessage\":\"" + message + "\",\"errorType\":\"" + errorType + "\"}\n";
        return reply(status, Unpooled.copiedBuffer(body, StandardCharsets.UTF_8));
    }

    /** What callers send may not end the header it is put into. */
    private static String oneLine(String value) {
        boolean plain = value.indexOf('\n') < 0 && value.indexOf('\r') < 0;
        return plain ? value : value.replace('\n', ' ').replace('\r', ' ');
    }

    private static FullHttpResponse reply(HttpResponseStatus status, ByteBuf body) {
        // Values are ours or went through oneLine: no second look at each character.
        HttpHeaders headers =
                DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
        FullHttpResponse reply =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        status,
                        body,
                        headers,
                        DefaultHttpHeadersFactory.trailersFactory().newHeaders());
        headers.set(HttpHeaderNames.CONTENT_TYPE, JSON);
        headers.setInt(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        return reply;
    }
}
