package dev.gatehouse.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.testkit.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Speaks the Debug Adapter Protocol, as editors do: messages with a length before them. */
final class AdapterClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PATIENCE_MILLIS = 60_000;

    private final Socket socket;
    private final Deque<JsonNode> unread = new ArrayDeque<>();
    private int sent;

    private AdapterClient(Socket socket) {
        this.socket = socket;
    }

    static AdapterClient attach(int port) throws IOException {
        Socket socket = Eventually.value(() -> socket(port), Objects::nonNull);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return new AdapterClient(socket);
    }

    private static @Nullable Socket socket(int port) {
        try {
            return new Socket("127.0.0.1", port);
        } catch (IOException notYet) {
            return null;
        }
    }

    /** Sends a request; its number. */
    int send(String command, String arguments) throws IOException {
        String text =
                "{\"seq\": %d, \"type\": \"request\", \"command\": \"%s\", \"arguments\": %s}"
                        .formatted(++sent, command, arguments);
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        String head = "Content-Length: " + body.length + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(body);
        return sent;
    }

    JsonNode ask(String command, String arguments) throws IOException {
        return response(send(command, arguments));
    }

    JsonNode response(int request) throws IOException {
        JsonNode response = await(message -> message.path("request_seq").asInt() == request);
        if (!response.path("success").asBoolean()) {
            throw new IOException(response.toString());
        }
        return response;
    }

    JsonNode event(String name) throws IOException {
        return await(message -> message.path("event").asText().equals(name));
    }

    private JsonNode await(Predicate<JsonNode> wanted) throws IOException {
        for (Iterator<JsonNode> each = unread.iterator(); each.hasNext(); ) {
            JsonNode message = each.next();
            if (wanted.test(message)) {
                each.remove();
                return message;
            }
        }
        JsonNode message = read();
        while (!wanted.test(message)) {
            unread.add(message);
            message = read();
        }
        return message;
    }

    private JsonNode read() throws IOException {
        InputStream input = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = input.read();
            if (next < 0) {
                throw new IOException("the debugger closed the connection");
            }
            head.append((char) next);
        }
        int length = Integer.parseInt(head.toString().replaceAll("\\D", ""));
        return JSON.readTree(input.readNBytes(length));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
