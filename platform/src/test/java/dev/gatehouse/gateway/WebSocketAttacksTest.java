package dev.gatehouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.gateway.RawSocket.Frame;
import dev.gatehouse.testkit.Eventually;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What clients of WebSocket APIs send that they should not: each gets its close code, others go on.
 */
@Tag("node")
class WebSocketAttacksTest {
    private static final String[] GOOD = {
        "Upgrade: websocket",
        "Connection: keep-alive, Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
    };

    private static final byte[] MEGABYTE = new byte[1024 * 1024];
    private static final ScriptedFunction FUNCTION = new ScriptedFunction();
    private static final List<String> ENDS = new CopyOnWriteArrayList<>();
    private static ApiGatewayNode node;
    private static String path;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        node = new ApiGatewayNode(folder, FUNCTION);
        path = node.webSocketApi("attacked", List.of("$default", "$disconnect"));
    }

    @AfterAll
    static void stop() throws Exception {
        node.close();
    }

    @BeforeEach
    void reset() {
        ENDS.clear();
        FUNCTION.does(
                invocation -> {
                    String event = invocation.payload().toString();
                    if (event.contains("DISCONNECT")) {
                        ENDS.add(event);
                    }
                    return ScriptedFunction.respond("{\"statusCode\":200,\"body\":\"heard\"}");
                });
    }

    @Test
    void closesWhatBreaksTheProtocol() throws Exception {
        byte[] hello = "hello".getBytes(StandardCharsets.UTF_8);
        int text = RawSocket.FIN | RawSocket.TEXT;
        assertThat(closedBy(RawSocket.encoded(text, hello, false))).isEqualTo(1002);
        assertThat(closedBy(frame(text | 0x40, hello))).isEqualTo(1002);
        assertThat(closedBy(frame(RawSocket.FIN | 3, hello))).isEqualTo(1002);
        assertThat(closedBy(frame(RawSocket.FIN | RawSocket.CONTINUATION, hello))).isEqualTo(1002);
        assertThat(closedBy(frame(RawSocket.TEXT, hello), frame(text, hello))).isEqualTo(1002);
        assertThat(closedBy(frame(RawSocket.PING, hello))).isEqualTo(1002);
        assertThat(closedBy(frame(RawSocket.FIN | RawSocket.PING, new byte[126]))).isEqualTo(1002);
        assertThat(closedBy(frame(RawSocket.FIN | RawSocket.CLOSE, new byte[] {3})))
                .isEqualTo(1002);
        assertThat(closedBy(frame(RawSocket.FIN | RawSocket.CLOSE, new byte[] {3, (byte) 0xed})))
                .as("1005 is not to be sent")
                .isEqualTo(1002);
        assertThat(closedBy(frame(RawSocket.FIN | RawSocket.BINARY, hello))).isEqualTo(1003);
        assertThat(closedBy(frame(text, new byte[] {(byte) 0xc3, 0x28}))).isEqualTo(1007);
        assertThat(closedBy(frame(text, new byte[32 * 1024 + 1]))).isEqualTo(1009);
        for (int code : new int[] {1002, 1003, 1007, 1009}) {
            Eventually.holds(() -> ENDS.stream().anyMatch(end -> isOf(end, code)));
        }
    }

    /** Its close frame would be lost if the node closed before it has read what is on its way. */
    @Test
    void aClientThatIsStillSendingHearsWhyItIsClosed() throws Exception {
        for (int i = 0; i < 100; i++) {
            try (RawSocket socket = connected()) {
                byte[] large = RawSocket.encoded(RawSocket.FIN | RawSocket.TEXT, MEGABYTE, true);
                for (int from = 0; from < large.length; from += large.length / 16) {
                    socket.send(Arrays.copyOfRange(large, from, from + large.length / 16));
                }
                assertThat(socket.next().code()).isEqualTo(1009);
                assertThat(socket.next()).isNull();
            }
        }
    }

    @Test
    void boundsMessagesOfManyFrames() throws Exception {
        try (RawSocket socket = connected()) {
            byte[] part = "x".repeat(32 * 1024).getBytes(StandardCharsets.UTF_8);
            socket.frame(RawSocket.TEXT, part);
            socket.frame(RawSocket.CONTINUATION, part).frame(RawSocket.CONTINUATION, part);
            socket.frame(RawSocket.FIN | RawSocket.CONTINUATION, part);
            assertThat(new String(socket.next().payload(), StandardCharsets.UTF_8))
                    .isEqualTo("heard");
            socket.frame(RawSocket.TEXT, part);
            for (int i = 0; i < 3; i++) {
                socket.frame(RawSocket.CONTINUATION, part);
            }
            socket.frame(RawSocket.CONTINUATION, new byte[] {'x'});
            assertThat(socket.closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void aCharacterMayBeInTwoFrames() throws Exception {
        try (RawSocket socket = connected()) {
            socket.frame(RawSocket.TEXT, new byte[] {(byte) 0xc3});
            socket.frame(RawSocket.FIN | RawSocket.PING, new byte[] {1});
            assertThat(socket.next().opcode()).isEqualTo(RawSocket.PONG);
            socket.frame(RawSocket.FIN | RawSocket.CONTINUATION, new byte[] {(byte) 0xbc});
            assertThat(socket.next().opcode()).isEqualTo(RawSocket.TEXT);
        }
    }

    @Test
    void manyEmptyFramesMakeNoMessage() throws Exception {
        try (RawSocket socket = connected()) {
            socket.frame(RawSocket.TEXT, new byte[0]);
            for (int i = 0; i < 10_000; i++) {
                socket.frame(RawSocket.CONTINUATION, new byte[0]);
            }
            socket.frame(RawSocket.FIN | RawSocket.CONTINUATION, new byte[] {'x'});
            assertThat(socket.next().opcode()).isEqualTo(RawSocket.TEXT);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void rejectsAHandshakeWithoutAPart(int missing) throws Exception {
        String[] headers = GOOD.clone();
        headers[missing] = "X-Instead: of it";
        try (RawSocket socket = new RawSocket(node.endpoint().getPort())) {
            assertThat(socket.handshake(path, headers)).isBetween(400, 499);
        }
    }

    @Test
    void rejectsHandshakesThatLie() throws Exception {
        for (String lie :
                List.of(
                        "Sec-WebSocket-Version: 8",
                        "Sec-WebSocket-Key: short",
                        "Content-Length: 5",
                        "Connection: close")) {
            String[] headers = GOOD.clone();
            int place = lie.startsWith("Sec-WebSocket-V") ? 2 : lie.startsWith("Conn") ? 1 : 3;
            headers[place] = lie;
            try (RawSocket socket = new RawSocket(node.endpoint().getPort())) {
                assertThat(socket.handshake(path, headers)).as(lie).isBetween(400, 499);
            }
        }
        try (RawSocket socket = new RawSocket(node.endpoint().getPort())) {
            assertThat(socket.handshake(path + "/deeper", GOOD)).isEqualTo(403);
        }
    }

    @Test
    void aClientThatNeverReadsIsDisconnected() throws Exception {
        String large = "{\"statusCode\":200,\"body\":\"" + "y".repeat(120_000) + "\"}";
        FUNCTION.does(
                invocation -> {
                    String event = invocation.payload().toString();
                    if (event.contains("DISCONNECT")) {
                        ENDS.add(event);
                    }
                    return ScriptedFunction.respond(large);
                });
        try (RawSocket socket = connected()) {
            Eventually.holds(
                    () -> {
                        try {
                            socket.text("more");
                        } catch (IOException closed) {
                            return true;
                        }
                        return false;
                    });
            Eventually.holds(() -> ENDS.stream().anyMatch(end -> isOf(end, 1008)));
        }
    }

    @Test
    void messagesThatWaitForTheirFunctionsAreBounded() throws Exception {
        AtomicInteger running = new AtomicInteger();
        io.vertx.core.Promise<InvocationResult> all = io.vertx.core.Promise.promise();
        FUNCTION.does(
                invocation -> {
                    // Those before it may end late.
                    if (!invocation.payload().toString().contains("DISCONNECT")) {
                        running.incrementAndGet();
                    }
                    return all.future();
                });
        try (RawSocket socket = connected()) {
            for (int i = 0; i < 500; i++) {
                socket.text("wait");
            }
            Eventually.holds(() -> running.get() >= 64);
            assertThat(running.get()).isLessThan(200);
            all.complete(response());
            Eventually.holds(() -> running.get() == 500);
        }
    }

    private static InvocationResult response() {
        Future<InvocationResult> made = ScriptedFunction.respond("{\"statusCode\":200}");
        return made.result();
    }

    @Test
    void tellsEachOfManyEndsOnce() throws Exception {
        int many = 400;
        for (int i = 0; i < many; i++) {
            try (RawSocket socket = connected()) {
                if (i % 2 == 0) {
                    socket.frame(RawSocket.FIN | RawSocket.CLOSE, new byte[] {0x0f, (byte) 0xa7});
                    assertThat(socket.closeCode()).isEqualTo(4007);
                }
            }
        }
        Eventually.holds(() -> of(4007) == many / 2 && of(1006) >= many / 2);
        List<String> connections =
                ENDS.stream().map(end -> end.replaceAll(".*connectionId\":\"|\",.*", "")).toList();
        assertThat(connections).doesNotHaveDuplicates();
    }

    private static long of(int code) {
        return ENDS.stream().filter(end -> isOf(end, code)).count();
    }

    private static boolean isOf(String end, int code) {
        return end.contains("\"disconnectStatusCode\":" + code + ',');
    }

    private static byte[] frame(int head, byte[] payload) {
        return RawSocket.encoded(head, payload, true);
    }

    private static RawSocket connected() throws IOException {
        RawSocket socket = new RawSocket(node.endpoint().getPort());
        assertThat(socket.handshake(path)).isEqualTo(101);
        return socket;
    }

    private static int closedBy(byte[]... frames) throws IOException {
        try (RawSocket socket = connected()) {
            for (byte[] frame : frames) {
                socket.send(frame);
            }
            for (Frame frame = socket.next(); frame != null; frame = socket.next()) {
                if (frame.opcode() == RawSocket.CLOSE) {
                    return frame.code();
                }
            }
            return 1006;
        }
    }
}
