package dev.gatehouse.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.http.outbound.AllowedTargets;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Bodies that HTTP_PROXY hands on while they come. */
@Tag("node")
final class StreamingProxyTest {
    private static final int PART = 100_000;
    private static final long MANY = 64L * 1024 * 1024;
    private static final long NO_LIMIT = 1L << 40;

    private final GatewayServer gateway =
            new GatewayServer(
                    new ScriptedFunction(), AllowedTargets.parse("127.0.0.1:*"), NO_LIMIT);
    private Backend backend;

    @AfterEach
    void close() {
        gateway.close();
        backend.close();
    }

    @Test
    void theBackendGetsTheFirstBytesBeforeTheClientHasSentTheLast() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        serve(
                request -> {
                    AtomicLong bytes = new AtomicLong();
                    request.handler(
                            chunk -> {
                                bytes.addAndGet(chunk.length());
                                first.countDown();
                            });
                    request.endHandler(
                            _ ->
                                    request.response()
                                            .end(
                                                    bytes
                                                            + " "
                                                            + request.getHeader("Content-Length")));
                });
        try (Socket client = open("POST", "Content-Length: " + 2 * PART)) {
            client.getOutputStream().write(new byte[PART]);
            await(first);
            client.getOutputStream().write(new byte[PART]);

            assertThat(rest(client)).endsWith("\r\n\r\n" + 2 * PART + " " + 2 * PART);
        }
    }

    @Test
    void theClientGetsTheFirstBytesBeforeTheBackendHasSentTheLast() throws Exception {
        CompletableFuture<HttpServerResponse> response = new CompletableFuture<>();
        serve(
                request -> {
                    request.response().setChunked(true).write("first");
                    response.complete(request.response());
                });
        try (Socket client = open("GET")) {
            String begin = until(client, "first");
            assertThat(begin).contains("transfer-encoding: chunked").doesNotContain("ength:");
            response.get(120, TimeUnit.SECONDS).end("second");

            assertThat(rest(client)).contains("second").endsWith("0\r\n\r\n");
        }
    }

    @Test
    void aClientThatDoesNotReadKeepsTheBackendWaiting() throws Exception {
        AtomicLong written = new AtomicLong();
        CountDownLatch full = new CountDownLatch(1);
        serve(
                request -> {
                    request.response().putHeader("Content-Length", Long.toString(MANY));
                    pour(request.response(), written, full);
                });
        try (Socket client = open("GET")) {
            until(client, "\r\n\r\n");
            await(full);
            long before = written.get();
            assertThat(before).isLessThan(MANY / 2);

            long read = 0;
            byte[] buffer = new byte[1 << 16];
            for (int n = 0; read < MANY - buffer.length && n >= 0; read += n) {
                n = client.getInputStream().read(buffer);
            }
            assertThat(written.get()).isEqualTo(MANY);
        }
    }

    @Test
    void aBackendThatDoesNotReadKeepsTheClientWaiting() throws Exception {
        AtomicReference<HttpServerRequest> taken = new AtomicReference<>();
        serve(
                request -> {
                    request.pause();
                    taken.set(request);
                });
        try (Socket client = open("POST", "Content-Length: " + MANY)) {
            CompletableFuture<Long> sending = CompletableFuture.supplyAsync(() -> fill(client));
            assertThat(sending).failsWithin(Duration.ofSeconds(2));
            taken.get().body().onSuccess(body -> taken.get().response().end("" + body.length()));
            taken.get().resume();

            assertThat(sending.get(120, TimeUnit.SECONDS)).isEqualTo(MANY);
            assertThat(rest(client)).endsWith("" + MANY);
        }
    }

    @Test
    void aClientThatGoesBeforeTheHeadEndsTheBackendsRequest() throws Exception {
        CountDownLatch come = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        serve(
                request -> {
                    request.response().closeHandler(_ -> gone.countDown());
                    come.countDown();
                });
        try (Socket client = open("GET")) {
            await(come);
            client.close();
            await(gone);
        }
    }

    @Test
    void aClientThatGoesInTheMiddleEndsTheBackendsRequest() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        serve(
                request -> {
                    request.response().closeHandler(_ -> gone.countDown());
                    request.response().setChunked(true).write("first");
                });
        try (Socket client = open("GET")) {
            until(client, "first");
            client.close();
            await(gone);
        }
    }

    @Test
    void aClientThatGoesInTheMiddleOfItsBodyEndsTheBackendsRequest() throws Exception {
        CountDownLatch come = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        serve(
                request -> {
                    request.handler(_ -> come.countDown());
                    request.exceptionHandler(_ -> gone.countDown());
                });
        try (Socket client = open("POST", "Content-Length: " + 2 * PART)) {
            client.getOutputStream().write(new byte[PART]);
            await(come);
            client.close();
            await(gone);
        }
    }

    @Test
    void aBackendThatDiesInTheMiddleGivesNoCleanEnd() throws Exception {
        serve(
                request -> {
                    request.response()
                            .setChunked(true)
                            .write("half")
                            .onComplete(_ -> request.connection().close());
                });
        try (Socket client = open("GET")) {
            assertThat(rest(client)).contains("half").doesNotContain("0\r\n\r\n");
        }
        backend.close();
        serve(
                request -> {
                    request.response()
                            .putHeader("Content-Length", "" + 2 * PART)
                            .write(Buffer.buffer(new byte[PART]))
                            .onComplete(_ -> request.connection().close());
                });
        try (Socket client = open("GET")) {
            assertThat(rest(client).length()).isBetween(PART, 2 * PART);
        }
    }

    @Test
    void aBackendThatStandsStillInTheMiddleIsCutOff() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        serve(
                request -> {
                    request.response().closeHandler(_ -> gone.countDown());
                    request.response().setChunked(true).write("half");
                },
                2_000);
        try (Socket client = open("GET")) {
            assertThat(rest(client)).contains("half").doesNotContain("0\r\n\r\n");
            await(gone);
        }
    }

    @Test
    void aClientThatTakesItsTimeIsNotTakenForABackendThatStandsStill() throws Exception {
        CountDownLatch late = new CountDownLatch(1);
        serve(request -> request.body().onSuccess(body -> request.response().end("fine")), 1_500);
        try (Socket client = open("POST", "Content-Length: " + 2 * PART)) {
            client.getOutputStream().write(new byte[PART]);
            assertThat(late.await(2, TimeUnit.SECONDS)).isFalse();
            client.getOutputStream().write(new byte[PART]);

            assertThat(rest(client)).endsWith("fine");
        }
    }

    @Test
    void anEarlyResponseReachesAClientThatStillSends() throws Exception {
        serve(request -> request.response().setStatusCode(403).end("no"));
        try (Socket client = open("POST", "Content-Length: " + 2 * PART)) {
            client.getOutputStream().write(new byte[PART]);

            assertThat(rest(client)).startsWith("HTTP/1.1 403").contains("close").endsWith("no");
        }
    }

    @Test
    void aResponseToHeadTellsTheLengthOfWhatItDoesNotBring() throws Exception {
        serve(request -> request.response().putHeader("Content-Length", "12345678").end());

        try (Socket client = open("HEAD")) {
            assertThat(rest(client))
                    .containsIgnoringCase("Content-Length: 12345678")
                    .endsWith("\r\n\r\n");
        }
    }

    @Test
    void aCompressedBodyStaysAsItIs() throws Exception {
        serve(
                request ->
                        request.response()
                                .putHeader("Content-Encoding", "gzip")
                                .end("accepted " + request.getHeader("Accept-Encoding")));
        try (Socket client = open("GET", "Accept-Encoding: gzip")) {
            assertThat(rest(client)).contains("Encoding: gzip").endsWith("accepted gzip");
        }
    }

    @Test
    void responsesWithoutABodyHaveNone() throws Exception {
        serve(request -> request.response().setStatusCode(304).putHeader("ETag", "x").end());

        try (Socket client = open("GET")) {
            assertThat(rest(client)).startsWith("HTTP/1.1 304").endsWith("\r\n\r\n");
        }
    }

    @Test
    void aChunkedBodyStaysChunkedAndAClientThatWaitsIsToldToSend() throws Exception {
        serve(
                request ->
                        request.body()
                                .onSuccess(
                                        body ->
                                                request.response()
                                                        .end(
                                                                request.getHeader(
                                                                                "Transfer-Encoding")
                                                                        + body)));
        try (Socket client = open("POST", "Transfer-Encoding: chunked", "Expect: 100-continue")) {
            assertThat(until(client, "\r\n\r\n")).startsWith("HTTP/1.1 100");
            client.getOutputStream().write("4\r\nbody\r\n0\r\n\r\n".getBytes(ISO_8859_1));
            assertThat(rest(client)).endsWith("chunkedbody");
        }
    }

    private void serve(io.vertx.core.Handler<HttpServerRequest> handler) {
        serve(handler, 20_000);
    }

    private void serve(io.vertx.core.Handler<HttpServerRequest> handler, long timeoutMillis) {
        backend = new Backend(handler);
        gateway.plans.publish(
                Plans.http(
                        null,
                        Plans.proxy(
                                "$default", backend.uri("/"), Duration.ofMillis(timeoutMillis))));
    }

    private Socket open(String method, String... headers) throws IOException {
        Socket client = new Socket("127.0.0.1", gateway.port());
        client.setSoTimeout(120_000);
        StringBuilder head =
                new StringBuilder(method)
                        .append(" / HTTP/1.1\r\nHost: ")
                        .append("http123456.execute-api.eu-west-1.localhost\r\n")
                        .append("Connection: close\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        client.getOutputStream().write(head.append("\r\n").toString().getBytes(ISO_8859_1));
        return client;
    }

    /** What comes up to some text. */
    private static String until(Socket client, String text) throws IOException {
        StringBuilder read = new StringBuilder();
        InputStream in = client.getInputStream();
        while (read.indexOf(text) < 0) {
            int next = in.read();
            assertThat(next).as(read.toString()).isNotNegative();
            read.append((char) next);
        }
        return read.toString();
    }

    /** What comes up to the end of the connection. */
    private static String rest(Socket client) throws IOException {
        StringBuilder read = new StringBuilder();
        byte[] buffer = new byte[1 << 16];
        try {
            for (int n; (n = client.getInputStream().read(buffer)) >= 0; ) {
                read.append(new String(buffer, 0, n, ISO_8859_1));
            }
        } catch (SocketException _) {
            // A reset is an end too.
        }
        return read.toString();
    }

    private static long fill(Socket client) {
        try {
            byte[] part = new byte[1 << 20];
            for (long sent = 0; sent < MANY; sent += part.length) {
                client.getOutputStream().write(part);
            }
            return MANY;
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static void pour(HttpServerResponse response, AtomicLong written, CountDownLatch full) {
        byte[] part = new byte[1 << 16];
        while (written.get() < MANY && !response.writeQueueFull()) {
            written.addAndGet(part.length);
            response.write(Buffer.buffer(part));
        }
        if (written.get() == MANY) {
            response.end();
        } else {
            full.countDown();
            response.drainHandler(_ -> pour(response, written, full));
        }
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(120, TimeUnit.SECONDS)).isTrue();
    }
}
