package dev.gatehouse.lambda.subscription;

import dev.gatehouse.lambda.sandbox.Sandbox;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Delivers batches to programs that listen in a sandbox. Confined to the environment's event loop.
 */
public final class Delivery {
    /** How long a subscriber may take. One that never reads is not waited for. */
    private static final long PATIENCE_MILLIS = 2_000;

    private final Sandbox sandbox;
    private final EventLoop loop;
    private final Executor threads;

    /**
     * @param threads runs what blocks, each task on a virtual thread of its own
     */
    public Delivery(Sandbox sandbox, EventLoop loop, Executor threads) {
        this.sandbox = sandbox;
        this.loop = loop;
        this.threads = threads;
    }

    /**
     * Posts a document.
     *
     * @param done hears, on the event loop and once, whether it was taken
     */
    void post(URI destination, byte[] document, Consumer<Boolean> done) {
        threads.execute(
                () -> {
                    try {
                        SocketChannel connection = sandbox.connect(destination.getPort());
                        loop.execute(() -> post(connection, destination, document, done));
                    } catch (Exception e) {
                        // Nobody listens, or the sandbox is gone: the subscriber's affair.
                        loop.execute(() -> done.accept(false));
                    }
                });
    }

    /**
     * Sends text over a connection of its own.
     *
     * @param done hears, on the event loop and once, whether all of it was written
     */
    void send(int port, byte[] text, Consumer<Boolean> done) {
        threads.execute(
                () -> {
                    try {
                        SocketChannel connection = sandbox.connect(port);
                        loop.execute(() -> write(connection, text, done));
                    } catch (Exception e) {
                        loop.execute(() -> done.accept(false));
                    }
                });
    }

    private void write(SocketChannel connection, byte[] text, Consumer<Boolean> done) {
        NioSocketChannel channel = new NioSocketChannel(null, connection);
        loop.register(channel);
        var late = loop.schedule(() -> channel.close(), PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        channel.writeAndFlush(Unpooled.wrappedBuffer(text))
                .addListener(
                        written -> {
                            late.cancel(false);
                            channel.close();
                            done.accept(written.isSuccess());
                        });
    }

    private void post(
            SocketChannel connection, URI destination, byte[] document, Consumer<Boolean> done) {
        NioSocketChannel channel = new NioSocketChannel(null, connection);
        Reply reply = new Reply(done);
        channel.pipeline().addLast(new HttpClientCodec()).addLast(reply);
        loop.register(channel);
        channel.writeAndFlush(request(destination, document));
        var late = loop.schedule(() -> channel.close(), PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        channel.closeFuture()
                .addListener(
                        _ -> {
                            late.cancel(false);
                            reply.over();
                        });
    }

    private static DefaultFullHttpRequest request(URI destination, byte[] document) {
        String path = destination.getRawPath();
        DefaultFullHttpRequest request =
                new DefaultFullHttpRequest(
                        HttpVersion.HTTP_1_1,
                        HttpMethod.POST,
                        path == null || path.isEmpty() ? "/" : path,
                        Unpooled.wrappedBuffer(document));
        request.headers()
                .set(HttpHeaderNames.HOST, destination.getAuthority())
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
                .setInt(HttpHeaderNames.CONTENT_LENGTH, document.length);
        return request;
    }

    /** What the subscriber says: any response takes the batch, but an error. */
    private static final class Reply extends SimpleChannelInboundHandler<HttpObject> {
        private final Consumer<Boolean> done;
        private boolean taken;
        private boolean told;

        Reply(Consumer<Boolean> done) {
            this.done = done;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
            if (part instanceof HttpResponse response) {
                taken = response.status().code() < 400;
                context.close();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }

        void over() {
            if (!told) {
                told = true;
                done.accept(taken);
            }
        }
    }
}
