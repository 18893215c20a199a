package dev.gatehouse.lambda.runtimes.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.testkit.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("node")
class BundlesTest {
    private final Map<String, Integer> asked = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> first = new CompletableFuture<>();
    private final CountDownLatch go = new CountDownLatch(1);

    @TempDir private Path folder;

    @Test
    void whoWaitsForADownloadThatFailsDoesNotTryItOnceMore() throws Exception {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::reject);
        server.start();
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        Bundles bundles =
                new Bundles(folder, Registries.of(Map.of("GATEHOUSE_MAVEN_REPOSITORY", address)));
        FutureTask<Path> one = get(bundles);
        Thread.ofPlatform().start(one);
        first.join();
        FutureTask<Path> other = get(bundles);
        Thread waiting = Thread.ofPlatform().start(other);
        Eventually.holds(() -> waiting.getState() == Thread.State.WAITING);
        go.countDown();
        assertThatThrownBy(one::get).hasCauseInstanceOf(RuntimeUnavailable.class);
        assertThatThrownBy(other::get).hasCauseInstanceOf(RuntimeUnavailable.class);
        assertThat(asked.values()).isNotEmpty().allMatch(times -> times == 1);
        get(bundles).run(); // a later one does
        assertThat(asked.values()).allMatch(times -> times == 2);
        server.stop(0);
    }

    private static FutureTask<Path> get(Bundles bundles) {
        return new FutureTask<>(() -> bundles.get("java", "", _ -> {}));
    }

    private void reject(HttpExchange exchange) throws IOException {
        asked.merge(exchange.getRequestURI().getPath(), 1, Integer::sum);
        first.complete(null);
        try {
            go.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        exchange.sendResponseHeaders(503, -1);
        exchange.close();
    }
}
