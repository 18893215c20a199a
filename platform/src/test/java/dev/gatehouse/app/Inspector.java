package dev.gatehouse.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.testkit.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** Speaks the protocol of Node.js's inspector. */
final class Inspector implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Messages messages = new Messages();
    private final HttpClient client;
    private final WebSocket socket;
    private int sent;

    private Inspector(int port) {
        this.client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        String targets = Eventually.value(() -> targets(port), text -> text.contains("ws://"));
        URI url = URI.create(targets.replaceAll("(?s).*\"(ws://[^\"]+)\".*", "$1"));
        this.socket = client.newWebSocketBuilder().buildAsync(url, messages).join();
    }

    static Inspector attach(int port) {
        return new Inspector(port);
    }

    /** What it lists; nothing while it is not there. */
    private String targets(int port) throws InterruptedException {
        URI list = URI.create("http://127.0.0.1:" + port + "/json");
        try {
            return client.send(
                            HttpRequest.newBuilder(list).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException notYet) {
            return "";
        }
    }

    JsonNode ask(String method, String parameters) {
        int id = ++sent;
        String text =
                "{\"id\": %d, \"method\": \"%s\", \"params\": %s}"
                        .formatted(id, method, parameters);
        socket.sendText(text, true).join();
        return messages.await(message -> message.path("id").asInt() == id);
    }

    /** What an event says. */
    JsonNode event(String method) {
        return messages.await(message -> message.path("method").asText().equals(method))
                .path("params");
    }

    @Override
    public void close() {
        socket.abort();
        client.close();
    }

    private static final class Messages implements WebSocket.Listener {
        private final List<JsonNode> received = new CopyOnWriteArrayList<>();
        private final StringBuilder part = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
            part.append(text);
            if (last) {
                received.add(parsed(part.toString()));
                part.setLength(0);
            }
            return next(from);
        }

        private static CompletionStage<?> next(WebSocket from) {
            from.request(1);
            return CompletableFuture.completedStage(null);
        }

        private static JsonNode parsed(String text) {
            try {
                return JSON.readTree(text);
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        }

        JsonNode await(Predicate<JsonNode> wanted) {
            Eventually.holds(() -> received.stream().anyMatch(wanted));
            return received.stream().filter(wanted).findFirst().orElseThrow();
        }
    }
}
