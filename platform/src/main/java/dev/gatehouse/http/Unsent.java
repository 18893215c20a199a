package dev.gatehouse.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import org.jspecify.annotations.Nullable;

/**
 * What of the responses on one connection still waits for its client to read. Responses count as
 * ended for Vert.x once they are handed over, however long their bytes wait here.
 */
final class Unsent {
    private final @Nullable Channel channel;
    private long bytesSeen;

    private Unsent(@Nullable Channel channel) {
        this.channel = channel;
    }

    static Unsent on(HttpConnection connection) {
        return new Unsent(connection instanceof ConnectionBase base ? base.channel() : null);
    }

    /** Whether something waits, and the client has read some of it since this was last asked. */
    boolean isBeingRead() {
        long waiting = bytes();
        boolean fewer = waiting != bytesSeen;
        bytesSeen = waiting;
        return fewer && waiting > 0;
    }

    /**
     * Closes the connection, where Vert.x alone would first wait for what the client never reads.
     */
    void closeWith(HttpConnection connection) {
        if (channel != null && bytes() > 0) {
            channel.unsafe().close(channel.voidPromise());
        } else {
            connection.close();
        }
    }

    private long bytes() {
        ChannelOutboundBuffer buffer = channel == null ? null : channel.unsafe().outboundBuffer();
        // A buffer counts as pending in whole until all of it is written.
        return buffer == null ? 0 : buffer.totalPendingWriteBytes() - buffer.currentProgress();
    }
}
