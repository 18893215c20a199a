package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Bodies that are too long, too slow or not wanted, and clients that read slowly. */
@Tag("node")
class HttpEdgeBodiesTest {
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
    void aBodyShorterThanAnnouncedIsNeverPassedOn() throws Exception {
        try (RawSocket socket = new RawSocket(edge.port())) {
            socket.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
            assertThat(socket.endOutput().readToEnd()).isEmpty();
        }
        edge.assertStillServes();
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
        edge.assertStillServes();
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
        HttpResponse<String> response = edge.send(HttpClient.Version.HTTP_1_1, "/wait", "");
        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void keepsAConnectionWhoseClientReadsALargeAnswerSlowly() throws Exception {
        try (RawSocket socket = new RawSocket(edge.port())) {
            socket.send("GET /large HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            assertThat(socket.readSlowly(1 << 20, EchoEdge.IDLE.toMillis() / 25))
                    .isGreaterThan(EchoService.LARGE_BYTES);
        }
    }

    @Test
    void closesAConnectionWhoseClientReadsNothing() throws Exception {
        Duration wait = EchoEdge.IDLE;
        long read = EchoService.LARGE_BYTES;
        while (read >= EchoService.LARGE_BYTES) {
            // The node may be late to find out, on a slow machine.
            wait = wait.multipliedBy(2);
            assertThat(wait).isLessThan(Duration.ofMinutes(2));
            try (RawSocket socket = new RawSocket(edge.port())) {
                socket.send("GET /large HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
                read = socket.readAfter(wait.toMillis());
            }
        }
    }
}
