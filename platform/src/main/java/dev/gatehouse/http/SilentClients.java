package dev.gatehouse.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.impl.transports.NioTransport;
import io.vertx.core.net.TcpConfig;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.transport.Transport;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clients that are connected and have said nothing yet. Vert.x shows a connection only after its
 * first bytes, but it takes a descriptor from the start: so they are counted where they are
 * accepted, and whoever has been silent for longest makes room for the next.
 */
public final class SilentClients {
    private static final Logger LOG = LoggerFactory.getLogger(SilentClients.class);
    private static final AttributeKey<Silence> KEY = AttributeKey.valueOf("gatehouse.silence");

    /** How long no client is accepted once the system had no descriptor for a client. */
    private static final long PAUSE_MILLIS = 100;

    private final int most;
    private final Queue<Silence> silences = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicBoolean crowded = new AtomicBoolean();

    private SilentClients(int most) {
        this.most = most;
    }

    /**
     * Vert.x's usual transport, whose listeners are all such as {@link HttpEdge} opens.
     *
     * @param most how many clients of all of them together may be silent
     */
    public static Transport transport(int most) {
        return new Accepting(new SilentClients(most));
    }

    /** Tells that a client has begun to speak. */
    static void spoke(HttpConnection connection) {
        Silence silence =
                connection instanceof ConnectionBase base ? base.channel().attr(KEY).get() : null;
        if (silence != null) {
            silence.end();
        }
    }

    private void accepted(Channel client) {
        Silence silence = new Silence(client, count);
        client.attr(KEY).set(silence);
        client.closeFuture().addListener(_ -> silence.end());
        silences.add(silence);
        int silent = count.incrementAndGet();
        if (silent > most) {
            makeRoom();
        } else if (silent < most / 2) {
            crowded.set(false);
        }
        forgetTheFirstThatSpoke();
    }

    private void makeRoom() {
        if (crowded.compareAndSet(false, true)) {
            LOG.warn(
                    "As many clients are connected and say nothing as may be ({}, by ulimit -n):"
                            + " those that have been silent for longest are disconnected",
                    most);
        }
        Silence oldest = silences.poll();
        while (oldest != null && !oldest.end()) {
            oldest = silences.poll();
        }
        if (oldest != null) {
            oldest.client.close();
        }
    }

    private void forgetTheFirstThatSpoke() {
        Silence first = silences.peek();
        while (first != null && first.over.get()) {
            silences.poll();
            first = silences.peek();
        }
    }

    /** Of one client. Begins where it is accepted and ends on its event loop. */
    private static final class Silence {
        private final Channel client;
        private final AtomicInteger count;
        private final AtomicBoolean over = new AtomicBoolean();

        Silence(Channel client, AtomicInteger count) {
            this.client = client;
            this.count = count;
        }

        /** Whether it had not ended before. */
        boolean end() {
            boolean ends = over.compareAndSet(false, true);
            if (ends) {
                count.decrementAndGet();
            }
            return ends;
        }
    }

    /** Shows us each client that a listener accepts, and each that it could not. */
    private static final class Accepting extends NioTransport implements Transport {
        private final SilentClients clients;

        Accepting(SilentClients clients) {
            this.clients = clients;
        }

        @Override
        public String name() {
            return "nio";
        }

        @Override
        public boolean available() {
            return true;
        }

        @Override
        public @Nullable Throwable unavailabilityCause() {
            return null;
        }

        @Override
        public io.vertx.core.spi.transport.Transport implementation() {
            return this;
        }

        @Override
        public void configure(TcpConfig config, boolean domainSocket, ServerBootstrap bootstrap) {
            super.configure(config, domainSocket, bootstrap);
            bootstrap.handler(new Listener(clients));
        }
    }

    @ChannelHandler.Sharable
    private static final class Listener extends ChannelInboundHandlerAdapter {
        private final SilentClients clients;

        Listener(SilentClients clients) {
            this.clients = clients;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object client) {
            if (client instanceof Channel channel) {
                clients.accepted(channel);
            }
            context.fireChannelRead(client);
        }

        /** Without a descriptor for a client the listener waits for one: it was said once. */
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (!(cause instanceof IOException)) {
                context.fireExceptionCaught(cause);
                return;
            }
            clients.makeRoom();
            context.channel().config().setAutoRead(false);
            context.executor()
                    .schedule(
                            () -> context.channel().config().setAutoRead(true),
                            PAUSE_MILLIS,
                            TimeUnit.MILLISECONDS);
        }
    }
}
