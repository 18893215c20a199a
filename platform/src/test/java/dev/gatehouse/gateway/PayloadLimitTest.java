package dev.gatehouse.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.gateway.map.StageText;
import dev.gatehouse.gateway.plan.integration.HttpIntegration.PayloadFormat;
import dev.gatehouse.gateway.plan.integration.RestIntegration;
import dev.gatehouse.http.outbound.AllowedTargets;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** AWS's limit on payloads, wherever a body turns out to be over it. */
@Tag("node")
final class PayloadLimitTest {
    private static final int LIMIT = 200_000;
    private static final String REST_HOST = "rest123456.execute-api.eu-west-1.localhost";
    private static final String HTTP_HOST = "http123456.execute-api.eu-west-1.localhost";
    private static final String ANNOUNCED = "Content-Length: " + (LIMIT + 1);
    private static final String CHUNKED = "Transfer-Encoding: chunked";

    private final GatewayServer gateway =
            new GatewayServer(new ScriptedFunction(), AllowedTargets.parse("127.0.0.1:*"), LIMIT);
    private final CountDownLatch ended = new CountDownLatch(1);
    private Backend backend = new Backend(this::swallow);

    @AfterEach
    void close() {
        gateway.close();
        backend.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/proxied", "/function", "/none"})
    void rejectsAnAnnouncedBodyOfAnHttpApiAtItsHead(String path) throws Exception {
        serveHttp();
        try (Socket client = open(HTTP_HOST, path, ANNOUNCED, "Expect: 100-continue")) {
            assertThat(rest(client))
                    .startsWith("HTTP/1.1 413")
                    .endsWith("{\"message\":\"Request Entity Too Large\"}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/proxied", "/function"})
    void rejectsAChunkedBodyOfAnHttpApiInTheMiddle(String path) throws Exception {
        serveHttp();
        try (Socket client = open(HTTP_HOST, path, CHUNKED)) {
            sendChunk(client, LIMIT + 1);
            assertThat(rest(client))
                    .startsWith("HTTP/1.1 413")
                    .endsWith("{\"message\":\"Request Entity Too Large\"}");
        }
    }

    /** Captured from AWS, type and all. */
    @Test
    void rejectsBodiesOfARestApiInAwssWords() throws Exception {
        serveRest();
        try (Socket client = open(REST_HOST, "/prod/proxied", ANNOUNCED)) {
            assertThat(rest(client))
                    .startsWith("HTTP/1.1 413")
                    .contains("text; charset=utf-8")
                    .endsWith("HTTP content length exceeded " + LIMIT + " bytes.");
        }
        try (Socket client = open(REST_HOST, "/prod/proxied", CHUNKED)) {
            sendChunk(client, LIMIT + 1);
            assertThat(rest(client))
                    .startsWith("HTTP/1.1 413")
                    .endsWith("HTTP content length exceeded " + LIMIT + " bytes.");
        }
        assertThat(ended.await(120, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void passesABodyOnThatIsAsLongAsTheLimit() throws Exception {
        serveHttp();
        try (Socket client = open(HTTP_HOST, "/proxied", "Content-Length: " + LIMIT)) {
            client.getOutputStream().write(new byte[LIMIT]);
            assertThat(rest(client)).startsWith("HTTP/1.1 200").endsWith("swallowed");
        }
    }

    @Test
    void aResponseThatAnnouncesTooMuchIsAnError() throws Exception {
        serve(request -> request.response().end(Buffer.buffer(new byte[LIMIT + 1])));

        try (Socket client = open(HTTP_HOST, "/proxied", "Content-Length: 0")) {
            assertThat(rest(client)).startsWith("HTTP/1.1 500");
        }
    }

    @Test
    void aResponseThatTurnsOutToBeTooLongIsCutOff() throws Exception {
        serve(
                request -> {
                    request.response().closeHandler(_ -> ended.countDown());
                    request.response().setChunked(true).write(Buffer.buffer(new byte[LIMIT + 1]));
                });
        try (Socket client = open(HTTP_HOST, "/proxied", "Content-Length: 0")) {
            assertThat(rest(client)).startsWith("HTTP/1.1 200").doesNotContain("\r\n0\r\n\r\n");
        }
        assertThat(ended.await(120, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aBodyThatNobodyWantsLeavesTheConnectionToTheNextRequest() throws Exception {
        serveHttp();
        try (Socket client = new Socket("127.0.0.1", gateway.port())) {
            client.setSoTimeout(120_000);
            String head = " HTTP/1.1\r\nHost: " + HTTP_HOST + "\r\n";
            String first = "POST /none" + head + "Content-Length: 4\r\n\r\nbody";
            String second = "GET /none" + head + "Connection: close\r\n\r\n";
            client.getOutputStream().write((first + second).getBytes(ISO_8859_1));

            assertThat(rest(client).split("HTTP/1.1 404", -1)).hasSize(3);
        }
    }

    private void swallow(HttpServerRequest request) {
        request.exceptionHandler(_ -> ended.countDown());
        request.endHandler(_ -> request.response().end("swallowed"));
    }

    private void serve(Handler<HttpServerRequest> handler) {
        backend.close();
        backend = new Backend(handler);
        serveHttp();
    }

    private void serveHttp() {
        gateway.plans.publish(
                Plans.http(
                        null,
                        Plans.proxy("POST /proxied", backend.uri("/"), Duration.ofSeconds(20)),
                        Plans.route("POST /function", PayloadFormat.V2)));
    }

    private void serveRest() {
        RestIntegration proxy =
                new RestIntegration.HttpProxy(
                        "POST", new StageText(backend.uri("/")), List.of(), Duration.ofSeconds(20));
        gateway.plans.publish(Plans.rest(Plans.resource("/proxied", "POST", proxy)));
    }

    private Socket open(String host, String path, String... headers) throws IOException {
        Socket client = new Socket("127.0.0.1", gateway.port());
        client.setSoTimeout(120_000);
        StringBuilder head = new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: " + host);
        for (String header : headers) {
            head.append("\r\n").append(header);
        }
        head.append("\r\nConnection: close\r\n\r\n");
        client.getOutputStream().write(head.toString().getBytes(ISO_8859_1));
        return client;
    }

    private static void sendChunk(Socket client, int length) throws IOException {
        client.getOutputStream().write((Integer.toHexString(length) + "\r\n").getBytes(ISO_8859_1));
        client.getOutputStream().write(new byte[length]);
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
}
