package dev.gatehouse.http;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Vert.x's idle timer, used for one thing only: while a listener speaks clear-text HTTP/2 too,
 * Vert.x shows a connection only after its first request head, so before that {@link
 * ConnectionWatch} does not see it. Later the timer would end long calls, and goes.
 */
final class FirstHeadTimer {
    /** Who is connected and says nothing takes a descriptor all the same: {@link SilentClients}. */
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private FirstHeadTimer() {}

    static void set(HttpServerOptions options, Duration idle) {
        Duration most = idle.compareTo(LONGEST) < 0 ? idle : LONGEST;
        options.setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout(Math.toIntExact(most.toMillis()));
    }

    static void cancel(HttpConnection connection) {
        if (connection instanceof ConnectionBase base) {
            ChannelPipeline pipeline = base.channel().pipeline();
            if (pipeline.get(IdleStateHandler.class) != null) {
                pipeline.remove(IdleStateHandler.class);
            }
        }
    }
}
