package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.gatehouse.http.blocking.BlockingHandler;
import dev.gatehouse.http.blocking.BlockingLimits;
import dev.gatehouse.testkit.Eventually;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.impl.ConnectionBase;
import java.io.IOException;
import java.net.BindException;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

@Tag("node")
class HttpEdgeTest {
    private static final int BODY_LIMIT = 100_000;
    private static final BlockingLimits.Unverified UNVERIFIED =
            new BlockingLimits.Unverified(200_000, 150_000, 1_000_000, 500_000);
    private static final EdgeSettings SETTINGS =
            new EdgeSettings(
                    "127.0.0.1",
                    0,
                    2,
                    new EdgeSettings.Limits(4_096, 8_192, Duration.ofMillis(400), 1_000));

    private static Vertx vertx;
    private static BlockingHandler blocking;
    private static HttpEdge edge;

    @BeforeAll
    static void open() throws Exception {
        vertx = Vertx.vertx();
        blocking =
                new BlockingHandler(
                        vertx,
                        new EchoService(),
                        new BlockingLimits(BODY_LIMIT, 300_000, UNVERIFIED, 8));
        edge = await(HttpEdge.listen(vertx, SETTINGS, HttpEdgeTest::route));
    }

    @AfterAll
    static void close() throws Exception {
        await(vertx.close());
    }

    private static Handler<HttpServerRequest> route(HttpServerRequest request) {
        if ("loop.example".equals(request.authority().host())) {
            return loop -> loop.response().end("loop " + Thread.currentThread().isVirtual());
        }
        return blocking;
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void blockingCallsRunOnVirtualThreadsAndSeeTheRequestAsSent() throws Exception {
        HttpResponse<String> response =
                send(HttpClient.Version.HTTP_1_1, "/a%2Fb//c?x=%20&y", "body");
        assertThat(response.body())
                .isEqualTo("POST /a%2Fb//c x=%20&y 127.0.0.1:" + edge.port() + " 4 true");
        assertThat(response.headers().firstValue("x-echo")).hasValue("1");
    }

    @Test
    void speaksHttp2WithoutTls() throws Exception {
        HttpResponse<String> response = send(HttpClient.Version.HTTP_2, "/h2", "body");
        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(response.body()).isEqualTo("POST /h2  127.0.0.1:" + edge.port() + " 4 true");
    }

    @Test
    void theRouteSendsAHostToTheEventLoop() throws Exception {
        try (RawSocket socket = new RawSocket(edge.port())) {
            socket.send("GET / HTTP/1.1\r\nHost: loop.example\r\n\r\n");
            assertThat(socket.readThrough("loop false")).startsWith("HTTP/1.1 200 OK");
        }
    }

    @Test
    void keepsAConnectionAndAnswersPipelinedRequestsInOrder() throws Exception {
        try (RawSocket socket = new RawSocket(edge.port())) {
            String request = "GET /%d HTTP/1.1\r\nHost: a\r\n\r\n";
            socket.send(request.formatted(1) + request.formatted(2) + request.formatted(3));
            assertThat(socket.readThrough("GET /3")).containsSubsequence("GET /1", "GET /2");
        }
    }

    @Test
    void aFaultIsAnswered500WithoutItsText() throws Exception {
        HttpResponse<String> response = send(HttpClient.Version.HTTP_1_1, "/fail", "");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).doesNotContain("asked to");
    }

