package dev.gatehouse.lambda.runtimeapi;

import dev.gatehouse.lambda.extension.ExtensionsApi;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import java.nio.channels.ServerSocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * The Runtime API of one environment: a server on a listening socket that only the environment's
 * sandbox can reach, so that the socket is the runtime's identity. Everything happens on one event
 * loop.
 */
public final class RuntimeApi {
    /** Runtime clients put traces of up to a megabyte into a header. */
    private static final int MAX_HEADER_BYTES = 2 << 20;

    /**
     * A runtime needs one or two, an extension as many; each may hold a whole response in the
     * node's memory.
     */
    static final int MAX_CONNECTIONS = 32;

    private final EventLoop loop;
    private final int maxResponseBytes;
    private volatile @Nullable RuntimeSession session;
    private @Nullable Channel server;

    /**
     * @param loop where everything happens; must be one that runs NIO channels
     * @param maxResponseBytes the longest response a function may give
     */
    public RuntimeApi(EventLoop loop, int maxResponseBytes) {
        this.loop = loop;
        this.maxResponseBytes = maxResponseBytes;
    }

    /**
     * Begins to accept connections. Does not block.
     *
     * @param listener bound and listening; closed with this server
     */
    public void open(ServerSocketChannel listener) {
        ServerBootstrap bootstrap = new ServerBootstrap();
        bootstrap
                .group(loop, loop)
                .channelFactory(() -> new NioServerSocketChannel(listener))
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(
                        new ChannelInitializer<Channel>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                accept(channel);
                            }
                        });
        ChannelFuture registered = bootstrap.register();
        server = registered.channel();
    }

    private void accept(Channel channel) {
        RuntimeSession current = session;
        if (current == null || current.ended() || current.connections() >= MAX_CONNECTIONS) {
            channel.close();
            return;
        }
        HttpDecoderConfig config = new HttpDecoderConfig().setMaxHeaderSize(MAX_HEADER_BYTES);
        channel.pipeline()
                .addLast(new HttpServerCodec(config))
                .addLast(new RuntimeConnection(current, maxResponseBytes));
        current.connected(channel);
    }

    /**
     * Starts a runtime's life: forgets the former runtime of this environment, if any.
     *
     * @param extensions takes the calls of the extensions beside it; null rejects them
     */
    public RuntimeSession begin(RuntimeWatcher watcher, @Nullable ExtensionsApi extensions) {
        return begin(watcher, extensions, EnvironmentState.STARTING);
    }

    /**
     * Starts the life of a runtime that has no function yet.
     *
     * @param watcher hears when it waits for one
     */
    public RuntimeSession beginWarm(WarmWatcher watcher) {
        return begin(watcher, null, EnvironmentState.WARM);
    }

    private RuntimeSession begin(
            RuntimeWatcher watcher, @Nullable ExtensionsApi extensions, EnvironmentState state) {
        RuntimeSession former = session;
        if (former != null) {
            former.end();
        }
        RuntimeSession next = new RuntimeSession(loop, watcher, extensions, state);
        session = next;
        return next;
    }

    /** Ends the session and closes the listening socket. */
    public void close() {
        RuntimeSession last = session;
        if (last != null) {
            last.end();
        }
        Channel open = server;
        if (open != null) {
            open.close();
        }
    }
}
