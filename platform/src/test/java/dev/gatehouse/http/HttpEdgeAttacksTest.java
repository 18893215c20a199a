package dev.gatehouse.http;

import static dev.gatehouse.http.EchoEdge.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.gatehouse.testkit.Eventually;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.SocketException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Clients that do not speak HTTP, say nothing, or never stop. */
@Tag("node")
class HttpEdgeAttacksTest {
    private static EchoEdge edge;

    @BeforeAll
    static void open() throws Exception {
        edge = new EchoEdge();
    }

    @AfterAll
    static void close() throws Exception {
        edge.close();
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
                "GET @b/ HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET ?b HTTP/1.1\r\nHost: a\r\n\r\n",
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
        edge.assertStillServes();
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
        edge.assertStillServes();
    }

    @Test
    void moreCallsThanAllowedAreRejectedAtOnce() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            for (int i = 0; i < 20; i++) {
                HttpRequest wait = HttpRequest.newBuilder(edge.uri("/hold")).build();
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
    void rejectingOneStreamLeavesTheOthersOfItsConnectionAlone() throws Exception {
        HttpClientAgent client =
                edge.vertx.createHttpClient(
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
                                .compose(
                                        put ->
                                                put.send(
                                                        Buffer.buffer(
                                                                new byte
                                                                        [EchoEdge.BODY_LIMIT
                                                                                + 1]))));
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
        edge.assertStillServes();
    }

    @Test
    void whoSaysNothingForLongestMakesRoomForOthers() throws Exception {
        EdgeSettings.Limits patient =
                new EdgeSettings.Limits(4_096, 8_192, Duration.ofSeconds(60), 1_000);
        Vertx own = Vertx.builder().withTransport(SilentClients.transport(3)).build();
        HttpEdge small =
                await(
                        HttpEdge.listen(
                                own, new EdgeSettings("127.0.0.1", 0, 1, patient), edge::route));
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
                                edge.vertx,
                                new EdgeSettings("127.0.0.1", 0, 1, four),
                                edge::route));
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
}
