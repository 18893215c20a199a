package dev.gatehouse.lambda.runtimeapi;

import dev.gatehouse.lambda.extension.ExtensionsApi;
import dev.gatehouse.lambda.extension.Poll;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/** One connection of a runtime: reads whole requests, bounded, and routes them to the session. */
final class RuntimeConnection extends ChannelInboundHandlerAdapter implements Poll {
    private static final String RESPONSE_MODE = "Lambda-Runtime-Function-Response-Mode";

    private final RuntimeSession session;
    private final ReceivedBody body;
    private @Nullable ChannelHandlerContext context;
    private @Nullable HttpRequest request;
    private boolean waiting;

    /** Whether the connection ends with the response that comes next. */
    private boolean last;

    RuntimeConnection(RuntimeSession session, int maxBodyBytes) {
        this.session = session;
        this.body = new ReceivedBody(maxBodyBytes);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (message instanceof HttpRequest head) {
                begin(ctx, head);
            }
            if (message instanceof HttpContent content) {
                body.collect(content.content());
            }
            if (message instanceof LastHttpContent end) {
                finish(ctx, end);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(ChannelHandlerContext ctx, HttpRequest head) {
        request = head;
        body.begin(head, streamed(ctx, head));
        if (body.isTooLarge() || head.decoderResult().isFailure()) {
            last = true;
            finish(ctx, LastHttpContent.EMPTY_LAST_CONTENT);
            return;
        }
        if (HttpUtil.is100ContinueExpected(head)) {
            // Runtimes in shell: curl waits a second for this before it sends a long response.
            ctx.writeAndFlush(Replies.goOn());
        }
    }

    /** What takes a response as it comes; null for anything else. */
    private @Nullable StreamedResponse streamed(ChannelHandlerContext ctx, HttpRequest head) {
        HttpHeaders headers = head.headers();
        boolean streams =
                head.decoderResult().isSuccess()
                        && !waiting
                        && "streaming".equalsIgnoreCase(headers.get(RESPONSE_MODE));
        if (!streams || !(Endpoint.of(head) instanceof Endpoint.Response(String id))) {
            return null;
        }
        ResponseStream stream = session.responding(id);
        if (stream == null) {
            return null;
        }
        stream.begin(ctx.channel(), headers.get(HttpHeaderNames.CONTENT_TYPE, ReceivedBody.JSON));
        return new StreamedResponse(stream, ctx.channel());
    }

    private void finish(ChannelHandlerContext ctx, LastHttpContent end) {
        HttpRequest whole = request;
        request = null;
        if (whole == null || waiting) {
            // The rest of a body that was responded to, or a second request before the response
            // to a waiting poll.
            ctx.close();
            return;
        }
        if (whole.decoderResult().isFailure()) {
            reject(HttpResponseStatus.BAD_REQUEST, "InvalidRequest", "400 Bad Request");
            return;
        }
        if (end.decoderResult().isFailure()) {
            ctx.close(); // its body broke HTTP in the middle
            return;
        }
        last |= !HttpUtil.isKeepAlive(whole);
        HttpHeaders headers = whole.headers();
        switch (Endpoint.of(whole)) {
            case Endpoint.Next _ -> next();
            case Endpoint.Response(String id) -> respond(id, body.success(headers, end));
            case Endpoint.Failure(String id) -> respond(id, body.failure(headers));
            case Endpoint.InitFailure _ -> initFailure("InitError", body.failure(headers));
            case Endpoint.Restore _ -> restore();
            case Endpoint.RestoreFailure _ -> initFailure("RestoreError", body.failure(headers));
            case Endpoint.Specialisation _ -> specialisation();
            case Endpoint.OfExtension(String operation) -> ofExtension(operation, headers);
            case Endpoint.Unknown _ ->
                    reject(HttpResponseStatus.NOT_FOUND, "NotFound", "404 page not found");
        }
    }

    /**
     * A runtime that asks for its next event behind its response has no use for the acknowledgement
     * alone: it goes with that event, and the runtime wakes up once.
     */
    private void acknowledge() {
        waiting = false;
        ChannelHandlerContext open = context;
        if (open != null && last) {
            reply(Replies.accepted());
        } else if (open != null) {
            open.write(Replies.accepted());
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (!waiting) {
            ctx.flush();
        }
    }

    private void next() {
        waiting = true;
        if (!session.next(this)) {
            waiting = false;
            rejectState("Ready");
        }
    }

    private void specialisation() {
        waiting = true;
        if (!session.awaitSpecialisation(this)) {
            waiting = false;
            rejectState("Warm");
        }
    }

    private void respond(String id, RuntimeResponse response) {
        if (!session.expects(id)) {
            reject(HttpResponseStatus.BAD_REQUEST, "InvalidRequestID", "Invalid request ID");
        } else if (!session.respond(response)) {
            rejectState("InvocationResponse");
        } else if (body.isTooLarge()) {
            reject(
                    HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
                    "RequestEntityTooLarge",
                    body.limit());
        } else {
            acknowledge();
        }
    }

    private void initFailure(String wanted, RuntimeResponse.Failure failure) {
        if (session.failInit(failure)) {
            reply(Replies.accepted());
        } else {
            rejectState(wanted);
        }
    }

    private void restore() {
        if (session.restore()) {
            reply(Replies.restored());
        } else {
            rejectState("Restore");
        }
    }

    private void ofExtension(String operation, HttpHeaders headers) {
        ExtensionsApi extensions = session.extensions();
        if (extensions == null || body.isTooLarge()) {
            rejectState("Registered");
            return;
        }
        waiting = true;
        extensions.call(operation, headers, body.taken(), this);
    }

    private void rejectState(String wanted) {
        reject(
                HttpResponseStatus.FORBIDDEN,
                "InvalidStateTransition",
                "State transition from "
                        + session.state()
                        + " to "
                        + wanted
                        + " failed for runtime. Error: State transition is not allowed");
    }

    private void reject(HttpResponseStatus status, String type, String message) {
        reply(Replies.rejection(status, type, message));
    }

    /** Sends a response, and an acknowledgement that waited for it. */
    @Override
    public void reply(FullHttpResponse response) {
        ChannelHandlerContext open = context;
        waiting = false;
        if (open == null) {
            response.release();
        } else if (last) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            open.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
        } else {
            open.writeAndFlush(response);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (body.breaksOff()) {
            session.truncated();
        }
        session.disconnected(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A runtime that was killed resets its connection; no client is left to respond to.
        ctx.close();
    }
}