    @Test
    void anAnswerThatHttpCannotCarryBecomesA500() throws Exception {
        HttpResponse<String> response = send(HttpClient.Version.HTTP_1_1, "/split", "");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.headers().map()).doesNotContainKeys("x-echo", "x-mine");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GARBAGE\r\n\r\n",
                "GET /\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nno-colon\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nhost: b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nbad name: x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n",
                "GET /a\0b HTTP/1.1\r\nHost: a\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
            })
    void whatIsNotHttpIsAnswered400AndClosed(String bytes) throws Exception {
        try (RawSocket socket = new RawSocket(edge.port())) {
            assertThat(socket.send(bytes).readToEnd()).matches("(?s)HTTP/1.[01] 400 .*");
        }
        assertStillServes();
    }

    @Test
    void aVersionOfHttpThatIsNoneIsAnswered501() throws Exception {
        try (RawSocket socket = new RawSocket(edge.port())) {
            socket.send("GET / HTTP/9.9\r\nHost: a\r\n\r\n");
            assertThat(socket.readToEnd()).contains(" 501 ");
        }
    }

    @Test
    void anEndlessRequestLineIsAnswered414() throws Exception {
        try (RawSocket socket = new RawSocket(edge.port())) {
            socket.send("GET /" + "a".repeat(9_000) + " HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(socket.readToEnd()).contains(" 414 ");
        }
    }

    @Test
    void aHeaderBombIsAnswered431() throws Exception {
        try (RawSocket socket = new RawSocket(edge.port())) {
            socket.send("GET / HTTP/1.1\r\nHost: a\r\n");
            socket.send("X-Bomb: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n".repeat(300) + "\r\n");
            assertThat(socket.readToEnd()).startsWith("HTTP/1.1 431 ");
        }
    }

    @Test
    void aBodyShorterThanAnnouncedIsNeverPassedOn() throws Exception {
        try (RawSocket socket = new RawSocket(edge.port())) {
            socket.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
            assertThat(socket.endOutput().readToEnd()).isEmpty();
        }
        assertStillServes();
    }

    @Test
    void aBodyAnnouncedTooLongIsRejectedBeforeItIsSent() throws Exception {
        try (RawSocket socket = new RawSocket(edge.port())) {
            socket.send(
                    "PUT / HTTP/1.1\r\n"
                            + "Host: a\r\n"
                            + "Expect: 100-continue\r\n"
                            + "Content-Length: 100001\r\n"
                            + "\r\n");
            assertThat(socket.readThrough("\r\n\r\n"))
                    .startsWith("HTTP/1.1 413 ")
                    .doesNotContain("100 Continue");
        }
    }

    @Test
    void aResponseThatNeedsNoBodyDoesNotWaitForIt() throws Exception {
        try (RawSocket socket = new RawSocket(edge.port())) {
            socket.send("PUT /head HTTP/1.1\r\nHost: a\r\nContent-Length: 90000\r\n\r\n");
            assertThat(socket.readThrough("\r\n\r\nhead"))
                    .startsWith("HTTP/1.1 200 OK")
                    .containsIgnoringCase("connection: close");
        }
    }

    @Test
    void aBodyThatComesInPiecesIsTakenWhole() throws Exception {
        try (RawSocket socket = new RawSocket(edge.port())) {
            socket.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 90000\r\n\r\n");
            for (int i = 0; i < 9; i++) {
                socket.send("a".repeat(10_000));
            }
            assertThat(socket.readThrough(" 90000 true")).startsWith("HTTP/1.1 200 OK");
        }
    }

    @Test
    void aClientThatAsksIsToldToContinue() throws Exception {
        try (RawSocket socket = new RawSocket(edge.port())) {
            socket.send(
                    "PUT / HTTP/1.1\r\n"
                            + "Host: a\r\n"
                            + "Expect: 100-continue\r\n"
                            + "Content-Length: 3\r\n\r\n");
            assertThat(socket.readThrough("\r\n\r\n")).startsWith("HTTP/1.1 100 Continue");
            assertThat(socket.send("abc").readThrough(" 3 true")).startsWith("HTTP/1.1 200 OK");
        }
    }

    @Test
    void aClientWhoseBodyNobodyWantsIsNotToldToContinue() throws Exception {
        try (RawSocket socket = new RawSocket(edge.port())) {
            socket.send(
                    "PUT / HTTP/1.1\r\nHost: loop.example\r\nExpect: 100-continue\r\n"
                            + "Content-Length: 3\r\n\r\n");
            assertThat(socket.readThrough("\r\n\r\n")).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void anUnannouncedBodyIsCutAtTheLimit() throws Exception {
        try (RawSocket socket = new RawSocket(edge.port())) {
            socket.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
            String chunk = "4000\r\n" + "a".repeat(0x4000) + "\r\n";
            socket.send(chunk.repeat(8));
            assertThat(socket.readThrough("\r\n\r\n")).startsWith("HTTP/1.1 413 ");
        }
        assertStillServes();
    }

    @Test
    void aRejectedClientThatNeverStopsSendingIsCutOff() throws Exception {
        try (RawSocket socket = new RawSocket(edge.port())) {
            socket.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 999999999999\r\n\r\n");
            String megabyte = "a".repeat(0x100000);
            assertThatThrownBy(
                            () -> {
                                for (int sent = 0; sent < 256; sent++) {
                                    socket.send(megabyte);
                                }
                            })
                    .isInstanceOf(SocketException.class);
        }
        assertStillServes();
    }

    @Test
    void moreCallsThanAllowedAreRejectedAtOnce() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            for (int i = 0; i < 20; i++) {
                HttpRequest wait = HttpRequest.newBuilder(uri("/hold")).build();
                waiting.add(client.sendAsync(wait, BodyHandlers.ofString()));
            }
            Eventually.holds(
                    () -> waiting.stream().filter(CompletableFuture::isDone).count() == 12);
            EchoService.LET_GO.release(8);
            List<Integer> statuses =
                    waiting.stream().map(response -> response.join().statusCode()).toList();
            assertThat(statuses.stream().filter(status -> status == 200)).hasSize(8);
            assertThat(statuses.stream().filter(status -> status == 429)).hasSize(12);
        }
    }

    @Test
    void closesAConnectionThatSendsNoCompleteHead() throws Exception {
        try (RawSocket silent = new RawSocket(edge.port());
                RawSocket half = new RawSocket(edge.port())) {
            half.send("GET / HTTP/1.1\r\nHo");
            assertThat(half.readToEnd()).isEmpty();
            assertThat(silent.readToEnd()).isEmpty();
        }
        try (RawSocket second = new RawSocket(edge.port())) {
            second.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").readThrough("true");
            assertThat(second.send("GET / HT").readToEnd()).isEmpty();
        }
    }

    @Test
    void closesAConnectionWhoseBodyStops() throws Exception {
        try (RawSocket socket = new RawSocket(edge.port())) {
            socket.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
            assertThat(socket.readToEnd()).isEmpty();
        }
    }

    @Test
    void keepsAConnectionWhoseAnswerTakesLongerThanTheIdleTime() throws Exception {
        HttpResponse<String> response = send(HttpClient.Version.HTTP_1_1, "/wait", "");
        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void keepsAConnectionWhoseClientReadsALargeAnswerSlowly() throws Exception {
        try (RawSocket socket = new RawSocket(edge.port())) {
            socket.send("GET /large HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            assertThat(socket.readSlowly(1 << 20, 60)).isGreaterThan(EchoService.LARGE_BYTES);
        }
    }

    @Test
    void closesAConnectionWhoseClientReadsNothing() throws Exception {
        try (RawSocket socket = new RawSocket(edge.port())) {
            socket.send("GET /large HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            assertThat(socket.readAfter(1_500)).isLessThan(EchoService.LARGE_BYTES);
        }
    }

    @Test
    void rejectingOneStreamLeavesTheOthersOfItsConnectionAlone() throws Exception {
        HttpClientAgent client =
                vertx.createHttpClient(
                        new HttpClientOptions()
                                .setProtocolVersion(HttpVersion.HTTP_2)
                                .setHttp2ClearTextUpgrade(false),
                        new PoolOptions().setHttp2MaxSize(1));
        Future<HttpClientResponse> waiting =
                client.request(HttpMethod.GET, edge.port(), "127.0.0.1", "/hold")
                        .compose(HttpClientRequest::send);
        Eventually.holds(() -> EchoService.LET_GO.getQueueLength() > 0);
        HttpClientResponse rejected =
                await(
                        client.request(HttpMethod.PUT, edge.port(), "127.0.0.1", "/")
                                .compose(put -> put.send(Buffer.buffer(new byte[BODY_LIMIT + 1]))));
        assertThat(rejected.statusCode()).isEqualTo(413);
        assertThat(rejected.getHeader("connection")).isNull();
        EchoService.LET_GO.release();
        assertThat(await(waiting).statusCode()).isEqualTo(200);
        await(client.close()); // one that is not referred to any more closes by itself
    }

    /** The logger of Vert.x's connections, which a node leaves out, is the only one that speaks. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SM\r\n\r\n\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff",
                "XX\r\n\r\njunk"
            })
    void junkBehindAPrefaceOfHttp2CostsNoLineOfALog(String junk) throws Exception {
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        root.addAppender(lines);
        try (RawSocket socket = new RawSocket(edge.port())) {
            socket.send("PRI * HTTP/2.0\r\n\r\n" + junk).readToEnd();
        }
        root.detachAppender(lines);
        assertThat(lines.list)
                .extracting(ILoggingEvent::getLoggerName)
                .isSubsetOf(ConnectionBase.class.getName());
        assertStillServes();
    }

    @Test
    void whoSaysNothingForLongestMakesRoomForOthers() throws Exception {
        EdgeSettings.Limits patient =
                new EdgeSettings.Limits(4_096, 8_192, Duration.ofSeconds(60), 1_000);
        Vertx own = Vertx.builder().withTransport(SilentClients.transport(3)).build();
        HttpEdge small =
                await(
                        HttpEdge.listen(
                                own,
                                new EdgeSettings("127.0.0.1", 0, 1, patient),
                                HttpEdgeTest::route));
        try (RawSocket first = new RawSocket(small.port());
                RawSocket spoke = new RawSocket(small.port())) {
            spoke.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(spoke.readThrough("GET /x")).startsWith("HTTP/1.1 200");
            try (RawSocket second = new RawSocket(small.port());
                    RawSocket third = new RawSocket(small.port());
                    RawSocket fourth = new RawSocket(small.port())) {
                assertThat(first.readToEnd()).isEmpty();
                for (RawSocket each : List.of(second, third, fourth, spoke)) {
                    each.send("GET /y HTTP/1.1\r\nHost: a\r\n\r\n");
                    assertThat(each.readThrough("GET /y")).contains("HTTP/1.1 200");
                }
            }
        } finally {
            await(own.close());
        }
    }

    @Test
    void whoHasAskedForNothingForLongestMakesRoomForOthers() throws Exception {
        EdgeSettings.Limits four = new EdgeSettings.Limits(4_096, 8_192, Duration.ofSeconds(60), 4);
        HttpEdge small =
                await(
                        HttpEdge.listen(
                                vertx,
                                new EdgeSettings("127.0.0.1", 0, 1, four),
                                HttpEdgeTest::route));
        try (RawSocket served = new RawSocket(small.port());
                RawSocket oldest = new RawSocket(small.port());
                RawSocket older = new RawSocket(small.port());
                RawSocket old = new RawSocket(small.port());
                RawSocket latest = new RawSocket(small.port())) {
            served.send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\n");
            Eventually.holds(() -> EchoService.LET_GO.getQueueLength() > 0);
            for (RawSocket each : List.of(oldest, older, old, latest)) {
                each.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(each.readThrough("GET /x")).startsWith("HTTP/1.1 200");
            }

            assertThat(oldest.readToEnd()).doesNotContain("HTTP/1.1");
            older.send("GET /y HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(older.readThrough("GET /y")).contains("HTTP/1.1 200");
            EchoService.LET_GO.release();
            assertThat(served.readThrough("GET /hold")).startsWith("HTTP/1.1 200");
        } finally {
            await(small.stop(Duration.ofSeconds(1)));
        }
    }

    @Test
    void aTakenPortIsReported() {
        EdgeSettings taken = new EdgeSettings("127.0.0.1", edge.port(), 1, SETTINGS.limits());
        Vertx other = Vertx.vertx();
        try {
            assertThatThrownBy(() -> await(HttpEdge.listen(other, taken, HttpEdgeTest::route)))
                    .hasRootCauseInstanceOf(BindException.class);
        } finally {
            other.close();
        }
    }

    @Test
    void stoppingLetsRunningCallsEndAndTakesNoMore() throws Exception {
        HttpEdge second = await(HttpEdge.listen(vertx, SETTINGS, HttpEdgeTest::route));
        try (RawSocket socket = new RawSocket(second.port())) {
            socket.send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\n");
            Eventually.holds(() -> EchoService.LET_GO.getQueueLength() > 0);
            Future<Void> stopped = second.stop(Duration.ofSeconds(5));
            EchoService.LET_GO.release();
            assertThat(socket.readThrough("GET /hold")).startsWith("HTTP/1.1 200 OK");
            await(stopped);
            assertThatThrownBy(() -> new RawSocket(second.port())).isInstanceOf(IOException.class);
            assertThat(blocking.drain(Duration.ofSeconds(1))).isTrue();
        }
    }

    @Test
    void stoppingAnswersWhatRunsOnAfterItsPatience() throws Exception {
        HttpEdge second = await(HttpEdge.listen(vertx, SETTINGS, HttpEdgeTest::route));
        try (RawSocket socket = new RawSocket(second.port())) {
            socket.send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\n");
            Eventually.holds(() -> EchoService.LET_GO.getQueueLength() > 0);
            Future<Void> stopped = second.stop(Duration.ofMillis(50));
            assertThat(socket.readToEnd())
                    .startsWith("HTTP/1.1 503 ")
                    .endsWith("{\"message\":\"Service Unavailable\"}");
            await(stopped);
        } finally {
            EchoService.LET_GO.release();
        }
    }

    private static void assertStillServes() throws Exception {
        assertThat(send(HttpClient.Version.HTTP_1_1, "/ok", "").statusCode()).isEqualTo(200);
    }

    private static HttpResponse<String> send(HttpClient.Version version, String path, String body)
            throws Exception {
        try (HttpClient client = HttpClient.newBuilder().version(version).build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(uri(path)).POST(BodyPublishers.ofString(body)).build();
            return client.send(request, BodyHandlers.ofString());
        }
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + edge.port() + path);
    }
}
