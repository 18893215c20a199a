package dev.gatehouse.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Queues, topics and event buses that somebody else serves: they take everything, and keep it. */
final class Neighbour implements AutoCloseable {
    private final HttpServer server;
    private final List<String> taken = new CopyOnWriteArrayList<>();
    private volatile int failures;

    Neighbour() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", this::take);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What was sent there, beginning with its target; the newest last. */
    List<String> taken() {
        return taken;
    }

    /** So many requests are not taken from now on. */
    void fail(int requests) {
        failures = requests;
    }

    private void take(HttpExchange exchange) throws IOException {
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        boolean failing = failures > 0;
        failures -= failing ? 1 : 0;
        byte[] response = response(target).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(failing ? 503 : 200, response.length);
        exchange.getResponseBody().write(response);
        exchange.close();
        if (!failing) {
            taken.add(target + " " + body);
        }
    }

    private static String response(String target) {
        return target == null
                ? "<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult>"
                        + "</PublishResponse>"
                : "{\"MessageId\":\"1\",\"MD5OfMessageBody\":\"1\",\"FailedEntryCount\":0,"
                        + "\"Entries\":[]}";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
