package dev.gatehouse.lambda.runtimeapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("node")
class RuntimeApiTest {
    private static final int MAX_RESPONSE = 1000;

    private final MultiThreadIoEventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final EventLoop loop = (EventLoop) loops.next();
    private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final RuntimeApi api = new RuntimeApi(loop, MAX_RESPONSE);
    private @Nullable ResponseStream stream;
    private RuntimeSession session;
    private int port;

    @BeforeEach
    void open() throws Exception {
        ServerSocketChannel listener =
                ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 0));
        port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
        RuntimeWatcher watcher =
                new RuntimeWatcher() {
                    @Override
                    public void ready() {
                        heard.add("ready");
                    }

                    @Override
                    public @Nullable ResponseStream responding() {
                        return stream;
                    }

                    @Override
                    public void truncated() {
                        heard.add("truncated");
                    }

                    @Override
                    public void responded(RuntimeResponse response) {
                        heard.add(response);
                    }

                    @Override
                    public void initFailed(RuntimeResponse.Failure failure) {
                        heard.add(failure);
                    }
                };
        session =
                loop.submit(
                                () -> {
                                    api.open(listener);
                                    return api.begin(watcher, null);
                                })
                        .get();
    }

    @AfterEach
    void close() {
        loop.submit(api::close).syncUninterruptibly();
        client.close();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/2018-06-01/runtime/" + path));
    }

    private HttpResponse<String> send(HttpRequest request) {
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join();
    }

    private HttpResponse<String> post(String path, String body) {
        return send(to(path).POST(HttpRequest.BodyPublishers.ofString(body)).build());
    }

    private Object next() throws InterruptedException {
        return heard.poll(120, TimeUnit.SECONDS);
    }

    /** A runtime that has asked for an event and got one with the id {@code id}. */
    private HttpResponse<String> given(String id) throws InterruptedException {
        CompletableFuture<HttpResponse<String>> poll =
                client.sendAsync(
                        to("invocation/next").build(), HttpResponse.BodyHandlers.ofString());
        assertThat(next()).isEqualTo("ready");
        RuntimeEvent event =
                new RuntimeEvent(
                        id, Buffer.buffer("{\"a\":1}"), 5, "arn", "Root=1", "{\n}", null, null);
        assertThat(loop.submit(() -> session.deliver(event)).syncUninterruptibly().getNow())
                .isTrue();
        return poll.join();
    }

    @Test
    void aParkedPollGetsTheEventAndItsHeaders() throws Exception {
        HttpResponse<String> event = given("id-1");
        assertThat(event.statusCode()).isEqualTo(200);
        assertThat(event.body()).isEqualTo("{\"a\":1}");
        assertThat(event.headers().firstValue("Lambda-Runtime-Aws-Request-Id")).contains("id-1");
        assertThat(event.headers().firstValue("Lambda-Runtime-Deadline-Ms")).contains("5");
        assertThat(event.headers().firstValue("Lambda-Runtime-Invoked-Function-Arn"))
                .contains("arn");
        assertThat(event.headers().firstValue("Lambda-Runtime-Trace-Id")).contains("Root=1");
        assertThat(event.headers().firstValue("Lambda-Runtime-Client-Context")).contains("{ }");
    }

    @Test
    void anAnswerIsAcceptedOnceAndOnlyForTheEventAtHand() throws Exception {
        given("id-1");
        HttpResponse<String> other = post("invocation/id-2/response", "1");
        assertThat(other.statusCode()).isEqualTo(400);
        assertThat(other.body()).contains("InvalidRequestID");
        assertThat(post("invocation/id-1/response", "\"x\"").statusCode()).isEqualTo(202);
        assertThat(next()).isInstanceOf(RuntimeResponse.Success.class);
        HttpResponse<String> again = post("invocation/id-1/response", "\"y\"");
        assertThat(again.statusCode()).isEqualTo(403);
        assertThat(again.body()).contains("InvalidStateTransition");
    }

    @Test
    void anErrorCarriesItsType() throws Exception {
        given("id-1");
        HttpRequest error =
                to("invocation/id-1/error")
                        .header("Lambda-Runtime-Function-Error-Type", "Runtime.Odd")
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                        .build();
        assertThat(send(error).statusCode()).isEqualTo(202);
        assertThat(next())
                .isEqualTo(new RuntimeResponse.Failure("Runtime.Odd", Buffer.buffer("{}")));
    }

    @Test
    void anAnswerThatIsTooLongIsRejectedAndFailsTheEvent() throws Exception {
        given("id-1");
        HttpResponse<String> rejected =
                post("invocation/id-1/response", "x".repeat(MAX_RESPONSE + 1));
        assertThat(rejected.statusCode()).isEqualTo(413);
        assertThat(rejected.body()).contains("RequestEntityTooLarge");
        assertThat(next())
                .isInstanceOfSatisfying(
                        RuntimeResponse.Failure.class,
                        failure ->
                                assertThat(failure.errorType())
                                        .isEqualTo("Function.ResponseSizeTooLarge"));
    }

    @Test
    void aRuntimeThatHasStartedCannotReportAFailedInit() throws Exception {
        given("id-1");
        assertThat(post("init/error", "{}").statusCode()).isEqualTo(403);
        assertThat(heard).isEmpty();
    }

    @Test
    void chunkedAnswersWithTrailersAreUnderstood() throws Exception {
        given("id-1");
        try (Socket socket = new Socket("127.0.0.1", port)) {
            String request =
                    "POST /2018-06-01/runtime/invocation/id-1/response HTTP/1.1\r\nHost: x\r\n"
                            + "Transfer-Encoding: chunked\r\n"
                            + "Trailer: Lambda-Runtime-Function-Error-Type\r\n\r\n"
                            + "3\r\n\"a\"\r\n0\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            byte[] head = socket.getInputStream().readNBytes(12);
            assertThat(new String(head, StandardCharsets.UTF_8)).isEqualTo("HTTP/1.1 202");
        }
        assertThat(next())
                .isInstanceOfSatisfying(
                        RuntimeResponse.Success.class,
                        success -> assertThat(success.payload().toString()).isEqualTo("\"a\""));
    }

    @Test
    void theAcknowledgementOfARuntimeThatAsksForMoreAtOnceComesWithItsNextEvent() throws Exception {
        given("id-1");
        try (Socket socket = new Socket("127.0.0.1", port)) {
            String requests =
                    "POST /2018-06-01/runtime/invocation/id-1/response HTTP/1.1\r\nHost: x\r\n"
                            + "Content-Length: 1\r\n\r\n1"
                            + "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: x\r\n\r\n";
            socket.getOutputStream().write(requests.getBytes(StandardCharsets.UTF_8));
            assertThat(next()).isInstanceOf(RuntimeResponse.Success.class);
            assertThat(next()).isEqualTo("ready");
            socket.setSoTimeout(200);
            assertThatThrownBy(() -> socket.getInputStream().read())
                    .isInstanceOf(SocketTimeoutException.class);

            RuntimeEvent event =
                    new RuntimeEvent(
                            "id-2", Buffer.buffer("2"), 5, "arn", "Root=1", null, null, null);
            loop.submit(() -> session.deliver(event)).syncUninterruptibly();

            socket.setSoTimeout(120_000);
            String both =
                    new String(socket.getInputStream().readNBytes(300), StandardCharsets.UTF_8);
            assertThat(both).startsWith("HTTP/1.1 202").contains("HTTP/1.1 200").contains("id-2");
        }
    }

    @Test
    void aRuntimeThatAsksIsToldToContinue() throws Exception {
        given("id-1");
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(120_000);
            socket.getOutputStream()
                    .write(
                            ("POST /2018-06-01/runtime/invocation/id-1/response HTTP/1.1\r\n"
                                            + "Host: x\r\nExpect: 100-continue\r\n"
                                            + "Content-Length: 3\r\n\r\n")
                                    .getBytes(StandardCharsets.UTF_8));
            byte[] interim = socket.getInputStream().readNBytes(25);
            assertThat(new String(interim, StandardCharsets.UTF_8))
                    .isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            socket.getOutputStream().write("\"a\"".getBytes(StandardCharsets.UTF_8));
            byte[] head = socket.getInputStream().readNBytes(12);
            assertThat(new String(head, StandardCharsets.UTF_8)).isEqualTo("HTTP/1.1 202");
        }
        assertThat(next()).isInstanceOf(RuntimeResponse.Success.class);
    }

    @Test
    void aRuntimeHasOnlySoManyConnectionsAtOnce() throws Exception {
        List<Socket> open = new ArrayList<>();
        try {
            for (int i = 0; i < RuntimeApi.MAX_CONNECTIONS; i++) {
                open.add(new Socket("127.0.0.1", port));
            }
            try (Socket further = new Socket("127.0.0.1", port)) {
                further.setSoTimeout(120_000);
                assertThat(further.getInputStream().read()).isEqualTo(-1);
            }
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
        assertThat(given("id-1").statusCode()).isEqualTo(200);
    }

    @Test
    void aRuntimeThatIsNotToBeRestoredIsToldSo() {
        HttpRequest restore =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:"
                                                + port
                                                + "/2018-06-01/runtime/restore/next"))
                        .build();
        HttpResponse<String> rejected = send(restore);
        assertThat(rejected.statusCode()).isEqualTo(403);
        assertThat(rejected.body()).contains("InvalidStateTransition");
    }

    @Test
    void rejectsWhatIsNotHttpAndEndsTheConnection() throws IOException {
        assertThat(raw("\u0000\u0001nonsense\r\n\r\n")).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void nothingIsHeardOfARuntimeThatWasEnded() throws Exception {
        given("id-1");
        loop.submit(session::end).syncUninterruptibly();
        assertThat(
                        client.sendAsync(
                                        to("invocation/id-1/response")
                                                .POST(HttpRequest.BodyPublishers.ofString("1"))
                                                .build(),
                                        HttpResponse.BodyHandlers.ofString())
                                .handle((_, failure) -> failure != null)
                                .join())
                .isTrue();
        assertThat(heard).isEmpty();
    }

    @Test
    void endsAConnectionThatAsksForIt() throws Exception {
        assertThat(raw("GET /2018-06-01/runtime/none HTTP/1.1\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 404 ")
                .containsIgnoringCase("connection: close");
        given("a");
        String acknowledged =
                raw(
                        "POST /2018-06-01/runtime/invocation/a/response HTTP/1.1\r\n"
                                + "Connection: close\r\nContent-Length: 2\r\n\r\n{}");
        assertThat(acknowledged).startsWith("HTTP/1.1 202 ");
        assertThat(next()).isInstanceOf(RuntimeResponse.Success.class);
    }

    @Test
    void keepsAConnectionThatDoesNot() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(120_000);
            byte[] request =
                    "GET /2018-06-01/runtime/none HTTP/1.1\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 2; i++) {
                socket.getOutputStream().write(request);
                assertThat(socket.getInputStream().readNBytes(20)).isNotEmpty();
                assertThat(socket.getInputStream().skip(socket.getInputStream().available()))
                        .isPositive();
            }
        }
    }

    @Test
    void rejectsAContentLengthThatIsNone() throws Exception {
        for (String length : List.of("-1", "99999999999999999999", "x")) {
            assertThat(
                            raw(
                                    "POST /2018-06-01/runtime/invocation/a/response HTTP/1.1\r\n"
                                            + "Content-Length: "
                                            + length
                                            + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void rejectsAHugeContentLengthWithoutWaitingForIt() throws Exception {
        given("a");
        String response =
                raw(
                        "POST /2018-06-01/runtime/invocation/a/response HTTP/1.1\r\n"
                                + "Content-Length: 99999999999\r\n\r\n");
        assertThat(response).startsWith("HTTP/1.1 413 ");
        assertThat(next())
                .isInstanceOfSatisfying(
                        RuntimeResponse.Failure.class,
                        failure ->
                                assertThat(failure.errorType())
                                        .isEqualTo("Function.ResponseSizeTooLarge"));
    }

    /** Sends bytes as they are, and reads until the connection ends. */
    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(120_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
