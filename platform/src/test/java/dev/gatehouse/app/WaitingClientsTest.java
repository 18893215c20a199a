package dev.gatehouse.app;

import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.cli.node.NodeClient;
import dev.gatehouse.identity.AccessKey;
import dev.gatehouse.kernel.Region;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that wait for messages, as workers do all day. */
@Tag("node")
final class WaitingClientsTest {
    /** More than the node's own calls of an endpoint. */
    private static final int WAITING = 60;

    @Test
    void manyWaitAtAnEndpointAtOnce(@TempDir Path data) throws Exception {
        CountDownLatch all = new CountDownLatch(WAITING);
        HttpServer queues = queues(all);
        String endpoint = "http://127.0.0.1:" + queues.getAddress().getPort();
        try (Node node =
                        LiveNode.start(
                                data,
                                Map.of("sandbox", DoomedNode.SANDBOX, "endpoint.sqs", endpoint));
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            LiveNode live = LiveNode.of(node);
            Map<String, Object> queue = Map.of("QueueUrl", live.endpoint() + "/0/q");
            List<Future<?>> waiting = new ArrayList<>();
            for (int i = 0; i < WAITING; i++) {
                waiting.add(
                        clients.submit(() -> client(live).call("sqs", "ReceiveMessage", queue)));
            }
            for (Future<?> each : waiting) {
                each.get();
            }
        } finally {
            queues.stop(0);
        }
    }

    private static NodeClient client(LiveNode live) {
        return new NodeClient(live.endpoint(), Region.DEFAULT, new AccessKey("test", "test", null));
    }

    /** Queues that respond once all wait, and reject those who wait for longer than a test may. */
    private static HttpServer queues(CountDownLatch all) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    all.countDown();
                    exchange.sendResponseHeaders(haveCome(all) ? 200 : 503, 2);
                    exchange.getResponseBody().write("{}".getBytes());
                    exchange.close();
                });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return server;
    }

    private static boolean haveCome(CountDownLatch all) {
        try {
            return all.await(120, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
