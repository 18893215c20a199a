package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.IntegrationType;
import software.amazon.awssdk.services.apigatewayv2.model.ProtocolType;

/** A node with a heap of 128 MB passes on what is far larger, both ways. */
@Tag("node")
final class SmallHeapTest {
    private static final long LARGE = 400L << 20;
    private static final byte[] PART = new byte[1 << 20];

    @TempDir Path data;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer backend;

    @BeforeEach
    void serve() throws IOException {
        backend = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        backend.setExecutor(threads);
        backend.createContext("/", SmallHeapTest::respond);
        backend.start();
    }

    @AfterEach
    void close() {
        backend.stop(0);
        threads.close();
    }

    @Test
    void bodiesOfHttpProxyNeverStandWholeInMemory() throws Exception {
        try (DoomedNode node =
                        DoomedNode.start(
                                data,
                                List.of("-Xmx128m", "-XX:+ExitOnOutOfMemoryError"),
                                "payload-limit=2048",
                                "integration.allow=127.0.0.1:*");
                ApiGatewayV2Client apis = node.node().client(ApiGatewayV2Client.builder())) {
            URI api = node.node().endpoint().resolve("/_aws/execute-api/" + proxy(apis) + "/x");

            assertThat(upload(api)).isEqualTo(Long.toString(LARGE));
            assertThat(download(api)).isEqualTo(LARGE);
            assertThat(node.process().isAlive()).isTrue();
        }
    }

    private String proxy(ApiGatewayV2Client apis) {
        String api = apis.createApi(r -> r.name("a").protocolType(ProtocolType.HTTP)).apiId();
        String integration =
                apis.createIntegration(
                                r ->
                                        r.apiId(api)
                                                .integrationType(IntegrationType.HTTP_PROXY)
                                                .integrationMethod("ANY")
                                                .payloadFormatVersion("1.0")
                                                .integrationUri(
                                                        "http://127.0.0.1:"
                                                                + backend.getAddress().getPort()
                                                                + "/"))
                        .integrationId();
        apis.createRoute(
                r -> r.apiId(api).routeKey("$default").target("integrations/" + integration));
        apis.createStage(r -> r.apiId(api).stageName("$default").autoDeploy(true));
        return api;
    }

    private static String upload(URI api) throws IOException {
        HttpURLConnection call = (HttpURLConnection) api.toURL().openConnection();
        call.setRequestMethod("POST");
        call.setDoOutput(true);
        call.setFixedLengthStreamingMode(LARGE);
        try (OutputStream out = call.getOutputStream()) {
            write(out);
        }
        return new String(call.getInputStream().readAllBytes());
    }

    private static long download(URI api) throws IOException {
        return count(api.toURL().openConnection().getInputStream());
    }

    /** Tells the length of what is posted; what is asked for is large. */
    private static void respond(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (exchange.getRequestMethod().equals("POST")) {
                byte[] length = Long.toString(count(exchange.getRequestBody())).getBytes();
                exchange.sendResponseHeaders(200, length.length);
                exchange.getResponseBody().write(length);
            } else {
                exchange.sendResponseHeaders(200, LARGE);
                write(exchange.getResponseBody());
            }
        }
    }

    private static void write(OutputStream out) throws IOException {
        for (long sent = 0; sent < LARGE; sent += PART.length) {
            out.write(PART);
        }
    }

    private static long count(InputStream in) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long read = 0;
        for (int n; (n = in.read(buffer)) >= 0; ) {
            read += n;
        }
        return read;
    }
}
