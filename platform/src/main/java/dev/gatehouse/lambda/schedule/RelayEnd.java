package dev.gatehouse.lambda.schedule;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** One end of a relayed connection: reads only as fast as the other end takes it. */
final class RelayEnd extends ChannelInboundHandlerAdapter {
    private final Channel other;

    RelayEnd(Channel other) {
        this.other = other;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        other.writeAndFlush(message)
                .addListener(
                        written -> {
                            if (written.isSuccess()) {
                                context.channel().read();
                            } else {
                                context.close();
                            }
                        });
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (other.isActive()) {
            other.writeAndFlush(Unpooled.EMPTY_BUFFER)
                    .addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // Either end may vanish at any time; the connection is all there is to give up.
        context.close();
    }
}
