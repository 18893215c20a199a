package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.lambda.code.Zips;
import dev.gatehouse.testkit.Eventually;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A function that waits for a debugger, and a debugger that comes. */
@Tag("sandbox")
class DebuggerTest {
    private static final String CODE = "exports.handler = async (e) => e.name + process.env.OWN;";

    @TempDir static Path data;
    private static DebuggedNode node;

    @BeforeAll
    static void start() throws IOException {
        node = DebuggedNode.start(data);
        node.create("held", "nodejs22.x", "app.handler", Zips.of("app.js", CODE));
    }

    @AfterAll
    static void stop() throws IOException {
        node.close();
    }

    @Test
    void aFunctionWaitsForItsDebuggerAndGoesOnWithIt() {
        DebuggedNode.Call call = node.invoke("held", "{\"name\": \"Ada\"}");
        Eventually.holds(() -> call.err().toString().contains("a debugger at 127.0.0.1:9229"));
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        String inspector = Eventually.value(() -> targets(client), text -> text.contains("ws://"));
        assertThat(call.code()).isNotDone();
        String url = inspector.replaceAll("(?s).*\"(ws://[^\"]+)\".*", "$1");
        WebSocket debugger =
                client.newWebSocketBuilder()
                        .buildAsync(URI.create(url), new WebSocket.Listener() {})
                        .join();
        debugger.sendText("{\"id\": 1, \"method\": \"Runtime.runIfWaitingForDebugger\"}", true)
                .join();

        assertThat(call.code().join()).as(call.err()::toString).isZero();
        assertThat(call.out()).hasToString("\"Ada!\"\n");
        assertThat(
                        node.lambda()
                                .getFunctionConfiguration(r -> r.functionName("held"))
                                .environment()
                                .variables())
                .isEqualTo(Map.of("OWN", "!"));
        assertThat(LiveNode.invoke(node.lambda(), "held", "{\"name\": \"Bob\"}"))
                .isEqualTo("\"Bob!\"");
        Eventually.holds(() -> targets(client).isEmpty());
    }

    /** The handler is the JDK's own, so that nothing has to be compiled. */
    @Test
    void aFunctionInJavaWaitsForADebuggerThatSpeaksJdwp() throws IOException {
        node.create("jvm", "java17", "java.util.Map::copyOf", Zips.of("empty", ""));
        DebuggedNode.Call call = node.invoke("jvm", "{\"name\": \"Ada\"}");
        byte[] hello = "JDWP-Handshake".getBytes(StandardCharsets.US_ASCII);
        try (Socket debugger = Eventually.value(DebuggerTest::debugger, Objects::nonNull)) {
            debugger.setSoTimeout(120_000);
            debugger.getOutputStream().write(hello);
            assertThat(debugger.getInputStream().readNBytes(hello.length)).isEqualTo(hello);
            assertThat(call.code()).isNotDone();
            // VirtualMachine.Resume: length, id, flags, set, command.
            debugger.getOutputStream().write(new byte[] {0, 0, 0, 11, 0, 0, 0, 1, 0, 1, 9});
            assertThat(call.code().join()).as(call.err()::toString).isZero();
        }
        assertThat(call.out()).hasToString("{\"name\":\"Ada\"}\n");
    }

    /** Null until the port is open. */
    private static @Nullable Socket debugger() {
        try {
            return new Socket("127.0.0.1", 5005);
        } catch (IOException notYet) {
            return null;
        }
    }

    /** What the inspector lists; nothing while none is there. */
    private static String targets(HttpClient client) throws InterruptedException {
        try {
            HttpRequest list =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:9229/json")).build();
            return client.send(list, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException notYet) {
            return "";
        }
    }
}
