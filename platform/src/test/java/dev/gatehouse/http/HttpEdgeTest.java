package dev.gatehouse.http;

import static dev.gatehouse.http.EchoEdge.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.testkit.Eventually;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.BindException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is served and how serving ends. */
@Tag("node")
class HttpEdgeTest {
    private static EchoEdge edge;

    @BeforeAll
    static void open() throws Exception {
        edge = new EchoEdge();
    }

    @AfterAll
    static void close() throws Exception {
        edge.close();
    }

    @Test
    void blockingCallsRunOnVirtualThreadsAndSeeTheRequestAsSent() throws Exception {
        HttpResponse<String> response =
                edge.send(HttpClient.Version.HTTP_1_1, "/a%2Fb//c?x=%20&y", "body");
        assertThat(response.body())
                .isEqualTo("POST /a%2Fb//c x=%20&y 127.0.0.1:" + edge.port() + " 4 true");
        assertThat(response.headers().firstValue("x-echo")).hasValue("1");
    }

    @Test
    void speaksHttp2WithoutTls() throws Exception {
        HttpResponse<String> response = edge.send(HttpClient.Version.HTTP_2, "/h2", "body");
        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(response.body()).isEqualTo("POST /h2  127.0.0.1:" + edge.port() + " 4 true");
    }

    @Test
    void aFileIsWholeByEveryVersion() throws Exception {
        for (HttpClient.Version version :
                List.of(HttpClient.Version.HTTP_1_1, HttpClient.Version.HTTP_2)) {
            assertThat(edge.send(version, "/file", "").body()).hasSize(EchoService.FILE_BYTES);
        }
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
        HttpResponse<String> response = edge.send(HttpClient.Version.HTTP_1_1, "/fail", "");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).doesNotContain("asked to");
    }

    @Test
    void anAnswerThatHttpCannotCarryBecomesA500() throws Exception {
        HttpResponse<String> response = edge.send(HttpClient.Version.HTTP_1_1, "/split", "");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.headers().map()).doesNotContainKeys("x-echo", "x-mine");
    }

    @Test
    void aTakenPortIsReported() {
        EdgeSettings taken =
                new EdgeSettings("127.0.0.1", edge.port(), 1, EchoEdge.SETTINGS.limits());
        Vertx other = Vertx.vertx();
        try {
            assertThatThrownBy(() -> await(HttpEdge.listen(other, taken, edge::route)))
                    .hasRootCauseInstanceOf(BindException.class);
        } finally {
            other.close();
        }
    }

    @Test
    void stoppingLetsRunningCallsEndAndTakesNoMore() throws Exception {
        HttpEdge second = await(HttpEdge.listen(edge.vertx, EchoEdge.SETTINGS, edge::route));
        try (RawSocket socket = new RawSocket(second.port())) {
            socket.send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\n");
            Eventually.holds(() -> EchoService.LET_GO.getQueueLength() > 0);
            Future<Void> stopped = second.stop(Duration.ofSeconds(5));
            EchoService.LET_GO.release();
            assertThat(socket.readThrough("GET /hold")).startsWith("HTTP/1.1 200 OK");
            await(stopped);
            assertThatThrownBy(() -> new RawSocket(second.port())).isInstanceOf(IOException.class);
            assertThat(edge.blocking.drain(Duration.ofSeconds(1))).isTrue();
        }
    }

    @Test
    void stoppingAnswersWhatRunsOnAfterItsPatience() throws Exception {
        HttpEdge second = await(HttpEdge.listen(edge.vertx, EchoEdge.SETTINGS, edge::route));
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
}
