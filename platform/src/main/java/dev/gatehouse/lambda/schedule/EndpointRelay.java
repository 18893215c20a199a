package dev.gatehouse.lambda.schedule;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Carries what functions send to the endpoint of their sandbox to the node's own API port, byte by
 * byte: signatures and policies are checked there as for any caller.
 */
public final class EndpointRelay implements SlotEndpoint {
    private final List<EventLoop> loops;
    private final SocketAddress api;
    private final AtomicInteger turn = new AtomicInteger();

    /**
     * @param loops event loops that run NIO channels
     * @param api the node's API port
     */
    public EndpointRelay(List<EventLoop> loops, SocketAddress api) {
        this.loops = List.copyOf(loops);
        this.api = api;
    }

    @Override
    public void serve(ServerSocketChannel listener) {
        EventLoop loop = loops.get(Math.floorMod(turn.getAndIncrement(), loops.size()));
        new ServerBootstrap()
                .group(loop, loop)
                .channelFactory(() -> new NioServerSocketChannel(listener))
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(
                        new ChannelInitializer<Channel>() {
                            @Override
                            protected void initChannel(Channel function) {
                                connect(function);
                            }
                        })
                .register();
    }

    private void connect(Channel function) {
        ChannelFuture connecting =
                new Bootstrap()
                        .group(function.eventLoop())
                        .channel(NioSocketChannel.class)
                        .option(ChannelOption.AUTO_READ, false)
                        .option(ChannelOption.TCP_NODELAY, true)
                        .handler(new RelayEnd(function))
                        .connect(api);
        function.pipeline().addLast(new RelayEnd(connecting.channel()));
        connecting.addListener(
                done -> {
                    if (done.isSuccess()) {
                        function.read();
                        connecting.channel().read();
                    } else {
                        function.close();
                    }
                });
    }
}
