import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The yardstick: the least a Vert.x server can do for a Lambda call. A client's request becomes a
 * small event, goes to a poll that waits, and the response comes back. No routing, no limits, no
 * logs, no sandbox. Run by {@code benchmarks/node/run} with the node's own jars.
 */
public class BareLoop {
    private static final Queue<HttpServerRequest> CLIENTS = new ArrayDeque<>();
    private static final Queue<HttpServerRequest> POLLS = new ArrayDeque<>();
    private static final Map<String, HttpServerResponse> WAITING = new ConcurrentHashMap<>();

    public static void main(String[] arguments) {
        int clientPort = Integer.parseInt(arguments[0]);
        int runtimePort = Integer.parseInt(arguments[1]);
        int loops = Integer.parseInt(arguments[2]);
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops));
        vertx.deployVerticle(
                () -> server(clientPort, BareLoop::client), new DeploymentOptions().setInstances(loops));
        vertx.deployVerticle(
                () -> server(runtimePort, BareLoop::runtime), new DeploymentOptions().setInstances(loops));
    }

    private static AbstractVerticle server(
            int port, io.vertx.core.Handler<HttpServerRequest> handler) {
        return new AbstractVerticle() {
            @Override
            public void start() {
                vertx.createHttpServer().requestHandler(handler).listen(port, "127.0.0.1");
            }
        };
    }

    private static void client(HttpServerRequest request) {
        HttpServerRequest poll;
        synchronized (CLIENTS) {
            poll = POLLS.poll();
            if (poll == null) {
                CLIENTS.add(request);
                return;
            }
        }
        hand(request, poll);
    }

    private static void runtime(HttpServerRequest request) {
        if (request.method().name().equals("POST")) {
            String id = request.path().split("/")[4];
            request.bodyHandler(
                    body -> {
                        WAITING.remove(id).putHeader("content-type", "application/json").end("ok");
                        request.response().setStatusCode(202).end("{}");
                    });
            return;
        }
        HttpServerRequest client;
        synchronized (CLIENTS) {
            client = CLIENTS.poll();
            if (client == null) {
                POLLS.add(request);
                return;
            }
        }
        hand(client, request);
    }

    private static void hand(HttpServerRequest client, HttpServerRequest poll) {
        String id = UUID.randomUUID().toString();
        WAITING.put(id, client.response());
        poll.response()
                .putHeader("Lambda-Runtime-Aws-Request-Id", id)
                .end("{\"rawPath\":\"" + client.path() + "\",\"version\":\"2.0\"}");
    }
}
