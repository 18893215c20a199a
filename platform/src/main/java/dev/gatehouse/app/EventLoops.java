package dev.gatehouse.app;

import dev.gatehouse.http.FileDescriptors;
import dev.gatehouse.http.SilentClients;
import dev.gatehouse.observe.LoopLag;
import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The data plane's threads: one Vert.x, whose event loops the Runtime API listeners share. */
final class EventLoops implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** No file is served from the class path: no folder for copies, which a kill would leave. */
    private static final FileSystemOptions NO_FILES =
            new FileSystemOptions()
                    .setFileCachingEnabled(false)
                    .setClassPathResolvingEnabled(false);

    private final Vertx vertx;

    EventLoops(int threads) {
        this.vertx =
                Vertx.builder()
                        .with(
                                new VertxOptions()
                                        .setEventLoopPoolSize(threads)
                                        .setUseDaemonThread(true)
                                        .setFileSystemOptions(NO_FILES))
                        .withTransport(SilentClients.transport(FileDescriptors.forSilentClients()))
                        .build();
    }

    Vertx vertx() {
        return vertx;
    }

    List<EventLoop> all() {
        List<EventLoop> loops = new ArrayList<>();
        ((VertxInternal) vertx)
                .nettyEventLoopGroup()
                .forEach(executor -> loops.add((EventLoop) executor));
        return loops;
    }

    /** Measures from now on how late the loops are. */
    void tick(LoopLag lag) {
        for (EventLoop loop : all()) {
            loop.scheduleWithFixedDelay(
                    lag.ticks(), LoopLag.TICK_MILLIS, LoopLag.TICK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() throws InterruptedException, ExecutionException, TimeoutException {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
