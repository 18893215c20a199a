import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The yardstick: the least a Vert.x server can do for a Lambda call. A client's request becomes a
 * small event (or with {@code whole} one of an HTTP API's size), goes to a poll that waits, and the
 * response comes back. No routing, no limits, no logs, no sandbox. Run by {@code benchmarks/run}
 * with the node's own jars.
 */
public class BareLoop {
    private static final Queue<HttpServerRequest> CLIENTS = new ArrayDeque<>();

    /** Most recently used first, as Lambda does. */
    private static final Deque<HttpServerRequest> POLLS = new ArrayDeque<>();

    private static final Map<String, HttpServerResponse> WAITING = new ConcurrentHashMap<>();

    /** What an HTTP API hands to its function, payload format 2.0. */
    private static final String WHOLE_EVENT =
            """
            {"version":"2.0","routeKey":"$default","rawPath":"/","rawQueryString":"",\
            "headers":{"content-length":"0","host":"127.0.0.1:4599","x-amzn-trace-id":"Root=1-6920f000-000000000000000000000000",\
            "x-forwarded-for":"127.0.0.1","x-forwarded-port":"4599","x-forwarded-proto":"http"},"requestContext":\
            {"accountId":"000000000000","apiId":"a1b2c3d4e5","domainName":"a1b2c3d4e5.execute-api.us-east-1.amazonaws.com",\
            "domainPrefix":"a1b2c3d4e5","http":{"method":"GET","path":"/","protocol":"HTTP/1.1","sourceIp":"127.0.0.1",\
            "userAgent":""},"requestId":"UYg0sjPBoAMEJQg=","routeKey":"$default","stage":"$default",\
            "time":"21/Nov/2026:15:00:00 +0000","timeEpoch":1795273200000},"isBase64Encoded":false}""";

    private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:bare";

    /** Always sent by AWS; clients put it into their environment at each event. */
    private static final String TRACE =
            "Root=1-6920f000-000000000000000000000000;Parent=0000000000000000;Sampled=0";

    private static boolean whole;

    public static void main(String[] arguments) {
        int clientPort = Integer.parseInt(arguments[0]);
        int runtimePort = Integer.parseInt(arguments[1]);
        int loops = Integer.parseInt(arguments[2]);
        whole = arguments[3].equals("whole");
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
            poll = POLLS.pollFirst();
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
                POLLS.addFirst(request);
                return;
            }
        }
        hand(client, request);
    }

    private static void hand(HttpServerRequest client, HttpServerRequest poll) {
        String id = UUID.randomUUID().toString();
        WAITING.put(id, client.response());
        poll.response()
                .putHeader("Content-Type", "application/json")
                .putHeader("Lambda-Runtime-Aws-Request-Id", id)
                .putHeader("Lambda-Runtime-Invoked-Function-Arn", ARN)
                .putHeader("Lambda-Runtime-Deadline-Ms", "4102444800000")
                .putHeader("Lambda-Runtime-Trace-Id", TRACE)
                .end(whole ? WHOLE_EVENT : "{\"rawPath\":\"" + client.path() + "\",\"version\":\"2.0\"}");
    }
}
