package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.http.blocking.BlockingHandler;
import dev.gatehouse.http.blocking.BlockingLimits;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A listener that echoes, with narrow limits, for the tests of what it takes. */
final class EchoEdge implements AutoCloseable {
    static final int BODY_LIMIT = 100_000;

    /** Longer than any of these tests' clients may be kept from running. */
    static final Duration IDLE = Duration.ofSeconds(3);

    static final EdgeSettings SETTINGS =
            new EdgeSettings("127.0.0.1", 0, 2, new EdgeSettings.Limits(4_096, 8_192, IDLE, 1_000));

    private static final BlockingLimits.Unverified UNVERIFIED =
            new BlockingLimits.Unverified(200_000, 150_000, 1_000_000, 500_000);

    final Vertx vertx = Vertx.vertx();
    final BlockingHandler blocking =
            new BlockingHandler(
                    vertx,
                    new EchoService(),
                    new BlockingLimits(BODY_LIMIT, 300_000, UNVERIFIED, 8));
    private final HttpEdge edge;

    EchoEdge() throws Exception {
        edge = await(HttpEdge.listen(vertx, SETTINGS, this::route));
    }

    Handler<HttpServerRequest> route(HttpServerRequest request) {
        if ("loop.example".equals(request.authority().host())) {
            return loop -> loop.response().end("loop " + Thread.currentThread().isVirtual());
        }
        return blocking;
    }

    int port() {
        return edge.port();
    }

    void assertStillServes() throws Exception {
        assertThat(send(HttpClient.Version.HTTP_1_1, "/ok", "").statusCode()).isEqualTo(200);
    }

    HttpResponse<String> send(HttpClient.Version version, String path, String body)
            throws Exception {
        try (HttpClient client = HttpClient.newBuilder().version(version).build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(uri(path)).POST(BodyPublishers.ofString(body)).build();
            return client.send(request, BodyHandlers.ofString());
        }
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(120, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws Exception {
        await(vertx.close());
    }
}
