package dev.gatehouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.function.Invocation;
import dev.gatehouse.function.InvocationResult;
import io.vertx.core.Future;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a WebSocket API makes of frames: Autobahn's cases, as API Gateway would have them. */
@Tag("node")
class WebSocketFramesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CHOPPED = "chopped:";

    private static ApiGatewayNode node;
    private static String path;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        node = new ApiGatewayNode(folder, new ScriptedFunction().does(WebSocketFramesTest::echo));
        path = node.webSocketApi("echo", List.of("$default"));
    }

    @AfterAll
    static void stop() throws Exception {
        node.close();
    }

    private static Future<InvocationResult> echo(Invocation invocation) {
        try {
            String body = JSON.readTree(invocation.payload().getBytes()).path("body").asText();
            return ScriptedFunction.respond(
                    JSON.writeValueAsString(Map.of("statusCode", 200, "body", body)));
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    static Stream<String> cases() throws IOException {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                WebSocketFramesTest.class.getResourceAsStream("autobahn.txt"),
                                StandardCharsets.UTF_8))) {
            return lines
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void frames(String line) throws Exception {
        String[] parts = line.split(" \\| ", 3);
        String sent = parts[1];
        int piece = Integer.MAX_VALUE;
        if (sent.startsWith(CHOPPED)) {
            piece = Integer.parseInt(sent.substring(CHOPPED.length(), sent.indexOf(' ')));
            sent = sent.substring(sent.indexOf(' ') + 1);
        }
        List<FrameScript> frames = FrameScript.read(sent);
        try (RawSocket socket = new RawSocket(node.endpoint().getPort())) {
            assertThat(socket.handshake(path)).isEqualTo(101);
            Thread.ofVirtual().start(sending(socket, frames, piece));
            boolean ends = parts[2].endsWith(" end");
            String expected = ends ? parts[2].substring(0, parts[2].length() - 4) : parts[2];
            for (FrameScript each : FrameScript.read(expected)) {
                assertCame(socket, each, frames);
            }
            if (ends) {
                assertThat(socket.next()).isNull();
            }
        }
    }

    /** A node that has heard enough closes the connection; what was not sent by then is not. */
    private static Runnable sending(RawSocket socket, List<FrameScript> frames, int piece) {
        return () -> {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            frames.forEach(frame -> all.writeBytes(frame.masked()));
            byte[] bytes = all.toByteArray();
            try {
                for (int from = 0; from < bytes.length; from += Math.min(piece, bytes.length)) {
                    int to = (int) Math.min(bytes.length, (long) from + piece);
                    socket.send(Arrays.copyOfRange(bytes, from, to));
                }
            } catch (IOException closed) {
                return;
            }
        };
    }

    private static void assertCame(RawSocket socket, FrameScript wanted, List<FrameScript> sent)
            throws IOException {
        RawSocket.Frame came = socket.message();
        assertThat(came).as("the server closed without a frame").isNotNull();
        assertThat(came.opcode()).as(came.toString()).isEqualTo(wanted.opcode());
        if (wanted.opcode() == RawSocket.CLOSE) {
            assertThat(came.code()).isEqualTo(code(wanted.payload()));
            if (wanted.payload().length > 2) {
                assertThat(came.payload()).isEqualTo(wanted.payload());
            }
            return;
        }
        boolean asPinged = wanted.opcode() == RawSocket.PONG && wanted.payload().length == 0;
        assertThat(came.payload()).isEqualTo(asPinged ? pinged(sent) : wanted.payload());
    }

    private static int code(byte[] payload) {
        return new RawSocket.Frame(RawSocket.CLOSE, payload).code();
    }

    private static byte[] pinged(List<FrameScript> sent) {
        return sent.stream()
                .filter(each -> each.opcode() == RawSocket.PING)
                .reduce((_, last) -> last)
                .orElseThrow()
                .payload();
    }
}
